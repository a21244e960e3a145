import type { Dataset } from '../../data/dataset.ts';
import { findGroups, type Pair } from '../../data/split.ts';
import { measureStandardError } from '../../math/design.ts';
import { mean } from '../../math/mean.ts';
import { METRIC_KINDS, type Metric, type MetricName } from '../../recipe/metrics.ts';
import type { Recipe } from '../../recipe/schema.ts';
import type { Test } from '../comparison.ts';

/** The level of every test, after Holm. */
export const LEVEL = 0.05;

/** The name of the test where the training rows are given, and what it says holds for them alone. */
export const ON_THESE_ROWS = 'row and training test, these training rows only';
/** How a split is tested; see docs/verdict.md. */
export type TestName = 'row and training test' | typeof ON_THESE_ROWS | 'test of forward blocks' | 'none';

/** What can be concluded from the split of a comparison. */
export interface TestDesign {
  readonly name: TestName;
  /** Why nothing is tested. */
  readonly reason?: string;
  /** Validation over training rows: what training rows that pairs share add to the variance. */
  readonly testOverTrain: number;
  /** Whether the validation rows also chose the epoch, which adds to what they share; see docs/verdict.md. */
  readonly choosesEpoch?: boolean;
  /** What a row's error is added up over. */
  readonly clusters: Clusters;
  /** Independent observations, from one value for each pair: the values, or their mean over each repeat or block. */
  observe(values: readonly number[]): number[];
  /** Standard error of the mean of one value for each pair; null if the split cannot give one. */
  measureError(values: readonly number[]): number | null;
}

/** The rows that validate, or their groups, numbered from 0. */
export interface Clusters {
  /** For each pair, that of each of its validation rows. */
  readonly ofPair: readonly Int32Array[];
  readonly count: number;
  readonly kind: 'rows' | 'groups';
}

/** The parts of a recipe that decide a verdict. */
export interface Rule<Decisive extends Metric = MetricName>
  extends Pick<Recipe['compare'], 'baseline' | 'equivalence'> {
  readonly metric: Decisive;
}

/** The test of a comparison without a baseline: no test. */
export function describeNoBaseline({ metric, equivalence }: Rule): Test {
  return {
    metric,
    baseline: null,
    baselineMean: null,
    name: 'none',
    reason: 'no lambda is the baseline',
    observations: 0,
    pairs: 0,
    clusters: 0,
    clusteredBy: 'rows',
    testOverTrain: 0,
    region: METRIC_KINDS[metric].isError ? null : equivalence,
  };
}

/** Consecutive parts into which the steps of a forward chain are joined (Ibragimov and Mueller 2010). */
const BLOCKS = 4;

/** A pair of which no more need be known than how many rows it has. */
export interface SizedPair extends Pick<Pair, 'repeat'> {
  readonly training: { readonly length: number };
  readonly validation: { readonly length: number };
}

/** The parts of a split that decide how it is tested. */
interface SplitRule extends Pick<Recipe['split'], 'folds' | 'order' | 'column' | 'fixed'> {
  /** Validation over training rows, where the pairs do not tell. */
  readonly testOverTrain?: number | undefined;
}

/** Chooses the test that fits a split. */
export function designTest(
  split: Omit<Recipe['split'], 'duplicates'>,
  pairs: readonly Pair[],
  dataset: Pick<Dataset, 'markers' | 'joined'>,
): TestDesign {
  return designWith(split, pairs, numberClusters(pairs, dataset, split.groups));
}

/**
 * The same where the rows are not at hand.
 *
 * @param clusters what a row's error is added up over; none where the rows are not known
 */
export function designWith(
  { folds, order, column, fixed, testOverTrain: given }: SplitRule,
  pairs: readonly SizedPair[],
  clusters: Clusters,
): TestDesign {
  const byRepeat = (values: readonly number[]) => groupByRepeat(values, pairs);
  const none = { name: 'none', testOverTrain: 0, clusters, measureError: () => null } as const;
  if (order === 'given' && folds !== undefined) return designForward(none, pairs, folds);
  if (pairs.length === 1) {
    return { ...none, reason: 'a single run is a coin flip', observe: (values) => [...values] };
  }
  const kind = folds === undefined ? 'holdout' : 'folds';
  if (fixed || order === 'given' || column !== undefined) {
    // The split is given, and only the other streams vary: a repeat is one draw of them.
    const observe = (values: readonly number[]) => byRepeat(values).map(mean);
    const measureError = (values: readonly number[]) => measureStandardError(byRepeat(values), kind, 0);
    const repeats = new Set(pairs.map(({ repeat }) => repeat)).size;
    if (repeats === 1) {
      return { ...none, reason: 'one repeat on one fixed split is a coin flip', observe, measureError };
    }
    return { name: ON_THESE_ROWS, testOverTrain: 0, clusters, observe, measureError };
  }
  const testOverTrain = given ?? (folds === undefined ? averageRatio(pairs) : 1 / (folds - 1));
  return {
    name: 'row and training test',
    testOverTrain,
    clusters,
    observe: (values) => [...values],
    measureError: (values) => measureStandardError(byRepeat(values), kind, testOverTrain),
  };
}

/** Each step trains on more rows than the last, and near rows resemble each other: only whole blocks are compared. */
function designForward(
  none: Omit<TestDesign, 'observe' | 'reason'>,
  pairs: readonly SizedPair[],
  steps: number,
): TestDesign {
  if (steps < BLOCKS) {
    const reason = `forward chaining is tested from ${BLOCKS} steps on: each of its folds trains on more rows than the last`;
    return { ...none, reason, observe: (values) => [...values] };
  }
  const rows = pairs.slice(0, steps).map(({ validation }) => validation.length);
  const blockOf = cutBlocks(rows);
  const observe = (values: readonly number[]) => {
    const means = Array.from({ length: BLOCKS }, () => ({ sum: 0, rows: 0 }));
    values.forEach((value, i) => {
      const block = means[blockOf[i % steps]];
      block.sum += value * rows[i % steps];
      block.rows += rows[i % steps];
    });
    return means.map((block) => block.sum / block.rows);
  };
  return { ...none, name: 'test of forward blocks', observe };
}

/** The block of each step: blocks of about equally many rows, none empty. */
function cutBlocks(rows: readonly number[]): number[] {
  const total = rows.reduce((sum, each) => sum + each, 0);
  let before = 0;
  let block = -1;
  return rows.map((count, i) => {
    const wanted = Math.floor((BLOCKS * (before + count / 2)) / total);
    // At most the next one, and late enough steps open those that are left.
    block = Math.max(Math.min(wanted, block + 1), block, BLOCKS - (rows.length - i), 0);
    before += count;
    return block;
  });
}

function numberClusters(
  pairs: readonly Pair[],
  dataset: Pick<Dataset, 'markers' | 'joined'>,
  groups: string | undefined,
): Clusters {
  const marks = findGroups(dataset, groups);
  const numbers = new Map<string | number, number>();
  const ofPair = pairs.map(({ validation }) => {
    const clusters = new Int32Array(validation.length);
    validation.forEach((row, i) => {
      const key = marks?.[row] ?? row;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      clusters[i] = number;
    });
    return clusters;
  });
  return { ofPair, count: numbers.size, kind: marks === null ? 'rows' : 'groups' };
}

function groupByRepeat(values: readonly number[], pairs: readonly SizedPair[]): number[][] {
  const groups: number[][] = [];
  values.forEach((value, i) => {
    const { repeat } = pairs[i];
    groups[repeat] ??= [];
    groups[repeat].push(value);
  });
  return groups;
}

function averageRatio(pairs: readonly SizedPair[]): number {
  return mean(pairs.map(({ training, validation }) => validation.length / training.length));
}
