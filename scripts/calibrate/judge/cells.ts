import type { JudgeInput } from '../../../src/judge/request.ts';
import type { Cell } from '../cells.ts';

/** A comparison of things that are the same: what a judge is given, and what it is told of them. */
export interface JudgeCell extends Pick<Cell, 'name' | 'population' | 'scale' | 'rows'> {
  readonly split: Cell['split'] & { readonly fixed?: true };
  readonly metric: 'rmse' | 'accuracy';
  /** Candidates, all of them networks without a penalty that differ in nothing but their streams. */
  readonly candidates: number;
  /** Scores of pairs, or the losses of their rows. */
  readonly given: 'scores' | 'losses';
  /** What is said of the pairs; nothing of sizes where the judge is to assume them. */
  readonly told: Pick<JudgeInput, 'folds' | 'split' | 'trainingRows' | 'validationRows'>;
  /** Decimals to which scores are rounded, as people write them down; all if absent. */
  readonly decimals?: number;
  /** Whether `--quick` takes it. */
  readonly isQuick?: true;
}

const FIVE_BY_FOUR = { folds: 5, repeats: 4 };
const LINEAR = {
  population: 'linear',
  scale: 2,
  rows: 200,
  split: FIVE_BY_FOUR,
  metric: 'rmse',
  candidates: 3,
  given: 'scores',
  told: { folds: 5 },
} as const;
const SEEDS = { ...LINEAR, split: { holdout: 0.2, repeats: 10, fixed: true } } as const;

/** Few rows, and few pairs of them: all scores may well differ by the same. */
const COARSE = {
  ...LINEAR,
  population: 'classes',
  scale: 1,
  rows: 50,
  metric: 'accuracy',
  candidates: 2,
  told: { trainingRows: 40, validationRows: 10 },
} as const;

/** Nothing in them is better or worse than anything else. */
export const JUDGE_CELLS: readonly JudgeCell[] = [
  { ...LINEAR, name: 'aa-two', candidates: 2, isQuick: true },
  { ...LINEAR, name: 'aa-three' },
  { ...LINEAR, name: 'aa-eight', candidates: 8 },
  { ...LINEAR, name: 'aa-losses', given: 'losses', told: {}, isQuick: true },
  { ...LINEAR, name: 'aa-losses-60', scale: 1.2, rows: 60, given: 'losses', told: {} },
  {
    ...LINEAR,
    name: 'aa-losses-heavy',
    population: 'heavy tails',
    scale: 0.6,
    rows: 60,
    given: 'losses',
    told: {},
  },
  { ...LINEAR, name: 'aa-unknown', told: {} },
  { ...LINEAR, name: 'aa-five', split: { folds: 5, repeats: 1 } },
  { ...LINEAR, name: 'aa-ten-folds', split: { folds: 10, repeats: 2 }, told: { folds: 10 } },
  {
    ...LINEAR,
    name: 'aa-holdouts',
    split: { holdout: 0.2, repeats: 10 },
    told: { trainingRows: 160, validationRows: 40 },
  },
  { ...LINEAR, name: 'aa-holdouts-unknown', split: { holdout: 0.1, repeats: 10 }, told: {} },
  { ...LINEAR, name: 'aa-three-pairs', split: { holdout: 0.2, repeats: 3 }, candidates: 2, told: {} },
  { ...SEEDS, name: 'aa-seeds', told: { split: 'fixed' }, isQuick: true },
  { ...SEEDS, name: 'aa-seeds-unknown', told: {} },
  { ...SEEDS, name: 'aa-seeds-losses', given: 'losses', told: { split: 'fixed' } },
  {
    ...LINEAR,
    name: 'aa-accuracy',
    population: 'classes',
    scale: 1,
    metric: 'accuracy',
    isQuick: true,
  },
  {
    ...LINEAR,
    name: 'aa-accuracy-losses',
    population: 'classes',
    scale: 1,
    metric: 'accuracy',
    given: 'losses',
    told: {},
  },
  { ...COARSE, name: 'aa-coarse-two', split: { holdout: 0.2, repeats: 2 }, isQuick: true },
  { ...COARSE, name: 'aa-coarse-three', split: { holdout: 0.2, repeats: 3 } },
  {
    ...COARSE,
    name: 'aa-coarse-seeds',
    split: { holdout: 0.2, repeats: 3, fixed: true },
    told: { split: 'fixed' },
  },
  {
    ...LINEAR,
    name: 'aa-rounded-two',
    split: { folds: 2, repeats: 1 },
    candidates: 2,
    decimals: 1,
    told: { folds: 2 },
  },
  {
    ...SEEDS,
    name: 'aa-rounded-seeds',
    split: { holdout: 0.2, repeats: 3, fixed: true },
    candidates: 2,
    decimals: 1,
    told: { split: 'fixed' },
  },
];
