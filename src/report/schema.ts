import * as v from 'valibot';
import { ModelSchema } from '../model/model.ts';
import { GridSchema } from '../plan/schema.ts';
import { METRIC_NAMES } from '../recipe/metrics.ts';
import { count, describe, finite, orNull } from '../schema.ts';
import { FindingSchema } from './findings/finding.ts';
import { FirstLayerSchema, PredictionsSchema, RefitSchema } from './included.ts';

/**
 * The report: what a comparison answers. One schema gives the type, the OpenAPI document and the check
 * that tests make of every report. Times are no part of it: the same recipe gives the same bytes.
 */

export const SummarySchema = v.strictObject({
  mean: describe('Over the pairs; null if any pair has no value.', orNull),
  sd: describe('Sample standard deviation over the pairs; null with fewer than two.', orNull),
  se: v.optional(
    describe(
      'Validation only: standard error of the mean; over the folds of a repeat, then the root mean square over repeats.',
      orNull,
    ),
  ),
  values: describe('One for each pair, in the order of design.', v.array(orNull)),
  reason: v.optional(describe('Why a value is null.', v.string())),
});
export type Summary = v.InferOutput<typeof SummarySchema>;

const MetricsSchema = describe(
  'By name: dataLoss (on the scale that the network learns), and rmse, mae, mse, medianAbsoluteError, r2 and pearson in target units, or accuracy and crossEntropy for classes.',
  v.record(v.string(), SummarySchema),
);

const CurvesSchema = v.strictObject({
  epoch: v.array(count),
  pairs: describe('How many pairs reached the epoch; the other series are means over them.', v.array(count)),
  trainingDataLoss: v.array(finite),
  validationDataLoss: v.array(finite),
  penalty: v.array(finite),
  objective: describe('Exactly trainingDataLoss + penalty.', v.array(finite)),
  batchObjective: describe(
    'Mean of the batch objectives while the epoch ran: dropout on, weights as they moved.',
    v.array(finite),
  ),
});

const interval = describe('95 % interval of the difference.', v.nullable(v.tuple([finite, finite])));

const ComparisonSchema = v.strictObject({
  difference: describe('Mean over the pairs of candidate minus baseline, on compare.metric.', orNull),
  relative: describe("As a share of the baseline's mean; errors only.", orNull),
  interval95: interval,
  t: describe('Null where every pair differs by the same.', orNull),
  df: v.nullable(count),
  p: describe('Two-sided, for this lambda alone.', orNull),
  pHolm: describe('Adjusted for all lambdas compared (Holm 1979).', orNull),
  probability: describe(
    'That the true difference is better, within the region of equivalence, or worse (Bayesian correlated t-test, Corani and Benavoli 2015).',
    v.nullable(v.strictObject({ better: finite, equivalent: finite, worse: finite })),
  ),
  detectable: describe('The true difference that this design finds with 80 % power, before Holm.', orNull),
  verdict: v.picklist(['better', 'worse', 'equivalent', 'undecided', 'not tested']),
  sentence: describe('The verdict in words.', v.string()),
  otherMetrics: describe(
    'The same test on every other metric, its p not adjusted for anything.',
    v.record(v.string(), v.strictObject({ difference: orNull, interval95: interval, pUnadjusted: orNull })),
  ),
});
export type Comparison = v.InferOutput<typeof ComparisonSchema>;

const TestSchema = v.strictObject({
  metric: v.picklist(METRIC_NAMES),
  baseline: orNull,
  baselineMean: describe('Mean of the metric at the baseline.', orNull),
  name: v.picklist(['corrected resampled t-test', 'paired t-test, this split only', 'none']),
  reason: v.optional(describe('Why nothing is tested.', v.string())),
  observations: describe('Independent differences: pairs, or repeats on one fixed split.', count),
  testOverTrain: describe(
    'Validation over training rows, by which the variance is corrected (Nadeau and Bengio 2003); rho / (1 - rho) of the Bayesian test.',
    finite,
  ),
  region: describe('Differences up to this, either way, make no practical difference.', orNull),
});
export type Test = v.InferOutput<typeof TestSchema>;

const ChoiceSchema = v.strictObject({
  minimum: describe('The lambda >= 0 with the best mean; null if none has one.', orNull),
  oneStandardError: describe('The largest lambda >= 0 within one standard error of it.', orNull),
  negative: v.optional(
    describe('A negative lambda with a still better mean: diagnosed, never recommended.', finite),
  ),
  rule: v.string(),
});
export type Choice = v.InferOutput<typeof ChoiceSchema>;

export const LambdaReportSchema = v.strictObject({
  lambda: finite,
  perWeight: describe(
    'What one unit of |w|, or with groups of their norm, adds to the objective: lambda, or with scale mean lambda / count; the mean over the pairs.',
    finite,
  ),
  method: v.picklist(['subgradient', 'proximal']),
  validation: MetricsSchema,
  training: describe(
    'The same metrics on the training rows, with penalty and objective; objective is dataLoss + penalty exactly, pair by pair.',
    v.record(v.string(), SummarySchema),
  ),
  weights: v.strictObject({
    count: describe(
      'Penalised parameters; the mean over the pairs, should a category be missing from a fold.',
      finite,
    ),
    zeros: describe('Exact zeros among them.', SummarySchema),
    l1: describe('Their sum of |w| after training.', SummarySchema),
    l1Initial: describe('Their sum of |w| before training.', SummarySchema),
  }),
  features: describe(
    'For each feature the share of the pairs in which it is kept: some first-layer weight of it is not exactly zero. Over the trials that did not diverge; null if none.',
    v.array(v.strictObject({ name: v.string(), kept: orNull })),
  ),
  comparison: describe('Against the baseline; null for the baseline itself.', v.nullable(ComparisonSchema)),
  curves: CurvesSchema,
  bestEpochs: v.optional(
    describe('With patience: the epoch restored, for each pair.', v.array(v.nullable(count))),
  ),
  diverged: describe(
    'Trials whose loss stopped being finite, with the epoch and step (from 1) where it did.',
    v.array(v.strictObject({ repeat: count, fold: count, epoch: count, step: count })),
  ),
});
export type LambdaReport = v.InferOutput<typeof LambdaReportSchema>;

const PathSchema = v.strictObject({
  lambda: describe('From the smallest up.', v.array(finite)),
  zeros: describe(
    'Mean share of the penalised parameters that are exactly zero; null where a trial diverged.',
    v.array(orNull),
  ),
  features: describe('Mean number of features kept; null where every trial diverged.', v.array(orNull)),
  dropped: describe(
    'For each feature the smallest lambda >= 0 from which on fewer than half of the pairs keep it; null if the largest keeps it.',
    v.array(v.strictObject({ name: v.string(), from: orNull })),
  ),
});
export type Path = v.InferOutput<typeof PathSchema>;

const epochs = describe(
  'Epochs chosen; null with patience, which ends each trial by itself.',
  v.nullable(count),
);

const NestedSchema = v.strictObject({
  folds: count,
  choices: describe(
    'For each pair what its inner folds chose; lambda is null where all diverged.',
    v.array(v.strictObject({ lambda: orNull, epochs })),
  ),
  validation: MetricsSchema,
  baseline: describe(
    'The baseline, its epochs chosen in the same way; null where there is none.',
    v.nullable(v.strictObject({ epochs: v.array(epochs), validation: MetricsSchema })),
  ),
  test: TestSchema,
  comparison: describe('Against that baseline.', v.nullable(ComparisonSchema)),
});
export type Nested = v.InferOutput<typeof NestedSchema>;

export const ReportSchema = v.strictObject({
  headline: describe('The answer in one sentence.', v.string()),
  recipe: describe(
    'The recipe with every default filled in; data sent along is left out.',
    v.record(v.string(), v.unknown()),
  ),
  data: v.strictObject({
    rows: count,
    features: v.array(v.string()),
    target: v.string(),
    task: v.picklist(['regression', 'classification']),
    classes: v.optional(v.array(v.string())),
    droppedRows: describe('Rows left out for missing values.', count),
    unseenCategories: describe(
      'Validation cells with a category that no training row has, over all pairs.',
      count,
    ),
  }),
  design: v.strictObject({
    pairs: count,
    trials: describe('Pairs times lambdas.', count),
    repeats: count,
    folds: v.optional(count),
    holdout: v.optional(finite),
    order: describe(
      'Repeat and fold of each pair, from 0; every values array stands in this order.',
      v.array(v.tuple([count, count])),
    ),
    trainingRows: v.array(count),
    validationRows: v.array(count),
  }),
  engine: v.string(),
  grid: v.optional(describe('With lambdas "auto": how they were found.', GridSchema)),
  test: TestSchema,
  lambdas: v.array(LambdaReportSchema),
  path: describe('What becomes zero and which features are dropped as lambda grows.', PathSchema),
  choice: ChoiceSchema,
  nested: v.optional(
    describe('With compare.nested: what choosing lambda is worth, on rows that chose nothing.', NestedSchema),
  ),
  findings: describe(
    'What a careful colleague would say on seeing these results, most pressing first.',
    v.array(FindingSchema),
  ),
  cost: describe(
    'Work done: optimizer steps, and floating-point operations and bytes as planned.',
    v.strictObject({ steps: count, flops: count, bytes: count }),
  ),
  version: v.string(),
  predictions: v.optional(
    describe(
      'With include "predictions": what each lambda predicts of rows it did not train on.',
      PredictionsSchema,
    ),
  ),
  weights: v.optional(
    describe(
      'With include "weights": the first layer that each lambda trained on the first pair.',
      FirstLayerSchema,
    ),
  ),
  refit: v.optional(describe('With include "model": how the model was trained, on all rows.', RefitSchema)),
  model: v.optional(
    describe(
      'With include "model": the network of the lambda chosen, for POST /v1/predict; null where there is none, and refit says why.',
      v.nullable(ModelSchema),
    ),
  ),
});
export type Report = v.InferOutput<typeof ReportSchema>;
