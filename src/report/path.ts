import type { LambdaReport, Path } from './schema.ts';

/** A feature counts as dropped if a smaller share of the pairs than this keeps it. */
export const HALF = 0.5;

/** Follows exact zeros and features along the lambdas in ascending order. */
export function tracePath(lambdas: readonly Pick<LambdaReport, 'lambda' | 'weights' | 'features'>[]): Path {
  const sorted = lambdas.toSorted((a, b) => a.lambda - b.lambda);
  const [{ features: names }] = sorted;
  const positive = sorted.filter(({ lambda }) => lambda >= 0);
  return {
    lambda: sorted.map(({ lambda }) => lambda),
    zeros: sorted.map(({ weights: { zeros, count } }) => (zeros.mean === null ? null : zeros.mean / count)),
    features: sorted.map(({ features }) => countKept(features)),
    dropped: names.map(({ name }, f) => ({ name, from: findDrop(positive, f) })),
  };
}

/** The mean number of features kept: their shares added up. */
function countKept(features: LambdaReport['features']): number | null {
  let count = 0;
  for (const { kept } of features) {
    if (kept === null) return null;
    count += kept;
  }
  return count;
}

/**
 * The smallest lambda from which fewer than half of the pairs keep the feature; null if the last one keeps
 * it.
 */
function findDrop(
  lambdas: readonly Pick<LambdaReport, 'lambda' | 'features'>[],
  feature: number,
): number | null {
  let from: number | null = null;
  for (const { lambda, features } of lambdas) {
    const { kept } = features[feature];
    if (kept === null || kept >= HALF) from = null;
    else from ??= lambda;
  }
  return from;
}
