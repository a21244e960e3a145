import { describe, expect, it } from 'vitest';
import { drawProgress, openProgressBar } from '../../../src/cli/terminal/progress-bar.ts';
import type { ProgressEvent } from '../../../src/compare/progress.ts';
import type { PlanFigures } from '../../../src/plan/schema.ts';
import { openScreen } from '../screen.ts';

const plan: ProgressEvent = { kind: 'plan', plan: { trials: 80 } as PlanFigures };
const trial = (done: number, of = 80) =>
  ({ kind: 'trial', done, of, repeat: 0, fold: 0, lambda: 0, value: null }) as ProgressEvent;

describe('drawProgress', () => {
  it('shows trials done, a bar and the time left', () => {
    expect(drawProgress(20, 80, 2, 60)).toBe(
      `20 of 80 trials  ${'━'.repeat(7)}${'─'.repeat(23)}  6.0 s left`,
    );
  });

  it('foretells nothing from the first few trials', () => {
    expect(drawProgress(0, 80, 1, 60)).not.toContain('left');
    expect(drawProgress(3, 80, 1, 60)).not.toContain('left');
    expect(drawProgress(4, 80, 1, 60)).toContain('19 s left');
  });

  it.each([20, 30, 40, 80, 200])('stays below %d columns', (width) => {
    for (const done of [0, 7, 80]) expect(drawProgress(done, 80, 4000, width).length).toBeLessThan(width);
  });
});

describe('the progress bar', () => {
  it('shows on a terminal, and clears its line', () => {
    const screen = openScreen({ columns: 60 });
    const bar = openProgressBar(screen, {}, () => 0);
    bar.listener(plan);
    bar.listener(trial(40));
    bar.stop();
    expect(screen.shown()).toContain('40 of 80 trials');
    expect(screen.shown().endsWith('\u001B[2K')).toBe(true);
    expect(bar.counted()).toEqual({ done: 40, of: 80 });
  });

  it('takes a new total, since a search may need fewer trials than planned', () => {
    const screen = openScreen({ columns: 60 });
    const bar = openProgressBar(screen, {}, () => 0);
    bar.listener(plan);
    bar.listener(trial(40, 44));
    bar.stop();
    expect(screen.shown()).toContain('40 of 44 trials');
  });

  it.each([
    ['nobody looks', openScreen(), {}],
    ['the terminal cannot clear a line', openScreen({ columns: 60 }), { TERM: 'dumb' }],
  ])('is silent where %s, and counts all the same', (_where, screen, env) => {
    const bar = openProgressBar(screen, env, () => 0);
    bar.listener(plan);
    bar.listener(trial(3));
    bar.stop();
    expect(screen.shown()).toBe('');
    expect(bar.counted()).toEqual({ done: 3, of: 80 });
  });

  it('stops before anything has begun', () => {
    const screen = openScreen({ columns: 60 });
    openProgressBar(screen, {}, () => 0).stop();
    expect(screen.shown()).toBe('');
  });
});
