import type { JudgeReading } from '../answer.ts';
import type { MetricClues } from './metric.ts';
import type { ScoreCell } from './table/table.ts';

// What a layout gives: scores one by one, with whose they are and what names their pair.

/** One who competes, as the table names it. */
export interface FoundCandidate {
  readonly name: string;
  readonly settings?: ReadonlyMap<string, string>;
}

/** A column of labels: of folds, seeds, rows. */
export interface Labels {
  readonly name: string;
  readonly cells: readonly ScoreCell[];
  placeOf(line: number): string;
}

/** What names the pair of each line; a line is whatever has a pair: one of the table, or a split of scikit-learn. */
export interface PairKeys {
  readonly lines: number;
  readonly fold: Labels | null;
  readonly repeat: Labels | null;
  readonly seeds: readonly Labels[];
  /** Names of pairs that are neither folds nor seeds, such as those of data sets. */
  readonly name: Labels | null;
  /** For each line the number of its pair, where nothing names it. */
  readonly ordinal: Int32Array;
}

/** Scores as a table has them. */
export interface Found {
  readonly form: JudgeReading['form'];
  readonly source: JudgeReading['source'];
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
  /** Whether nothing names the pairs of runs. */
  readonly isCountedOff: boolean;
  readonly candidates: readonly FoundCandidate[];
  readonly keys: PairKeys;
  /** For each score its candidate, its line, and its value: NaN where there is none, infinite where one failed. */
  readonly candidate: Int32Array;
  readonly line: Int32Array;
  readonly value: Float64Array;
  placeOf(score: number): string;
  /** For each line its row, and its group, where scores are losses of rows. */
  readonly rows: { readonly row: Labels; readonly group: Labels | null } | null;
  readonly metric: MetricClues;
}
