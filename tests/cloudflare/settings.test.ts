import { afterEach, describe, expect, it, vi } from 'vitest';
import worker from '../../src/entries/worker.ts';

afterEach(() => void vi.restoreAllMocks());

const KEY = 'lab:not-a-digest';
const ask = (env: object, path = '/healthz') => worker.fetch(new Request(`http://absum.test${path}`), env);

describe('a worker', () => {
  it.each<[string, object, string]>([
    ['API_KEYS', { API_KEYS: KEY }, 'entry 1: expected name:digest'],
    ['API_KEYS', { API_KEYS: '' }, 'expected at least one key, got none'],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.test/path' }, 'got "https://a.test/path"'],
    ['MOST_LANES', { MOST_LANES: 'four' }, 'got "four"'],
    ['SWEEP_DAYS', { SWEEP_DAYS: 'seven' }, 'got "seven"'],
    ['LIMITS.trails', { LIMITS: { trails: 10 } }, 'unknown field; did you mean "trials"?'],
    ['LIMITS.trials', { LIMITS: { trials: 'many' } }, 'expected a number, got "many"'],
    ['LIMITS.sweeps.trials', { LIMITS: { sweeps: { trials: 'many' } } }, 'expected a number, got "many"'],
    ['LOG', { LOG: 'everything' }, 'got "everything"'],
  ])('that cannot read %s is shut, and says why: %j', async (place, env, reason) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const path of ['/healthz', '/v1/compare']) {
      const response = await ask(env, path);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        code: 'misconfigured',
        detail: expect.stringContaining(`${place}: `),
        errors: [{ place, message: expect.stringContaining(reason) }],
      });
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const lines = log.mock.calls.map(([line]) => String(line));
    // Of its settings it tells once, however often it is asked.
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: expect.any(String), level: 'error', code: 'misconfigured', places: [place] },
    ]);
    expect(lines.join()).not.toContain(KEY);
  });

  it('reads its settings once for all requests of an environment', async () => {
    let reads = 0;
    const make = () => ({
      get LIMITS() {
        reads += 1;
        return {};
      },
    });
    const env = make();
    for (let i = 0; i < 3; i++) expect((await ask(env)).status).toBe(200);
    expect(reads).toBe(1);
    await ask(make());
    expect(reads).toBe(2);
  });
});
