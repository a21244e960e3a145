import { errorAt } from '../../errors.ts';
import type { JudgeRequest } from '../request.ts';
import type { ScoredPair, ScoredSplit } from '../scores.ts';
import type { NumberedPairs } from './pairs.ts';

// How the pairs came about, as far as their names and the request tell.

/** Rows that were validated on, where losses of rows are known. */
export interface KnownRows {
  /** Mean over the pairs. */
  readonly perPair: number;
  /** Different rows of all pairs. */
  readonly all: number;
}

/** The pairs with their repeats and folds, and what is known of the split. */
export interface SettledSplit {
  readonly pairs: readonly ScoredPair[];
  readonly split: ScoredSplit;
}

/**
 * Settles the split of pairs.
 *
 * @throws AbsumError `invalid-recipe` at `folds` for a number of folds that the pairs do not have
 */
export function settleSplit(
  numbered: NumberedPairs,
  request: JudgeRequest,
  rows: KnownRows | null,
): SettledSplit {
  const found = countFolds(numbered);
  const folds = request.folds === undefined ? found.complete : checkFolds(request.folds, numbered, found);
  const pairs = folds === undefined || numbered.hasFolds ? numbered.pairs : foldUp(numbered, folds);
  const { trainingRows = null, validationRows = null } = request;
  return {
    pairs,
    split: {
      ...(folds !== undefined && { folds }),
      repeats: folds === undefined ? pairs.length : new Set(pairs.map(({ repeat }) => repeat)).size,
      unit: folds === undefined ? numbered.unit : 'pair',
      kind: request.split ?? 'resampled',
      trainingRows,
      validationRows,
      testOverTrain: divideRows(trainingRows, validationRows, folds, rows),
    },
  };
}

interface CountedFolds {
  readonly most: number;
  /** Folds of each repeat, if each has all of them. */
  readonly complete: number | undefined;
}

function countFolds({ pairs, hasFolds }: NumberedPairs): CountedFolds {
  if (!hasFolds) return { most: 0, complete: undefined };
  const most = new Set(pairs.map(({ fold }) => fold)).size;
  const repeats = new Set(pairs.map(({ repeat }) => repeat)).size;
  return { most, complete: most > 1 && pairs.length === most * repeats ? most : undefined };
}

function checkFolds(
  asked: number,
  { pairs, hasFolds }: NumberedPairs,
  { most, complete }: CountedFolds,
): number {
  if (hasFolds && (complete === undefined ? asked < most : asked !== complete)) {
    throw errorAt('invalid-recipe', 'folds', `expected ${most}, as the column of folds has, got ${asked}`);
  }
  if (hasFolds || pairs.length % asked === 0) return asked;
  const message = `expected a divisor of the number of pairs, which is ${pairs.length}, got ${asked}`;
  throw errorAt('invalid-recipe', 'folds', message);
}

/** Pairs in their order, repeat by repeat. */
function foldUp({ pairs, unit }: NumberedPairs, folds: number): ScoredPair[] {
  return pairs.map(({ name }, i) => {
    const [repeat, fold] = [Math.floor(i / folds), i % folds];
    const isCounted = unit === 'pair' && name === `pair ${i + 1}`;
    return { name: isCounted ? `repeat ${repeat}, fold ${fold}` : name, repeat, fold };
  });
}

/** Validation over training rows: as given, else by the folds, else by the rows of losses; null where nothing tells. */
function divideRows(
  trainingRows: number | null,
  validationRows: number | null,
  folds: number | undefined,
  rows: KnownRows | null,
): number | null {
  const validated = validationRows ?? rows?.perPair ?? null;
  if (trainingRows !== null && validated !== null) return validated / trainingRows;
  if (folds !== undefined) return 1 / (folds - 1);
  if (rows === null || rows.perPair >= rows.all) return null;
  return rows.perPair / (rows.all - rows.perPair);
}
