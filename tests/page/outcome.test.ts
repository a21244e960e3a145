import { describe, expect, it } from 'vitest';
import { RemoteError } from '../../src/client/remote-error.ts';
import { announce } from '../../src/page/run/announcement.tsx';
import { explainFailure } from '../../src/page/run/failure.tsx';
import { collectLive } from '../../src/page/run/live.ts';
import { FIRST_SETUP } from '../../src/page/setup/setup.ts';
import type { Report } from '../../src/report/schema.ts';

describe('what a screen reader is told', () => {
  it('changes at quarters, not with every trial', () => {
    const texts = new Set<string>();
    const live = { ...collectLive('rmse', 10, () => 0).read(), of: 80 };
    for (let done = 0; done <= 80; done++)
      texts.add(announce({ state: 'running', place: 'browser', live: { ...live, done } }));
    expect([...texts]).toEqual([
      'Comparing',
      '25 % of the trials done',
      '50 % of the trials done',
      '75 % of the trials done',
      '100 % of the trials done',
    ]);
    expect(announce({ state: 'running', place: 'browser', live: { ...live, of: 0 } })).toBe('Comparing');
  });

  it('is the headline at the end', () => {
    const report = { headline: 'So it is.' } as Report;
    const run = { report, setup: FIRST_SETUP, place: 'browser', seconds: 1 } as const;
    expect(announce({ state: 'answered', id: 'a', at: 0, ...run })).toBe('Answer: So it is.');
  });
});

describe('a comparison that came to nothing', () => {
  it('says what the browser can do where the server cannot', () => {
    const tell = (code: string) => explainFailure(new RemoteError(code, null, 'why'), 'server');
    expect(tell('unreachable')).toContain(
      'does not answer (why). Try again later, or compare in this browser',
    );
    expect(tell('interrupted')).toContain('broke (why)');
    expect(tell('unauthorized')).toContain('asks for a key');
    expect(tell('rate-limited')).toContain('too many requests (why). Wait, or compare in this browser');
    expect(tell('body-too-large')).toContain(
      'too large for the server (why), but perhaps not for this browser',
    );
    expect(tell('invalid-recipe')).toBe('why');
    expect(explainFailure(new Error('why'), 'browser')).toBe('why');
    const lost = new Error('Failed to fetch dynamically imported module: a.js');
    expect(explainFailure(lost, 'browser')).toMatch(
      /^A part of this page cannot be loaded .* Reload the page/,
    );
    expect(explainFailure(lost, 'server')).toMatch(
      /^The server does not answer .* Reload the page once it does/,
    );
    expect(explainFailure('why', 'server')).toBe('why');
  });
});
