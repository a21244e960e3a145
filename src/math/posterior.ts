import type { Estimate } from './paired-test.ts';
import { computeCdf, computeCentre, computeTail } from './student-t.ts';

/**
 * The Bayesian correlated t-test (Corani and Benavoli 2015, "A Bayesian approach for comparing
 * cross-validated algorithms on multiple data sets"): the true difference is distributed as Student's t about
 * the mean, with the standard error of the corrected test as scale, since rho / (1 - rho) with rho = 1 /
 * folds is validation over training rows.
 *
 * @param region the lower and upper end of the region of practical equivalence
 * @returns the probabilities that the difference lies below, inside and above the region
 */
export function weighRegion(
  { mean, standardError, df }: Estimate,
  region: readonly [number, number],
): { below: number; inside: number; above: number } {
  if (standardError === 0) {
    const below = mean < region[0] ? 1 : 0;
    const above = mean > region[1] ? 1 : 0;
    return { below, inside: 1 - below - above, above };
  }
  const low = (region[0] - mean) / standardError;
  const high = (region[1] - mean) / standardError;
  return { below: computeCdf(low, df), inside: weighBetween(low, high, df), above: computeCdf(-high, df) };
}

/**
 * P(low <= T <= high), from the centre about 0 if 0 lies between, else from the tails: this way a small
 * probability keeps its digits, which 1 minus the rest would lose.
 */
function weighBetween(low: number, high: number, df: number): number {
  if (low <= 0 && high >= 0) return (computeCentre(low, df) + computeCentre(high, df)) / 2;
  // Neighbouring tails are each rounded separately, and might come out in the wrong order.
  return Math.abs(computeTail(low, df) - computeTail(high, df)) / 2;
}
