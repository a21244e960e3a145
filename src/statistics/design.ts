import { computeQuantile } from './student-t.ts';

/**
 * What a design can find, in the units of its standard error: the smallest observed mean with p < 0.05
 * before any adjustment, and the true difference that it finds in about 80 % of cases.
 */
export function detectDifference(
  standardError: number,
  df: number,
): { significant: number; power80: number } {
  const critical = computeQuantile(0.975, df);
  return {
    significant: critical * standardError,
    power80: (critical + computeQuantile(0.8, df)) * standardError,
  };
}

/**
 * Standard error of the mean of a metric. For folds: within each repeat the sample sd over its folds divided by
 * sqrt(folds), then the root mean square over repeats. For holdouts, one value a repeat:
 * sqrt(variance over repeats * (1 / repeats + testOverTrain)).
 *
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
    return measureSd(values) * Math.sqrt(1 / values.length + testOverTrain);
  }
  if (repeats.some((values) => values.length < 2)) return null;
  const squares = repeats.map((values) => measureSd(values) ** 2 / values.length);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / repeats.length);
}

function measureSd(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
