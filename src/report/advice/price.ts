import { computeQuantile } from '../../math/student-t.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { contrast } from '../verdict/contrast.ts';
import { measureScale } from '../verdict/scale.ts';
import { LEVEL } from '../verdict/test-design.ts';
import { type Advised, countTested } from './advised.ts';

/** A lambda, and what it costs at most. */
export interface Priced {
  readonly report: Advised['lambdas'][number];
  /**
   * One-sided upper bound of what it loses against the baseline, at the level 0.05 / lambdas tested: a share of the
   * baseline's mean for errors, an amount for scores; below 0 where it gains for sure.
   */
  readonly bound: number;
}

/** Prices every lambda > 0 that was tested with no trial diverged. */
export function priceLambdas(advised: Advised): Priced[] {
  const { lambdas, tried, recipe, setting } = advised;
  const { baseline, metric } = recipe.compare;
  const base = tried.find(({ lambda }) => lambda === baseline);
  if (base === undefined) return [];
  const { isError, higherIsBetter } = METRIC_KINDS[metric];
  const tests = countTested(advised);
  return tried.flatMap((candidate, i): Priced[] => {
    if (candidate.lambda <= 0 || candidate === base) return [];
    const found = contrast(candidate, base, metric, setting);
    if (found === null || found.basis === 'rows' || found.pairs < setting.pairs.length) return [];
    const { toShare } = measureScale(found.isLog, base, recipe.compare);
    const reach =
      found.standardError === 0 ? 0 : computeQuantile(1 - LEVEL / tests, found.df) * found.standardError;
    const most = (higherIsBetter ? -found.mean : found.mean) + reach;
    const bound = isError ? toShare?.(most) : Math.min(most, Number.MAX_VALUE);
    return bound === undefined ? [] : [{ report: lambdas[i], bound }];
  });
}
