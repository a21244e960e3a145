import { detectDifference } from '../../math/design.ts';
import { mean as meanOf } from '../../math/mean.ts';
import { spanInterval } from '../../math/paired-test.ts';
import { weighRegion } from '../../math/posterior.ts';
import { kindOf, type Metric, nameOf } from '../../recipe/metrics.ts';
import type { Comparison } from '../comparison.ts';
import { type Contrast, pairUp, type Tried } from './contrast.ts';
import { measureScale, type Scale } from './scale.ts';
import { LEVEL, type Rule } from './test-design.ts';

/** What is decided of one against another. */
export type Decision = Omit<Comparison, 'sentence' | 'otherMetrics' | 'atBestEpoch'>;

/** What a decision depends on besides the estimate. */
interface Context {
  readonly metric: Metric;
  /** Lambdas tested. */
  readonly tests: number;
  /** Whether no pair diverged. */
  readonly isWhole: boolean;
}

/** Decides by an estimate: the interval, the probabilities and the verdict. */
export function decide(
  found: Contrast,
  holm: { readonly p: number; readonly factor: number } | null,
  { region, toDifference, toShare }: Scale,
  { metric, tests, isWhole }: Context,
): Decision {
  const { mean, standardError, df, t, p, basis, pairs, leastError } = found;
  const { higherIsBetter } = kindOf(metric);
  const level = 1 - LEVEL / (holm?.factor ?? 1);
  const interval = spanInterval(found, level);
  const detect = (error: number | null) =>
    error === null || holm === null ? null : toDifference(detectDifference(error, df, LEVEL / tests));
  const { below, inside, above } = weighRegion(found, region);
  const [better, worse] = higherIsBetter ? [above, below] : [below, above];
  return {
    difference: toDifference(mean),
    relative: toShare?.(mean) ?? null,
    interval: [toDifference(interval[0]), toDifference(interval[1])],
    level,
    basis,
    pairs,
    t,
    df,
    p,
    pHolm: holm === null || p === null ? null : holm.p,
    probability: holm === null ? null : { better, equivalent: inside, worse },
    detectable: detect(standardError),
    detectableAtBest: detect(leastError),
    verdict:
      holm === null
        ? 'not tested'
        : chooseVerdict(mean, interval, holm.p, { region, higherIsBetter, isWhole }),
  };
}

interface Bounds {
  readonly region: readonly [number, number];
  readonly higherIsBetter: boolean;
  /** Whether no pair diverged. */
  readonly isWhole: boolean;
}

function chooseVerdict(
  mean: number,
  [low, high]: readonly [number, number],
  adjusted: number,
  { region, higherIsBetter, isWhole }: Bounds,
): Comparison['verdict'] {
  const [least, most] = region;
  if (adjusted < LEVEL && (mean < least || mean > most)) {
    if (mean > 0 !== higherIsBetter) return 'worse';
    return isWhole ? 'better' : 'undecided';
  }
  return low >= least && high <= most ? 'equivalent' : 'undecided';
}

const UNTESTED: Decision = {
  difference: null,
  relative: null,
  interval: null,
  level: null,
  basis: null,
  pairs: 0,
  t: null,
  df: null,
  p: null,
  pHolm: null,
  probability: null,
  detectable: null,
  detectableAtBest: null,
  verdict: 'not tested',
};

/** What can be seen without a test: the mean difference, where every pair has one. */
export function showUntested(candidate: Tried, base: Tried, rule: Rule<Metric>): Decision {
  const paired = pairUp(candidate, base, rule.metric);
  const isWhole =
    paired !== null && paired.common.length === base.validation[nameOf(rule.metric)].values.length;
  if (paired === null || !isWhole) return UNTESTED;
  const { toDifference, toShare } = measureScale(paired.isLog, base, rule);
  const middle = meanOf(paired.differences);
  return {
    ...UNTESTED,
    difference: toDifference(middle),
    relative: toShare?.(middle) ?? null,
    pairs: paired.common.length,
  };
}
