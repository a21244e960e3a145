import type { Pair } from '../../data/split.ts';
import { measureStandardError } from '../../math/design.ts';
import { mean } from '../../math/mean.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Recipe } from '../../recipe/schema.ts';
import type { Test } from '../schema.ts';

/** The level of every test, after Holm. */
export const LEVEL = 0.05;

/** What can be concluded from the split of a comparison. */
export interface TestDesign {
  readonly name: 'corrected resampled t-test' | 'paired t-test, this split only' | 'none';
  /** Why nothing is tested. */
  readonly reason?: string;
  /** Validation over training rows: corrects the variance for training rows that the pairs share. */
  readonly testOverTrain: number;
  /** Independent observations, from one value for each pair: the values, or their mean over each repeat. */
  observe(values: readonly number[]): number[];
  /** Standard error of the mean of one value for each pair; null if the split cannot give one. */
  measureError(values: readonly number[]): number | null;
}

/** The parts of a recipe that decide a verdict. */
export type Rule = Pick<Recipe['compare'], 'metric' | 'baseline' | 'equivalence'>;

/** The test of a comparison without a baseline: no test. */
export function describeNoBaseline({ metric, equivalence }: Rule): Test {
  return {
    metric,
    baseline: null,
    baselineMean: null,
    name: 'none',
    reason: 'no lambda is the baseline',
    observations: 0,
    testOverTrain: 0,
    region: METRIC_KINDS[metric].isError ? null : equivalence,
  };
}

const NONE = { name: 'none', testOverTrain: 0, measureError: () => null } as const;

/** Chooses the test that fits a split. */
export function designTest(
  { folds, order, column, fixed }: Recipe['split'],
  pairs: readonly Pair[],
): TestDesign {
  const asTheyAre = (values: readonly number[]) => [...values];
  if (order === 'given' && folds !== undefined) {
    const reason =
      'forward chaining is reported but not tested: each of its folds trains on more rows than the last';
    return { ...NONE, reason, observe: asTheyAre };
  }
  if (pairs.length === 1) return { ...NONE, reason: 'a single run is a coin flip', observe: asTheyAre };
  const byRepeat = (values: readonly number[]) => groupByRepeat(values, pairs);
  const kind = folds === undefined ? 'holdout' : 'folds';
  if (fixed || order === 'given' || column !== undefined) {
    // The split is given, and only the other streams vary: a repeat is one draw of them.
    const observe = (values: readonly number[]) => byRepeat(values).map(mean);
    const measureError = (values: readonly number[]) => measureStandardError(byRepeat(values), kind, 0);
    const repeats = new Set(pairs.map(({ repeat }) => repeat)).size;
    if (repeats === 1) {
      return { ...NONE, reason: 'one repeat on one fixed split is a coin flip', observe, measureError };
    }
    return { name: 'paired t-test, this split only', testOverTrain: 0, observe, measureError };
  }
  const testOverTrain = folds === undefined ? averageRatio(pairs) : 1 / (folds - 1);
  return {
    name: 'corrected resampled t-test',
    testOverTrain,
    observe: asTheyAre,
    measureError: (values) => measureStandardError(byRepeat(values), kind, testOverTrain),
  };
}

function groupByRepeat(values: readonly number[], pairs: readonly Pair[]): number[][] {
  const groups: number[][] = [];
  values.forEach((value, i) => {
    const { repeat } = pairs[i];
    groups[repeat] ??= [];
    groups[repeat].push(value);
  });
  return groups;
}

function averageRatio(pairs: readonly Pair[]): number {
  return mean(pairs.map(({ training, validation }) => validation.length / training.length));
}
