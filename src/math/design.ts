import { sd } from './mean.ts';
import { computeQuantile } from './student-t.ts';

/**
 * The true difference that a design detects in about 80 % of cases, in the units of its standard error; at most the
 * largest double.
 *
 * @param level of the two-sided test
 */
export function detectDifference(standardError: number, df: number, level: number): number {
  const reach = computeQuantile(1 - level / 2, df) + computeQuantile(0.8, df);
  return Math.min(reach * standardError, Number.MAX_VALUE);
}

/**
 * Standard error of the mean of a metric. For folds: within each repeat the sample sd over its folds divided
 * by sqrt(folds), then the root mean square over repeats. For holdouts, with one value per repeat:
 * sqrt(variance over repeats * (1 / repeats + testOverTrain)).
 *
 * @param repeats at least one; values are finite, and so is their range in each repeat, or over all repeats
 *   for holdouts
 * @returns null for one fold or one holdout
 */
export function measureStandardError(
  repeats: readonly (readonly number[])[],
  design: 'folds' | 'holdout',
  testOverTrain: number,
): number | null {
  if (design === 'holdout') {
    const values = repeats.flat();
    if (values.length < 2) return null;
    return Math.min(sd(values) * Math.sqrt(1 / values.length + testOverTrain), Number.MAX_VALUE);
  }
  if (repeats.some((values) => values.length < 2)) return null;
  const errors = repeats.map((values) => sd(values) / Math.sqrt(values.length));
  // Squares in units of the largest, so that they neither vanish nor overflow.
  const largest = Math.max(...errors);
  if (largest === 0) return 0;
  const squares = errors.reduce((sum, error) => sum + (error / largest) * (error / largest), 0);
  return largest * Math.sqrt(squares / errors.length);
}
