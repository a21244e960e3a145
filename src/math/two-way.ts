import { mean, takeMoments } from './mean.ts';

/** One pair as the test of rows sees it. */
export interface PairRows {
  /** Candidate minus baseline of the pair's metric, or of its logarithm. */
  readonly difference: number;
  /**
   * The cluster of each validation row, from 0: the row itself, or its group. A pair may lack some clusters.
   */
  readonly clusters: Int32Array;
  /** Candidate minus baseline of each row's pseudo-value: their mean is the difference, to first order. */
  readonly values: Float64Array;
}

/** What the variance of a mean difference consists of. */
export interface VarianceParts {
  /** What other validation rows would have changed: rows or groups as clusters. */
  readonly rows: number;
  /** What other weights, batches and masks would have changed. */
  readonly trainings: number;
  /**
   * The part of `rows` that endless trainings on the same rows would leave: without what a row and a single training
   * have to do with each other. Null where no row validates twice, so that nothing tells the two apart.
   */
  readonly rowsAtBest: number | null;
}

/**
 * Splits the variance of the mean of the pairs' differences into rows and the luck of single trainings, by two-way
 * clustering (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136): what pairs vary beyond their own rows
 * is luck.
 *
 * @param pairs at least one; from one alone nothing is learnt about luck, which is then 0
 * @param clusters how many there are in all pairs together; at least two
 */
export function splitVariance(pairs: readonly PairRows[], clusters: number): VarianceParts {
  const differences = pairs.map(({ difference }) => difference);
  const middle = mean(differences);
  const total = new Float64Array(clusters);
  const own = new Float64Array(clusters);
  let cells = 0;
  // How often a cluster validates, all pairs together; one that moves nothing need not count.
  let validations = 0;
  for (const { clusters: at, values } of pairs) {
    for (let i = 0; i < values.length; i++) own[at[i]] += (values[i] - middle) / values.length;
    // Each cluster once: it is 0 again as soon as it has been taken.
    for (let i = 0; i < values.length; i++) {
      const sum = own[at[i]];
      own[at[i]] = 0;
      total[at[i]] += sum;
      cells += sum * sum;
      if (sum !== 0) validations += 1;
    }
  }
  const count = pairs.length;
  const squared = total.reduce((sum, each) => sum + each * each, 0);
  const rows = squared / (count * count);
  const { range, squares } = takeMoments(differences);
  const varianceOfMean = count === 1 ? 0 : (range * range * squares) / ((count - 1) * count);
  return {
    rows: (clusters / (clusters - 1)) * rows,
    trainings: Math.max(0, varianceOfMean - cells / (count * count)),
    rowsAtBest:
      rows === 0
        ? 0
        : measureAtBest(validations / clusters, squared - cells, clusters / (clusters - 1) / count ** 2),
  };
}

/**
 * Of a row that validates R times, the square of the sum holds R^2 a^2 + R b^2, and the sum of the squares R (a^2 +
 * b^2), where a is what it always adds and b what it adds by one training: their difference is R (R - 1) a^2.
 *
 * @param times R
 * @param difference of the two, over all rows
 */
function measureAtBest(times: number, difference: number, factor: number): number | null {
  // Half of them twice is too few to tell.
  return times < 1.5 ? null : factor * Math.max(0, difference) * (times / (times - 1));
}

/** The degrees of freedom of a sum of independent variances, rounded down. */
export function matchFreedom(parts: readonly { readonly variance: number; readonly df: number }[]): number {
  const least = Math.min(...parts.map(({ df }) => df));
  const largest = Math.max(...parts.map(({ variance }) => variance));
  if (largest === 0) return least;
  // In units of the largest, so that no square vanishes or overflows.
  const shares = parts.map(({ variance, df }) => ({ share: variance / largest, df }));
  const sum = shares.reduce((total, { share }) => total + share, 0);
  const spread = shares.reduce((total, { share, df }) => total + (share * share) / df, 0);
  return Math.max(least, Math.floor((sum * sum) / spread));
}
