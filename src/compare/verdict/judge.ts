import { detectDifference } from '../../statistics/design.ts';
import { adjustHolm } from '../../statistics/holm.ts';
import { type PairedTest, testPairs } from '../../statistics/paired-test.ts';
import { weighRegion } from '../../statistics/posterior.ts';
import type { Recipe } from '../recipe.ts';
import type { Comparison, Summary, Test } from '../report.ts';
import { average } from '../summarize.ts';
import { METRIC_KINDS, type MetricName } from './metric-kinds.ts';
import { describeVerdict } from './sentences.ts';
import { LEVEL, type TestDesign } from './test-design.ts';

/** The posterior probability that settles an equivalence. */
const SETTLED = 0.95;

/** One lambda as the verdict sees it. */
export interface Candidate {
  readonly lambda: number;
  readonly validation: Readonly<Record<string, Summary>>;
}

export interface Judgement {
  readonly test: Test;
  /** One for each candidate; null for the baseline, and for all where there is none. */
  readonly comparisons: readonly (Comparison | null)[];
}

/**
 * Compares every lambda with the baseline on `compare.metric`.
 *
 * better or worse: the Holm-adjusted p is below 0.05 and the mean difference lies outside the region of
 * equivalence; equivalent: the posterior puts 0.95 or more inside it; undecided: neither. Where all pairs
 * differ by the same, t and p are null, and the mean alone decides.
 */
export function judge(
  candidates: readonly Candidate[],
  { metric, baseline, equivalence }: Recipe['compare'],
  design: TestDesign,
): Judgement {
  const base = candidates.find(({ lambda }) => lambda === baseline);
  const test = describeTest(base, metric, equivalence, design);
  if (base === undefined) return { test, comparisons: candidates.map(() => null) };
  const results = candidates.map((candidate) =>
    candidate === base ? null : testMetric(candidate.validation[metric], base.validation[metric], design),
  );
  const adjusted = adjustTested(results);
  const comparisons = candidates.map((candidate, i) => {
    if (candidate === base) return null;
    const [result, pHolm] = [results[i], adjusted[i]];
    const differences = subtract(candidate.validation[metric], base.validation[metric]);
    const verdict =
      result === null || pHolm === null || test.region === null
        ? { ...UNTESTED, difference: differences && average(differences) }
        : decide(result, pHolm, test.region, metric);
    const unnamed = {
      ...verdict,
      otherMetrics: testOthers(candidate, base, metric, design),
      relative: relate(verdict.difference, base.validation[metric].mean, metric),
    };
    const reason = verdict.verdict === 'not tested' ? explainUntested(candidate, base, metric, design) : '';
    const sentence = describeVerdict(candidate.lambda, unnamed, test, reason);
    return { ...unnamed, sentence };
  });
  return { test, comparisons };
}

function describeTest(
  base: Candidate | undefined,
  metric: MetricName,
  equivalence: number,
  design: TestDesign,
): Test {
  const mean = base?.validation[metric].mean ?? null;
  const none = base === undefined ? 'no lambda is the baseline' : design.reason;
  const unit = METRIC_KINDS[metric].isError ? mean : 1;
  return {
    metric,
    baseline: base?.lambda ?? null,
    baselineMean: mean,
    name: base === undefined ? 'none' : design.name,
    ...(none !== undefined && { reason: none }),
    observations: base === undefined ? 0 : design.observe(base.validation[metric].values.map(() => 0)).length,
    testOverTrain: design.testOverTrain,
    region: unit === null ? null : equivalence * Math.abs(unit),
  };
}

/** The test of one metric; null where the design tests nothing, or a value is missing. */
function testMetric(candidate: Summary, base: Summary, design: TestDesign): PairedTest | null {
  const differences = subtract(candidate, base);
  if (design.name === 'none' || differences === null) return null;
  return testPairs(design.observe(differences), design.testOverTrain);
}

function subtract(candidate: Summary, base: Summary): number[] | null {
  const differences: number[] = [];
  for (const [i, value] of candidate.values.entries()) {
    const other = base.values[i];
    if (value === null || other === null || !Number.isFinite(value - other)) return null;
    differences.push(value - other);
  }
  return differences;
}

/** Holm over all lambdas tested. Where there is no variance p is at its limit: 0, or 1 for no difference. */
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
  candidate: Candidate,
  base: Candidate,
  metric: MetricName,
  { reason }: TestDesign,
): string {
  if (reason !== undefined) return reason;
  const [own, other] = [candidate.validation[metric].reason, base.validation[metric].reason];
  if (own !== undefined) return own;
  return other === undefined ? 'a difference is too large to represent' : `the baseline: ${other}`;
}

function testOthers(
  candidate: Candidate,
  base: Candidate,
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
