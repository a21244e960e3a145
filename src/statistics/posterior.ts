import type { PairedTest } from './paired-test.ts';
import { computeCdf } from './student-t.ts';

/**
 * The Bayesian correlated t-test (Corani and Benavoli 2015, "A Bayesian approach for comparing cross-validated
 * algorithms on multiple data sets"): the true difference is distributed as Student's t about the mean, with
 * the standard error of the corrected test for scale, since rho / (1 - rho) with rho = 1 / folds is
 * validation over training rows.
 *
 * @param region half the width of the region of practical equivalence, >= 0
 * @returns the probabilities that the difference lies below, inside and above the region
 */
export function weighRegion(
  { mean, standardError, df }: PairedTest,
  region: number,
): { below: number; inside: number; above: number } {
  if (standardError === 0) {
    const below = mean < -region ? 1 : 0;
    const above = mean > region ? 1 : 0;
    return { below, inside: 1 - below - above, above };
  }
  const below = computeCdf((-region - mean) / standardError, df);
  const above = computeCdf((mean - region) / standardError, df);
  return { below, inside: Math.max(0, 1 - below - above), above };
}
