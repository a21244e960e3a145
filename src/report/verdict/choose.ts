import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Comparison } from '../comparison.ts';
import type { Choice, Nested } from '../schema.ts';
import { contrast, type Setting } from './contrast.ts';
import type { Candidate } from './judge.ts';
import type { Rule } from './test-design.ts';

interface Scored {
  readonly candidate: Candidate;
  readonly comparison: Comparison | null;
  /** The mean over the pairs, with its sign so that less is better. */
  readonly loss: number;
  readonly se: number | null;
}

/**
 * Chooses among the lambdas >= 0. `lambda` is what to take: the best mean of those judged better than the baseline,
 * else the baseline itself. The others describe: the best mean, the largest lambda within one standard error of it
 * (Breiman, Friedman, Olshen and Stone 1984), and the largest that differs from it by no more than the standard
 * error of their difference.
 *
 * @param comparisons one for each candidate, null for the baseline
 * @param nested if inner folds chose, their choice is what the verdict is about
 */
export function chooseLambda(
  candidates: readonly Candidate[],
  comparisons: readonly (Comparison | null)[],
  rule: Rule,
  setting: Setting,
  nested: Nested | null,
): Choice {
  const { metric } = rule;
  const { higherIsBetter, label } = METRIC_KINDS[metric];
  const sign = higherIsBetter ? -1 : 1;
  const scored = candidates.flatMap((candidate, i): Scored[] => {
    const { mean, se = null } = candidate.validation[metric];
    return mean === null ? [] : [{ candidate, comparison: comparisons[i], loss: sign * mean, se }];
  });
  const eligible = scored.filter(({ candidate }) => candidate.lambda >= 0);
  const words =
    `lambda: the best of those judged better than the baseline, else the baseline; minimum: the ${higherIsBetter ? 'highest' : 'lowest'} ` +
    `mean validation ${label}; oneStandardError: the largest lambda whose mean lies within one standard error of it; ` +
    'sparsest: the largest that differs from it by no more than the standard error of their difference';
  const best = findLowest(eligible);
  if (best === undefined) {
    return { lambda: null, minimum: null, oneStandardError: null, sparsest: null, rule: words };
  }
  const { se } = best;
  const within = se === null ? [] : eligible.filter(({ loss }) => loss <= best.loss + se);
  const lowest = findLowest(scored);
  return {
    lambda: takeNested(nested, rule) ?? takeBest(eligible, rule) ?? best.candidate.lambda,
    minimum: best.candidate.lambda,
    oneStandardError: se === null ? null : Math.max(...within.map(({ candidate }) => candidate.lambda)),
    sparsest: findSparsest(eligible, best, rule, setting),
    ...(lowest !== undefined && lowest.loss < best.loss && { negative: lowest.candidate.lambda }),
    rule: words,
  };
}

/** The best of those judged better, else the baseline; undefined without a baseline >= 0 that has a mean. */
function takeBest(eligible: readonly Scored[], { baseline, metric }: Rule): number | undefined {
  const sign = METRIC_KINDS[metric].higherIsBetter ? -1 : 1;
  // By the difference that was judged, which for errors is that of geometric means.
  const better = findLowest(
    eligible.flatMap(({ candidate, comparison }) =>
      comparison?.verdict === 'better' ? [{ candidate, loss: sign * (comparison.difference ?? 0) }] : [],
    ),
  );
  return (
    better?.candidate.lambda ??
    eligible.find(({ candidate }) => candidate.lambda === baseline)?.candidate.lambda
  );
}

/** What inner folds chose most often if that is judged better, else the baseline; undefined if nothing was tested. */
function takeNested(nested: Nested | null, { baseline }: Rule): number | undefined {
  const verdict = nested?.comparison?.verdict;
  if (nested === null || verdict === undefined || verdict === 'not tested') return undefined;
  if (verdict === 'better') return findMostChosen(nested.choices).lambda ?? undefined;
  return baseline === null || baseline < 0 ? undefined : baseline;
}

/** The lambda that inner folds chose most often, the first one among equals, and in how many pairs. */
export function findMostChosen(choices: Nested['choices']): { lambda: number | null; count: number } {
  const counts = new Map<number | null, number>();
  for (const { lambda } of choices) counts.set(lambda, (counts.get(lambda) ?? 0) + 1);
  const [lambda, count] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  return { lambda, count };
}

function findSparsest(
  eligible: readonly Scored[],
  best: Scored,
  { metric }: Rule,
  setting: Setting,
): number | null {
  const sign = METRIC_KINDS[metric].higherIsBetter ? -1 : 1;
  const larger = eligible
    .filter(({ candidate }) => candidate.lambda > best.candidate.lambda)
    .toSorted((a, b) => b.candidate.lambda - a.candidate.lambda);
  let isTested = larger.length === 0 && setting.design.name !== 'none';
  for (const { candidate } of larger) {
    const found = contrast(candidate, best.candidate, metric, setting);
    if (found === null || found.basis === 'rows') continue;
    isTested = true;
    if (sign * found.mean <= found.standardError) return candidate.lambda;
  }
  return isTested ? best.candidate.lambda : null;
}

/** The first one with the lowest loss. */
function findLowest<Lossy extends { readonly loss: number }>(scored: readonly Lossy[]): Lossy | undefined {
  return scored.reduce<Lossy | undefined>(
    (best, candidate) => (best === undefined || candidate.loss < best.loss ? candidate : best),
    undefined,
  );
}
