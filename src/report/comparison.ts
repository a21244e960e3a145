import * as v from 'valibot';
import { METRIC_NAMES, type Metric } from '../recipe/metrics.ts';
import { count, describe, finite, orNull } from '../schema.ts';
import { GLOSSARY } from '../words/glossary.ts';

// What a report says of one network against another, and the test by which it was judged.

const interval = v.nullable(v.tuple([finite, finite]));

/** One against another on one metric: the estimate, and what it is judged. */
const judgement = {
  difference: describe(
    "Candidate minus baseline, on compare.metric. For errors above 0: relative times the baseline's geometric mean, so that both have one sign; else the mean over the pairs.",
    orNull,
  ),
  relative: describe(
    "The difference as a share of the baseline's mean, only for errors: exp(mean log ratio) - 1 where all are above 0.",
    orNull,
  ),
  interval: describe(
    'Interval of the difference, at `level`: it leaves 0 out exactly when pHolm is below 0.05.',
    interval,
  ),
  level: describe('1 - 0.05 / a, where a is what Holm multiplied p by; 0.95 for one by itself.', orNull),
  basis: describe(
    'What the standard error comes from: rows and trainings; pairs (corrected resampled t-test) with too few of them, or for a metric without row values; blocks of a forward chain; rows, for one pair of networks.',
    v.nullable(v.picklist(['rows and trainings', 'pairs', 'blocks', 'rows'])),
  ),
  pairs: describe('Pairs in which both have a value.', count),
  t: describe('Null if the standard error is 0.', orNull),
  df: describe('Degrees of freedom of t; null if nothing was tested.', v.nullable(count)),
  p: describe('Two-sided, for this one by itself.', orNull),
  pHolm: describe('p adjusted for all that were compared (Holm 1979).', orNull),
  probability: describe(
    "Probability that the true difference is better, within the region of equivalence, or worse: Student's t about the estimate, as in the Bayesian correlated t-test (Corani and Benavoli 2015).",
    v.nullable(
      v.strictObject({
        better: describe('Probability, from 0 to 1, that it is better by more than test.region.', finite),
        equivalent: describe('Probability, from 0 to 1, that the difference is too small to matter.', finite),
        worse: describe('Probability, from 0 to 1, that it is worse by more than test.region.', finite),
      }),
    ),
  ),
  detectable: describe(
    'The true difference that this design detects with 80 % power at the level 0.05 / number tested.',
    orNull,
  ),
  detectableAtBest: describe(
    'The same after endless repeats on these rows; null where they do not help.',
    orNull,
  ),
  verdict: describe(
    GLOSSARY.verdict,
    v.picklist(['better', 'worse', 'equivalent', 'undecided', 'not tested']),
  ),
  sentence: describe('The verdict in words.', v.string()),
};

/** A verdict on one metric alone. */
export const JudgementSchema = v.strictObject(judgement);
export type Judgement = v.InferOutput<typeof JudgementSchema>;

const AtBestEpochSchema = v.strictObject({
  ...judgement,
  epoch: describe("This lambda's best epoch: the median over the pairs, rounded up.", count),
  baselineEpoch: describe('The same for the baseline.', count),
});
export type AtBestEpoch = v.InferOutput<typeof AtBestEpochSchema>;

export const ComparisonSchema = v.strictObject({
  ...judgement,
  otherMetrics: describe(
    'The same estimate for every other metric, with its interval at 95 %; not tested. Empty for references.',
    v.record(
      v.string(),
      v.strictObject({
        difference: describe('Candidate minus baseline, in the units of that metric.', orNull),
        interval: describe('Interval of that difference at 95 %.', interval),
      }),
    ),
  ),
  atBestEpoch: describe(
    'The same with this lambda and the baseline each stopped at its own best epoch, chosen for each fold by the other folds of its repeat; null where `stopping` has a reason, or nothing was compared.',
    v.nullable(AtBestEpochSchema),
  ),
});
export type Comparison = v.InferOutput<typeof ComparisonSchema>;

export const TestSchema = v.strictObject({
  metric: describe('The metric that decides: compare.metric.', v.picklist(METRIC_NAMES)),
  baseline: describe('The lambda that all others are compared with; null if there is none.', orNull),
  baselineMean: describe(
    'Mean of the metric at the baseline: geometric for errors above 0, else arithmetic.',
    orNull,
  ),
  name: describe(
    'The test by which verdicts were made; docs/verdict.md defines each.',
    v.picklist([
      'row and training test',
      'row and training test, these training rows only',
      'test of forward blocks',
      'none',
    ]),
  ),
  reason: v.optional(describe('Why nothing was tested.', v.string())),
  observations: describe(
    'Number of differences: pairs, repeats on one fixed split, or blocks of a forward chain.',
    count,
  ),
  pairs: describe('Pairs of training and validation rows.', count),
  clusters: describe(
    'Rows that validate, or their groups with split.groups or split.duplicates "together".',
    count,
  ),
  clusteredBy: describe('What a cluster is: a row, or a group of rows.', v.picklist(['rows', 'groups'])),
  testOverTrain: describe(
    'Validation rows divided by training rows, which corrects the variance (Nadeau and Bengio 2003).',
    finite,
  ),
  region: describe('Differences up to this size, in either direction, do not matter in practice.', orNull),
});
export type Test = v.InferOutput<typeof TestSchema>;

/** The test of a comparison that some metric decides. */
export type TestOn<Decisive extends Metric> = Omit<Test, 'metric'> & { readonly metric: Decisive };
