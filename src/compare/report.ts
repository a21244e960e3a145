import * as v from 'valibot';
import { count, describe, finite } from './schema.ts';

/**
 * The report: what a comparison answers. One schema gives the type, the OpenAPI document and the check
 * that tests make of every report. Times are no part of it: the same recipe gives the same bytes.
 */

const orNull = v.nullable(finite);

export const SummarySchema = v.strictObject({
  mean: describe('Over the pairs; null if any pair has no value.', orNull),
  sd: describe('Sample standard deviation over the pairs; null with fewer than two.', orNull),
  values: describe('One for each pair, in the order of design.', v.array(orNull)),
  reason: v.optional(describe('Why a value is null.', v.string())),
});
export type Summary = v.InferOutput<typeof SummarySchema>;

const MetricsSchema = describe(
  'By name: dataLoss (on the scale that the network learns), and rmse, mae, mse, medianAbsoluteError, r2 and pearson in target units, or accuracy and crossEntropy for classes.',
  v.record(v.string(), SummarySchema),
);

export const CurvesSchema = v.strictObject({
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

export const LambdaReportSchema = v.strictObject({
  lambda: finite,
  perWeight: describe(
    'What one unit of |w| adds to the objective: lambda, or with scale mean lambda / count; the mean over the pairs.',
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

export const ReportSchema = v.strictObject({
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
    trials: count,
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
  lambdas: v.array(LambdaReportSchema),
  cost: describe(
    'Work done: optimizer steps, and floating-point operations and bytes as planned.',
    v.strictObject({ steps: count, flops: count, bytes: count }),
  ),
  version: v.string(),
});
export type Report = v.InferOutput<typeof ReportSchema>;
