import { detectDifference } from '../../math/design.ts';
import { adjustHolm } from '../../math/holm.ts';
import { mean as meanOf } from '../../math/mean.ts';
import { type PairedTest, testPairs } from '../../math/paired-test.ts';
import { weighRegion } from '../../math/posterior.ts';
import { METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import type { Comparison, Summary, Test } from '../schema.ts';
import { describeVerdict, nameBaseline } from './sentences.ts';
import { describeNoBaseline, LEVEL, type Rule, type TestDesign } from './test-design.ts';

/** The posterior probability that is enough for equivalence. */
const SETTLED = 0.95;

/** What is compared: its name, as used in a sentence, and its validation metrics over the pairs. */
interface Contender {
  readonly name: string;
  readonly validation: Readonly<Record<string, Summary>>;
}

/** One lambda as the verdict sees it. */
export interface Candidate extends Pick<Contender, 'validation'> {
  readonly lambda: number;
}

interface Judgement {
  readonly test: Test;
  /** One for each candidate; null for the baseline, and for all if there is no baseline. */
  readonly comparisons: readonly (Comparison | null)[];
}

/** Compares every lambda with the baseline on `compare.metric`. */
export function judge(candidates: readonly Candidate[], rule: Rule, design: TestDesign): Judgement {
  const base = candidates.find(({ lambda }) => lambda === rule.baseline);
  if (base === undefined) {
    return {
      test: describeNoBaseline(rule),
      comparisons: candidates.map(() => null),
    };
  }
  const others = candidates.filter((candidate) => candidate !== base);
  const { test, comparisons } = judgeAgainst(
    { name: nameBaseline(base.lambda), validation: base.validation },
    others.map(({ lambda, validation }) => ({ name: `lambda = ${lambda}`, validation })),
    rule,
    design,
  );
  const comparisonOf = new Map(others.map((other, i) => [other, comparisons[i]]));
  return { test, comparisons: candidates.map((candidate) => comparisonOf.get(candidate) ?? null) };
}

/**
 * Compares contenders with a base.
 *
 * better or worse: the Holm-adjusted p is below 0.05 and the mean difference lies outside the region of
 * equivalence; equivalent: the posterior puts 0.95 or more inside it; undecided: neither. If all pairs have
 * the same difference, t and p are null, and the mean alone decides.
 */
export function judgeAgainst(
  base: Contender,
  contenders: readonly Contender[],
  rule: Rule,
  design: TestDesign,
): { test: Test; comparisons: Comparison[] } {
  const { metric } = rule;
  const test = describeTest(base, rule, design);
  const results = contenders.map(({ validation }) =>
    testMetric(validation[metric], base.validation[metric], design),
  );
  const adjusted = adjustTested(results);
  const comparisons = contenders.map((contender, i) => {
    const [result, pHolm] = [results[i], adjusted[i]];
    const differences = subtract(contender.validation[metric], base.validation[metric]);
    const verdict =
      result === null || pHolm === null || test.region === null
        ? { ...UNTESTED, difference: differences && meanOf(differences) }
        : decide(result, pHolm, test.region, metric);
    const unnamed = {
      ...verdict,
      otherMetrics: testOthers(contender, base, metric, design),
      relative: relate(verdict.difference, base.validation[metric].mean, metric),
    };
    const reason = verdict.verdict === 'not tested' ? explainUntested(contender, base, metric, design) : '';
    const sentence = describeVerdict(contender.name, base.name, unnamed, test, reason);
    return { ...unnamed, sentence };
  });
  return { test, comparisons };
}

function describeTest(base: Contender, { metric, baseline, equivalence }: Rule, design: TestDesign): Test {
  const { mean, values } = base.validation[metric];
  const unit = METRIC_KINDS[metric].isError ? mean : 1;
  return {
    metric,
    baseline,
    baselineMean: mean,
    name: design.name,
    ...(design.reason !== undefined && { reason: design.reason }),
    observations: design.observe(values.map(() => 0)).length,
    testOverTrain: design.testOverTrain,
    region: unit === null ? null : equivalence * Math.abs(unit),
  };
}

/** The test of one metric; null if the design tests nothing or a value is missing. */
function testMetric(candidate: Summary, base: Summary, design: TestDesign): PairedTest | null {
  const differences = subtract(candidate, base);
  if (design.name === 'none' || differences === null) return null;
  return testPairs(design.observe(differences), design.testOverTrain);
}

/** Candidate minus base, pair by pair; null if a value is missing or a difference is too large. */
export function subtract(candidate: Summary, base: Summary): number[] | null {
  const differences: number[] = [];
  for (const [i, value] of candidate.values.entries()) {
    const other = base.values[i];
    if (value === null || other === null || !Number.isFinite(value - other)) return null;
    differences.push(value - other);
  }
  return differences;
}

/** Holm over all lambdas tested. Without variance, p is at its limit: 0, or 1 if there is no difference. */
function adjustTested(results: readonly (PairedTest | null)[]): (number | null)[] {
  const tested = results.filter((result) => result !== null);
  const adjusted = adjustHolm(tested.map(({ p, mean }) => p ?? (mean === 0 ? 1 : 0)));
  return results.map((result) => (result === null ? null : adjusted[tested.indexOf(result)]));
}

type Decision = Omit<Comparison, 'sentence' | 'otherMetrics' | 'relative'>;

function decide(result: PairedTest, adjusted: number, region: number, metric: MetricName): Decision {
  const { mean, t, df, p, standardError, interval95 } = result;
  const { below, inside, above } = weighRegion(result, region);
  const [better, worse] = METRIC_KINDS[metric].higherIsBetter ? [above, below] : [below, above];
  return {
    difference: mean,
    interval95: [interval95[0], interval95[1]],
    t,
    df,
    p,
    pHolm: p === null ? null : adjusted,
    probability: { better, equivalent: inside, worse },
    detectable: detectDifference(standardError, df).power80,
    verdict: chooseVerdict(mean, adjusted, inside, region, METRIC_KINDS[metric].higherIsBetter),
  };
}

function chooseVerdict(
  mean: number,
  adjusted: number,
  inside: number,
  region: number,
  higherIsBetter: boolean,
): Comparison['verdict'] {
  if (adjusted < LEVEL && Math.abs(mean) > region) return mean > 0 === higherIsBetter ? 'better' : 'worse';
  return inside >= SETTLED ? 'equivalent' : 'undecided';
}

const UNTESTED: Decision = {
  difference: null,
  interval95: null,
  t: null,
  df: null,
  p: null,
  pHolm: null,
  probability: null,
  detectable: null,
  verdict: 'not tested',
};

function relate(difference: number | null, mean: number | null, metric: MetricName): number | null {
  if (difference === null || mean === null || mean === 0 || !METRIC_KINDS[metric].isError) return null;
  const relative = difference / Math.abs(mean);
  return Number.isFinite(relative) ? relative : null;
}

function explainUntested(
  candidate: Contender,
  base: Contender,
  metric: MetricName,
  { reason }: TestDesign,
): string {
  if (reason !== undefined) return reason;
  const [own, other] = [candidate.validation[metric].reason, base.validation[metric].reason];
  if (own !== undefined) return own;
  return other === undefined ? 'a difference is too large to represent' : `the baseline: ${other}`;
}

function testOthers(
  candidate: Contender,
  base: Contender,
  metric: MetricName,
  design: TestDesign,
): Comparison['otherMetrics'] {
  const names = Object.keys(base.validation).filter((name) => name !== metric);
  return Object.fromEntries(
    names.map((name) => {
      const result = testMetric(candidate.validation[name], base.validation[name], design);
      if (result === null) return [name, { difference: null, interval95: null, pUnadjusted: null }];
      const { mean, interval95, p } = result;
      return [name, { difference: mean, interval95: [interval95[0], interval95[1]], pUnadjusted: p }];
    }),
  );
}
