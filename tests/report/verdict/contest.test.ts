import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/report/comparison.ts';
import type { Reference } from '../../../src/report/schema.ts';
import { weighReferences } from '../../../src/report/verdict/contest.ts';

type Judged = readonly [verdict: Comparison['verdict'] | null, mean: number | null];

function reference(name: Reference['name'], [verdict, mean]: Judged): Reference {
  const summary = { mean, sd: null, values: [mean] };
  return {
    name,
    validation: { rmse: summary, r2: summary },
    comparison: verdict === null ? null : ({ verdict } as Comparison),
  };
}

const weigh = (mean: Judged, linear: Judged, metric: 'rmse' | 'r2' = 'rmse') =>
  weighReferences([reference('mean', mean), reference('linear', linear)], metric);

describe('the contest of the network', () => {
  it.each([
    ['better', 'worse'],
    ['equivalent', 'no better'],
    ['undecided', 'no better'],
    ['worse', null],
    ['not tested', null],
    [null, null],
  ] as const)('against a mean that is judged %s leaves it %s', (verdict, expected) => {
    expect(weigh([verdict, 2], ['worse', 3]).mean).toBe(expected);
  });

  it.each([
    ['better', 'better'],
    ['equivalent', 'equivalent'],
    ['undecided', 'undecided'],
    ['worse', null],
    ['not tested', null],
    [null, null],
  ] as const)('against a linear model that is judged %s leaves it to say %s', (verdict, expected) => {
    expect(weigh(['worse', 3], [verdict, 2])).toEqual({ mean: null, linear: expected });
  });

  it('says nothing of a linear model beside a mean that wins, unless it beats both', () => {
    expect(weigh(['undecided', 2], ['undecided', 1]).linear).toBeNull();
    expect(weigh(['better', 2], ['equivalent', 1]).linear).toBeNull();
    expect(weigh(['better', 2], ['better', 2.5]).linear).toBeNull();
    expect(weigh(['better', 2], ['better', 1.5])).toEqual({ mean: 'worse', linear: 'better' });
    expect(weigh(['better', 0], ['better', 0.5], 'r2').linear).toBe('better');
    expect(weigh(['better', 0.5], ['better', 0], 'r2').linear).toBeNull();
    expect(weigh(['better', null], ['better', null]).linear).toBeNull();
  });

  it('has nothing to say without references', () => {
    expect(weighReferences([], 'rmse')).toEqual({ mean: null, linear: null });
  });
});
