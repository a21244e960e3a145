import type { MetricName } from '../../src/recipe/metrics.ts';
import type { Population } from './populations.ts';

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
   * null, or nearly.
   */
  readonly lambdas: readonly number[];
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

export const CELLS: readonly Cell[] = [
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
