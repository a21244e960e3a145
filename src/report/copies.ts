import type { Dataset } from '../data/dataset.ts';
import { findingCopies, numberingColumns, type Values } from '../data/equal-rows.ts';
import type { Pair } from '../data/split.ts';
import type { Sliced } from '../sliced.ts';

/** Rows that validate while a row equal to them trains: a network may know them by heart. */
export interface Copies {
  /** Rows that do so in some pair. */
  readonly rows: number;
  /** The same, counted over all pairs. */
  readonly validated: number;
  /** All validation rows, counted over all pairs. */
  readonly ofValidated: number;
  /** Pairs of equal rows in the data set. */
  readonly equalPairs: number;
  /** How many such pairs chance would give, if each column had its values in an order of its own. */
  readonly expectedPairs: number;
}

/** Counts the copies that stand on both sides of a split; null where there are none. */
export function* countingCopies(
  dataset: Values & Pick<Dataset, 'joined'>,
  pairs: readonly Pick<Pair, 'training' | 'validation'>[],
): Sliced<Copies | null> {
  // Rows joined are never on two sides.
  if (dataset.joined !== undefined) return null;
  const firsts = yield* findingCopies(dataset);
  const equalPairs = countEqualPairs(firsts);
  if (equalPairs === 0) return null;
  const isCopied = new Uint8Array(dataset.rows);
  const trainedIn = new Int32Array(dataset.rows).fill(-1);
  let validated = 0;
  let ofValidated = 0;
  for (const [i, { training, validation }] of pairs.entries()) {
    for (let r = 0; r < training.length; r++) trainedIn[firsts[training[r]]] = i;
    for (let r = 0; r < validation.length; r++) {
      if (trainedIn[firsts[validation[r]]] !== i) continue;
      isCopied[validation[r]] = 1;
      validated++;
    }
    ofValidated += validation.length;
    yield training.length + validation.length;
  }
  if (validated === 0) return null;
  const rows = isCopied.reduce((sum, is) => sum + is, 0);
  return { rows, validated, ofValidated, equalPairs, expectedPairs: yield* expectingPairs(dataset) };
}

/** Pairs of positions whose numbers are equal; the numbers are below their count. */
function countEqualPairs(numbers: Int32Array): number {
  const sizes = new Int32Array(numbers.length);
  let pairs = 0;
  // Each makes a pair with all that came before it.
  for (let i = 0; i < numbers.length; i++) pairs += sizes[numbers[i]]++;
  return pairs;
}

/** All pairs of rows, times the share of them that is equal, for each column. */
function* expectingPairs(dataset: Values): Sliced<number> {
  const all = (dataset.rows * (dataset.rows - 1)) / 2;
  let expected = all;
  for (const column of numberingColumns(dataset)) {
    const sorted = Float64Array.from(column).sort();
    let equal = 0;
    let run = 0;
    for (let i = 1; i < sorted.length; i++) {
      const isSame = sorted[i] === sorted[i - 1] || (Number.isNaN(sorted[i]) && Number.isNaN(sorted[i - 1]));
      run = isSame ? run + 1 : 0;
      equal += run;
    }
    expected *= equal / all;
    yield dataset.rows;
  }
  return expected;
}
