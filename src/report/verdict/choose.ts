import { METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import type { Choice } from '../schema.ts';
import type { Candidate } from './judge.ts';

/**
 * Chooses among the lambdas >= 0: the best mean, and the largest lambda within one standard error of it
 * (Breiman, Friedman, Olshen and Stone 1984). A negative lambda is never chosen.
 */
export function chooseLambda(candidates: readonly Candidate[], metric: MetricName): Choice {
  const sign = METRIC_KINDS[metric].higherIsBetter ? -1 : 1;
  const scored = candidates.flatMap(({ lambda, validation }) => {
    const { mean, se } = validation[metric];
    return mean === null ? [] : [{ lambda, loss: sign * mean, se: se ?? null }];
  });
  const eligible = scored.filter(({ lambda }) => lambda >= 0);
  const best = findLowest(eligible);
  const rule =
    `the lambda >= 0 with the ${sign === 1 ? 'lowest' : 'highest'} mean validation ${METRIC_KINDS[metric].label}, and ` +
    'the largest whose mean lies within one standard error of it';
  if (best === undefined) return { minimum: null, oneStandardError: null, rule };
  const { se } = best;
  const within = se === null ? [] : eligible.filter(({ loss }) => loss <= best.loss + se);
  const lowest = findLowest(scored);
  return {
    minimum: best.lambda,
    oneStandardError: se === null ? null : Math.max(...within.map(({ lambda }) => lambda)),
    ...(lowest !== undefined && lowest.loss < best.loss && { negative: lowest.lambda }),
    rule,
  };
}

/** The first one with the lowest loss. */
function findLowest<Scored extends { readonly loss: number }>(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>(
    (best, candidate) => (best === undefined || candidate.loss < best.loss ? candidate : best),
    undefined,
  );
}
