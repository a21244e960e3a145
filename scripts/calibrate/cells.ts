import type { MetricName } from '../../src/recipe/metrics.ts';
import type { Population } from './populations.ts';
import type { Judging } from './train-set.ts';

/** What is simulated together: one kind of data, one design, some lambdas. */
export interface Cell {
  readonly name: string;
  readonly population: Population;
  /** The size of the errors; see `populations.ts`. */
  readonly scale: number;
  readonly rows: number;
  readonly split: { readonly folds?: number; readonly holdout?: number; readonly repeats: number };
  readonly method: 'subgradient' | 'proximal';
  /**
   * Compared with 0. Some help and some hurt; one lies close to where a lambda that helped begins to hurt, and is a
   * null, or nearly. A choice by inner folds has one, and lies between it and 0.
   */
  readonly lambdas: readonly number[];
  /** At the end of training if absent. */
  readonly judged?: Judging;
  /** 30 if absent. */
  readonly epochs?: number;
  /** None if absent. */
  readonly patience?: number;
  readonly metrics: readonly MetricName[];
  /** Whether `--quick` takes it. */
  readonly isQuick?: true;
}

const FIVE_BY_FOUR = { folds: 5, repeats: 4 };
const USUAL = { split: FIVE_BY_FOUR, method: 'subgradient', metrics: ['rmse'] } as const;
/** The same data by several designs. */
const LINEAR = {
  ...USUAL,
  population: 'linear',
  scale: 2,
  rows: 200,
  lambdas: [0.003, 0.05, 0.217],
} as const;

/** Judged at the end of training, from five pairs on. */
const USUAL_CELLS: readonly Cell[] = [
  {
    ...USUAL,
    name: 'linear-60',
    population: 'linear',
    scale: 1.2,
    rows: 60,
    lambdas: [-0.005, 0.05, 0.224],
    isQuick: true,
  },
  { ...LINEAR, name: 'linear-200', lambdas: [-0.005, 0.003, 0.05, 0.2155], isQuick: true },
  { ...LINEAR, name: 'proximal-200', method: 'proximal' },
  { ...LINEAR, name: 'folds-4x5', split: { folds: 4, repeats: 5 } },
  { ...LINEAR, name: 'folds-10x2', split: { folds: 10, repeats: 2 } },
  { ...LINEAR, name: 'folds-20x1', split: { folds: 20, repeats: 1 } },
  { ...LINEAR, name: 'folds-5x1', split: { folds: 5, repeats: 1 }, isQuick: true },
  { ...LINEAR, name: 'holdout-20', split: { holdout: 0.2, repeats: 20 } },
  {
    ...USUAL,
    name: 'friedman-200',
    population: 'friedman1',
    scale: 1.5,
    rows: 200,
    lambdas: [-0.002, 0.003, 0.09],
    isQuick: true,
  },
  {
    ...USUAL,
    name: 'friedman-442',
    population: 'friedman1',
    scale: 3,
    rows: 442,
    lambdas: [-0.002, 0.003, 0.042],
  },
  {
    ...USUAL,
    name: 'friedman-1000',
    population: 'friedman1',
    scale: 3,
    rows: 1000,
    lambdas: [0.001, 0.018],
  },
  { ...USUAL, name: 'noise-60', population: 'noise', scale: 1, rows: 60, lambdas: [1e-5], isQuick: true },
  { ...USUAL, name: 'noise-200', population: 'noise', scale: 1, rows: 200, lambdas: [1e-5] },
  {
    ...USUAL,
    name: 'heavy-60',
    population: 'heavy tails',
    scale: 0.6,
    rows: 60,
    lambdas: [-0.005, 0.05, 0.235, 0.4],
    isQuick: true,
  },
  {
    ...USUAL,
    name: 'heavy-200',
    population: 'heavy tails',
    scale: 0.8,
    rows: 200,
    lambdas: [-0.005, 0.003, 0.05, 0.225],
    isQuick: true,
  },
  {
    ...USUAL,
    name: 'groups-200',
    population: 'groups',
    scale: 1.2,
    rows: 200,
    lambdas: [-0.005, 0.03, 0.1, 0.2],
    isQuick: true,
  },
  {
    ...USUAL,
    name: 'classes-200',
    population: 'classes',
    scale: 1,
    rows: 200,
    metrics: ['crossEntropy', 'accuracy'],
    lambdas: [-0.003, 0.003, 0.02],
    isQuick: true,
  },
];

/** The same data by few pairs, which have no test by rows. */
const FEW_PAIRS = { ...USUAL, population: 'linear', scale: 1.6, rows: 200 } as const;
/** The baseline is long past its best. */
const STOPPED = { ...USUAL, epochs: 60, judged: 'best epoch' } as const;
/** Choosing costs a network for each inner fold and lambda. */
const NESTED = { ...USUAL, rows: 80, epochs: 20, judged: 'nested' } as const;

/** Where something else is judged than the end of training, or by fewer pairs, or on more rows. */
const SPECIAL_CELLS: readonly Cell[] = [
  {
    ...STOPPED,
    name: 'best-linear-200',
    population: 'linear',
    scale: 1.6,
    rows: 200,
    lambdas: [-0.005, 0.02, 0.212],
  },
  {
    ...STOPPED,
    name: 'best-friedman-200',
    population: 'friedman1',
    scale: 2,
    rows: 200,
    lambdas: [-0.002, 0.01, 0.135],
  },
  { ...STOPPED, name: 'best-noise-200', population: 'noise', scale: 1, rows: 200, lambdas: [1e-5, 0.02] },
  {
    ...STOPPED,
    name: 'best-heavy-60',
    population: 'heavy tails',
    scale: 0.7,
    rows: 60,
    lambdas: [0.05, 0.27, 0.4],
    isQuick: true,
  },
  {
    ...USUAL,
    name: 'patience-200',
    population: 'linear',
    scale: 1.6,
    rows: 200,
    epochs: 100,
    patience: 5,
    lambdas: [-0.005, 0.02, 0.152],
  },
  { ...NESTED, name: 'nested-linear-80', population: 'linear', scale: 1.6, lambdas: [0.05] },
  { ...NESTED, name: 'nested-friedman-80', population: 'friedman1', scale: 2, lambdas: [0.125] },
  {
    ...USUAL,
    name: 'friedman-2000',
    population: 'friedman1',
    scale: 2,
    rows: 2000,
    split: { folds: 5, repeats: 2 },
    lambdas: [0.001, 0.0037, 0.008],
  },
  { ...FEW_PAIRS, name: 'pairs-2', split: { folds: 2, repeats: 1 }, lambdas: [0.05, 0.222], isQuick: true },
  { ...FEW_PAIRS, name: 'pairs-3', split: { holdout: 0.2, repeats: 3 }, lambdas: [0.05, 0.225] },
  { ...FEW_PAIRS, name: 'pairs-4', split: { folds: 4, repeats: 1 }, lambdas: [0.05, 0.225] },
];

/** Names for many cells at once. */
export const CELL_GROUPS: ReadonlyMap<string, readonly Cell[]> = new Map([
  ['usual', USUAL_CELLS],
  ['special', SPECIAL_CELLS],
]);

/** Their order draws their data: new ones come last. */
export const CELLS: readonly Cell[] = [...USUAL_CELLS, ...SPECIAL_CELLS];
