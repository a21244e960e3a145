import { mean } from '../../math/mean.ts';

/**
 * How much better, averaged over the pairs, each pair's own best does there than the one that is best on average
 * (Tibshirani and Tibshirani 2009, "A bias correction for the minimum error rate in cross-validation",
 * doi:10.1214/08-AOAS224). Null with one pair, where the two are the same.
 *
 * @param best the values of the one with the best mean, one for each pair
 * @param all those of everything that it was chosen among
 */
export function estimateBias(
  best: readonly (number | null)[],
  all: readonly (readonly (number | null)[])[],
  higherIsBetter: boolean,
): number | null {
  if (best.length < 2) return null;
  const sign = higherIsBetter ? -1 : 1;
  const leads = best.map((value, pair) => {
    const losses = all.map((values) => sign * (values[pair] ?? Infinity));
    return sign * (value ?? 0) - losses.reduce((least, loss) => Math.min(least, loss), Infinity);
  });
  return mean(leads);
}
