import type { Comparison } from '../comparison.ts';

/** So many times the rows are no advice. */
const MOST = 100;

/**
 * About how many rows would show a difference of the size seen, in 80 % of cases, since a standard error falls with the
 * square root of the rows; in two significant digits.
 *
 * @returns 'far more' beyond a hundred times the rows; null where rows do not help
 */
export function countRowsNeeded(
  { difference, detectable }: Pick<Comparison, 'difference' | 'detectable'>,
  rows: number,
): number | 'far more' | null {
  if (difference === null || difference === 0 || detectable === null) return null;
  const ratio = Math.abs(detectable / difference);
  if (ratio <= 1) return null;
  const needed = rows * ratio * ratio;
  return needed > MOST * rows ? 'far more' : Number(needed.toPrecision(2));
}
