import { errorAt } from '../errors.ts';
import type { Metric } from '../recipe/metrics.ts';
import type { JudgeReading } from './answer.ts';

// The contract between those who read scores and those who judge them.

/** One pair of training and validation rows, as somebody else's scores know it. */
export interface ScoredPair {
  /** Its name for people: `repeat 0, fold 3`, `seed 42`. */
  readonly name: string;
  /** From 0. */
  readonly repeat: number;
  /** From 0; 0 where there are no folds. */
  readonly fold: number;
  /** Only where pairs differ in it; else see `ScoredSplit`. */
  readonly validationRows?: number;
}

/** One of those that compete. */
export interface ScoredCandidate {
  readonly name: string;
  /** One for each pair; null where there is none. */
  readonly values: readonly (number | null)[];
  /** For each pair the losses of its rows, in the order of `Rows.ofPair`: their mean is the value. */
  readonly losses?: readonly (Float64Array | null)[];
  /** The same as a report keeps it: a pseudo-value for each row, on one scale. */
  readonly kept?: (isLog: boolean) => readonly (ArrayLike<number> | null)[];
  /** What a run of it was set to, without what tells pairs apart; only where a table says so. */
  readonly settings?: ReadonlyMap<string, string>;
}

/** The rows that validate, or their groups, numbered from 0; see `Clusters`. */
export interface ScoredRows {
  /** For each pair, that of each of its rows. */
  readonly ofPair: readonly Int32Array[];
  readonly count: number;
  readonly kind: 'rows' | 'groups';
}

/** How the pairs came about. */
export interface ScoredSplit {
  /** Folds of each repeat; absent where each pair is a holdout of its own. */
  readonly folds?: number;
  readonly repeats: number;
  /** What a pair is, where it is not a fold. */
  readonly unit: 'pair' | 'seed';
  readonly kind: 'resampled' | 'fixed' | 'forward';
  /** For all pairs, as it was given; null where it is not known. */
  readonly trainingRows: number | null;
  readonly validationRows: number | null;
  /** Validation over training rows; null where neither folds nor sizes tell. */
  readonly testOverTrain: number | null;
}

/** What reading the scores brought to light, for the findings. */
export interface ReadingFacts {
  /** Scores beyond the first of a candidate and pair: their mean was taken. */
  readonly repeated: number;
  /** The most scores that one candidate has in one pair. */
  readonly mostRepeated: number;
  /** Cells in place of a score that are no finite numbers: `nan`, `inf`, `failed`. */
  readonly failed: number;
  /** What was left out by `missing: "drop"`. */
  readonly dropped: number;
  /** Whether nothing names the pairs of runs, so that they were paired as they stand. */
  readonly isCountedOff: boolean;
}

/** Scores as they are judged. */
export interface Scores {
  readonly metric: Metric;
  /** At least two. */
  readonly candidates: readonly ScoredCandidate[];
  /** The position of the one that the others are compared with. */
  readonly baseline: number;
  /** At least one. */
  readonly pairs: readonly ScoredPair[];
  readonly split: ScoredSplit;
  /** Null where scores of pairs are all that is known. */
  readonly rows: ScoredRows | null;
  readonly facts: ReadingFacts;
  /** What its maker calls too small to matter; only of a report. */
  readonly equivalence?: number;
  readonly reading: JudgeReading;
}

/** More say nothing that anyone could read; each costs a comparison. */
export const MAX_CANDIDATES = 1000;
/** Scores, one for each candidate and pair. */
const MAX_SCORES = 250_000;

/** A hundred repeats of a hundred folds; more lines than that are losses of rows. */
const MAX_PAIRS = 10_000;

/** @throws AbsumError `limit-exceeded` */
export function checkPairCount(pairs: number): void {
  if (pairs <= MAX_PAIRS) return;
  const message = `expected at most ${MAX_PAIRS} pairs, got ${pairs}: if each line is the loss of a row, name the column of rows (columns.row)`;
  throw errorAt('limit-exceeded', 'data', message);
}

/** @throws AbsumError `limit-exceeded` */
export function checkScoreCount(candidates: number, pairs: number, place: string): void {
  if (candidates > MAX_CANDIDATES) {
    const message = `expected at most ${MAX_CANDIDATES} candidates, got ${candidates}: columns.candidate says what tells them apart`;
    throw errorAt('limit-exceeded', place, message);
  }
  if (candidates * pairs <= MAX_SCORES) return;
  const message = `expected at most ${MAX_SCORES} scores, got ${candidates} candidates x ${pairs} pairs`;
  throw errorAt('limit-exceeded', place, message);
}
