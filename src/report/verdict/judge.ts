import { adjustHolm } from '../../math/holm.ts';
import { spanInterval } from '../../math/paired-test.ts';
import { kindOf, type Metric, type MetricName, nameOf } from '../../recipe/metrics.ts';
import { finish, type Sliced } from '../../sliced.ts';
import { sayLambda } from '../../words/lambdas.ts';
import type { Comparison, Test, TestOn } from '../comparison.ts';
import { type Contrast, contrast, type Setting, type Tried } from './contrast.ts';
import { decide, showUntested } from './decide.ts';
import { explainUntested } from './explain-untested.ts';
import { averageValues, measureScale, type Scale } from './scale.ts';
import { describeVerdict, nameBaseline } from './sentences.ts';
import { describeNoBaseline, LEVEL, type Rule } from './test-design.ts';

/** What is compared, with its name as used in a sentence. */
export interface Contender extends Tried {
  readonly name: string;
}

/** What is compared, and with what. */
export interface Couple {
  readonly base: Contender;
  readonly contender: Contender;
}

/** One lambda as the verdict sees it. */
export interface Candidate extends Tried {
  readonly lambda: number;
}

/** What is estimated besides the metric that decides. */
interface Extent {
  /** The other metrics, which take most of the time: `none` leaves them out. */
  readonly others?: 'all' | 'none';
}

/** What a test takes, as items of a slice: some quantiles and tails of Student's t. */
export const ITEMS_OF_TEST = 2000;

interface Judgement {
  readonly test: Test;
  /** One for each candidate; null for the baseline, and for all if there is no baseline. */
  readonly comparisons: readonly (Comparison | null)[];
}

interface Judged<Decisive extends Metric> {
  readonly test: TestOn<Decisive>;
  /** One for each contender. */
  readonly comparisons: Comparison[];
}

/** Compares every lambda with the baseline on `compare.metric`. */
export function* judging(candidates: readonly Candidate[], rule: Rule, setting: Setting): Sliced<Judgement> {
  const base = candidates.find(({ lambda }) => lambda === rule.baseline);
  if (base === undefined) {
    return {
      test: describeNoBaseline(rule),
      comparisons: candidates.map(() => null),
    };
  }
  const others = candidates.filter((candidate) => candidate !== base);
  const name = (candidate: Candidate): Contender => ({
    ...candidate,
    name: `lambda = ${sayLambda(candidate.lambda)}`,
  });
  const named = { ...base, name: nameBaseline(base.lambda) };
  const { test, comparisons } = yield* judgingAgainst(named, others.map(name), rule, setting);
  const comparisonOf = new Map(others.map((other, i) => [other, comparisons[i]]));
  return { test, comparisons: candidates.map((candidate) => comparisonOf.get(candidate) ?? null) };
}

/** The same at once. */
export function judge(...given: Parameters<typeof judging>): Judgement {
  return finish(judging(...given));
}

/** Compares contenders with one base, as `judgingCouples` does. */
export function* judgingAgainst<Decisive extends Metric>(
  base: Contender,
  contenders: readonly Contender[],
  rule: Rule<Decisive>,
  setting: Setting,
  extent: Extent = {},
): Sliced<Judged<Decisive>> {
  const couples = contenders.map((contender) => ({ base, contender }));
  const comparisons = yield* judgingCouples(couples, rule, setting, extent);
  return { test: describeTest(base, rule, setting), comparisons };
}

/** A comparison with the estimate that it rests on, and how that reads in units of the metric. */
export interface WeighedCouple {
  readonly comparison: Comparison;
  /** Null where nothing can be estimated. */
  readonly estimate: { readonly found: Contrast; readonly scale: Scale } | null;
}

/** The comparisons of `weighingCouples`. */
export function* judgingCouples(
  couples: readonly Couple[],
  rule: Rule<Metric>,
  setting: Setting,
  extent: Extent = {},
): Sliced<Comparison[]> {
  const weighed = yield* weighingCouples(couples, rule, setting, extent);
  return weighed.map(({ comparison }) => comparison);
}

/**
 * Compares contenders, each with its own base; all that are tested share one adjustment by Holm.
 *
 * better or worse: the interval leaves 0 out, and the difference lies outside the region of equivalence; equivalent:
 * the interval lies inside it; undecided: neither. The interval is the one that leaves 0 out exactly when the
 * Holm-adjusted p is below 0.05.
 */
export function* weighingCouples(
  couples: readonly Couple[],
  rule: Rule<Metric>,
  setting: Setting,
  { others = 'all' }: Extent = {},
): Sliced<WeighedCouple[]> {
  const { metric } = rule;
  const rows = setting.design.clusters.ofPair.reduce((sum, { length }) => sum + length, 0);
  const contrasts: (Contrast | null)[] = [];
  for (const { base, contender } of couples) {
    contrasts.push(contrast(contender, base, metric, setting));
    yield rows + setting.pairs.length;
  }
  // Without variance, p is at its limit: 0, or 1 if there is no difference. What has no p is not tested.
  const limits = contrasts.map((found) =>
    found === null || found.basis === 'rows' ? null : (found.p ?? (found.mean === 0 ? 1 : 0)),
  );
  const adjusted = adjustHolm(limits.filter((p) => p !== null));
  let next = 0;
  const weighed: WeighedCouple[] = [];
  const tests = new Map<Contender, TestOn<Metric>>();
  for (const [i, { base, contender }] of couples.entries()) {
    const test = tests.get(base) ?? describeTest(base, rule, setting);
    tests.set(base, test);
    const found = contrasts[i];
    const holm = limits[i] === null ? null : adjusted[next++];
    const estimate = found && { found, scale: measureScale(found.isLog, base, rule) };
    const decided =
      estimate === null
        ? showUntested(contender, base, rule)
        : decide(estimate.found, holm, estimate.scale, {
            metric,
            tests: adjusted.length,
            isWhole: estimate.found.pairs === setting.pairs.length,
          });
    const reason =
      decided.verdict === 'not tested' ? explainUntested(contender, base, metric, setting.design) : '';
    const comparison: Comparison = {
      ...decided,
      sentence: describeVerdict(contender.name, base.name, decided, test, reason),
      otherMetrics: others === 'all' ? yield* contrastingOthers(contender, base, metric, setting, rows) : {},
      atBestEpoch: null,
    };
    weighed.push({ comparison, estimate });
    yield ITEMS_OF_TEST;
  }
  return weighed;
}

/** The same at once. */
export function judgeCouples(...given: Parameters<typeof judgingCouples>): Comparison[] {
  return finish(judgingCouples(...given));
}

/** The same as `judgingAgainst` at once. */
export function judgeAgainst<Decisive extends Metric>(
  base: Contender,
  contenders: readonly Contender[],
  rule: Rule<Decisive>,
  setting: Setting,
  extent?: Extent,
): Judged<Decisive> {
  return finish(judgingAgainst(base, contenders, rule, setting, extent));
}

/** The test by which others are compared with a base. */
export function describeTest<Decisive extends Metric>(
  base: Tried,
  { metric, baseline, equivalence }: Rule<Decisive>,
  { design }: Setting,
): TestOn<Decisive> {
  const { values } = base.validation[nameOf(metric)];
  const baselineMean = averageValues(values, metric);
  const unit = kindOf(metric).isError ? baselineMean : 1;
  return {
    metric,
    baseline,
    baselineMean,
    name: design.name,
    ...(design.reason !== undefined && { reason: design.reason }),
    observations: design.observe(values.map(() => 0)).length,
    pairs: values.length,
    clusters: design.clusters.count,
    clusteredBy: design.clusters.kind,
    testOverTrain: design.testOverTrain,
    region: unit === null ? null : equivalence * Math.abs(unit),
  };
}

/** The same estimate on every other metric, with its interval at 95 %. */
function* contrastingOthers(
  candidate: Tried,
  base: Tried,
  metric: Metric,
  setting: Setting,
  rows: number,
): Sliced<Comparison['otherMetrics']> {
  const names = Object.keys(base.validation).filter((name) => name !== nameOf(metric)) as MetricName[];
  const others: Comparison['otherMetrics'] = {};
  for (const name of names) {
    const found = contrast(candidate, base, name, setting);
    others[name] = { difference: null, interval: null };
    if (found !== null) {
      const { toDifference } = measureScale(found.isLog, base, { metric: name, equivalence: 0 });
      const [low, high] = spanInterval(found, 1 - LEVEL);
      others[name] = {
        difference: toDifference(found.mean),
        interval: [toDifference(low), toDifference(high)],
      };
    }
    yield rows;
  }
  return others;
}
