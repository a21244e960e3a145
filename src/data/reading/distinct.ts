import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import type { Cell } from '../table.ts';

/** How many different values a column has, as far as it matters. */
export interface Distinct {
  /** Without missing values; exact up to the most that was asked for. */
  readonly count: number;
  /** Cells, not missing, that it took to see so many: all, unless there are more. */
  readonly seen: number;
}

/** Counts different values, at most `most`. */
export function* countingDistinct(values: readonly Cell[], most: number): Sliced<Distinct> {
  const different = new Set<Cell>();
  let last: Cell = null;
  let seen = 0;
  for (let row = 0; row < values.length && different.size < most; row++) {
    if (row % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE / 4;
    const value = values[row];
    if (value === null) continue;
    seen += 1;
    if (value === last) continue;
    different.add(value);
    last = value;
  }
  return { count: different.size, seen };
}

/** Differences of this share of the numbers' size are rounding: 0.3 beside 0.1 + 0.2. */
const ROUNDING = 1e-12;

/** Whether numbers differ by no more than what computing them left; whole numbers are exact. */
export function areNearlyConstant(values: readonly Cell[]): boolean {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (const value of values) {
    if (typeof value !== 'number') continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    whole &&= Number.isInteger(value);
    // What follows could not bring it down again.
    if (maximum - minimum > 1e3 * ROUNDING * Math.max(Math.abs(minimum), Math.abs(maximum))) return false;
  }
  return !whole && maximum - minimum <= ROUNDING * Math.max(Math.abs(minimum), Math.abs(maximum));
}
