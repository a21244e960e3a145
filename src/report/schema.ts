import * as v from 'valibot';
import { ModelSchema } from '../model/model.ts';
import { ArithmeticSchema, GridSchema } from '../plan/schema.ts';
import { METHODS } from '../recipe/method.ts';
import { count, describe, finite, orNull } from '../schema.ts';
import { GLOSSARY } from '../words/glossary.ts';
import { AdviceSchema } from './advice/advice.ts';
import { ComparisonSchema, TestSchema } from './comparison.ts';
import { FindingSchema } from './findings/finding.ts';
import { FirstLayerSchema, LossesSchema, PredictionsSchema, RefitSchema } from './included.ts';
import { ReadingSchema } from './reading.ts';

/**
 * The report: what a comparison answers. One schema gives the type, the OpenAPI document and the check that
 * tests make of every report. It contains no times: the same recipe gives the same bytes.
 */

export const SummarySchema = v.strictObject({
  mean: describe('Mean over the pairs; null if any pair has no value.', orNull),
  sd: describe('Sample standard deviation over the pairs; null with fewer than two.', orNull),
  se: v.optional(
    describe(
      'Only for validation: standard error of the mean; from the folds of each repeat, then the root mean square over repeats.',
      orNull,
    ),
  ),
  values: describe('One for each pair, in the order of design.order.', v.array(orNull)),
  reason: v.optional(describe('Why a value is null.', v.string())),
});
export type Summary = v.InferOutput<typeof SummarySchema>;

const METRICS = v.record(v.string(), SummarySchema);
const BY_NAME =
  'By name: dataLoss (on the scale on which the network learns), and rmse, mae, mse, medianAbsoluteError, r2 and pearson in target units, or accuracy and crossEntropy for classes.';
const MetricsSchema = describe(BY_NAME, METRICS);

const CurvesSchema = v.strictObject({
  epoch: describe('The epochs, from 1.', v.array(count)),
  pairs: describe(
    'How many pairs reached the epoch; the other series are means over those pairs.',
    v.array(count),
  ),
  evaluatedEpoch: describe(
    'The epochs after which training rows were evaluated (see training.evaluate) in all pairs that reached them: trainingDataLoss and objective have one value for each of these, the other series one for each epoch.',
    v.array(count),
  ),
  trainingDataLoss: describe(
    'Data loss on the training rows, at evaluatedEpoch, on the scale on which the network learns.',
    v.array(finite),
  ),
  validationDataLoss: describe(
    'Data loss on the validation rows, after each epoch, on the same scale.',
    v.array(finite),
  ),
  penalty: describe(
    'The penalty after each epoch, on the same scale: lambda times the sum of |w|, or what scale and groups make of it.',
    v.array(finite),
  ),
  objective: describe('Exactly trainingDataLoss + penalty, at evaluatedEpoch.', v.array(finite)),
  batchObjective: describe(
    'Mean of the batch objectives during the epoch: with dropout, and with weights that changed from step to step.',
    v.array(finite),
  ),
});

const ChoiceSchema = v.strictObject({
  lambda: describe(
    'The lambda to take: the best mean of those >= 0 that are judged better, else the baseline; with compare.nested, what its inner folds chose most often if that is judged better. The best mean where there is no baseline >= 0; null if no lambda >= 0 has a mean.',
    orNull,
  ),
  minimum: describe('The lambda >= 0 with the best mean; null if none has a mean.', orNull),
  oneStandardError: describe(
    'The largest lambda >= 0 whose mean lies within one standard error of the best mean.',
    orNull,
  ),
  sparsest: describe(
    'The largest lambda >= 0 that differs from the best mean by no more than the standard error of their difference; null if nothing can be tested.',
    orNull,
  ),
  negative: v.optional(
    describe('A negative lambda with an even better mean: reported, never recommended.', finite),
  ),
  rule: describe('How lambda was chosen, in words.', v.string()),
});
export type Choice = v.InferOutput<typeof ChoiceSchema>;

export const LambdaReportSchema = v.strictObject({
  lambda: describe(GLOSSARY.lambda, finite),
  perWeight: describe(
    'What one unit of |w| (with groups, of their norm) adds to the objective: lambda, or lambda / count with scale "mean"; the mean over the pairs.',
    finite,
  ),
  method: describe('How the penalty enters training.', v.picklist(METHODS)),
  validation: describe(`On the validation rows. ${BY_NAME}`, METRICS),
  training: describe(
    'The same metrics on the training rows, with penalty and objective; objective is exactly dataLoss + penalty in each pair.',
    v.record(v.string(), SummarySchema),
  ),
  weights: describe(
    'The penalised parameters.',
    v.strictObject({
      count: describe(
        'Number of penalised parameters; the mean over the pairs, since a category may be missing from a fold.',
        finite,
      ),
      zeros: describe('Exact zeros among them.', SummarySchema),
      l1: describe('Their sum of |w| after training.', SummarySchema),
      l1Initial: describe('Their sum of |w| before training.', SummarySchema),
    }),
  ),
  features: describe(
    'For each feature, the share of the pairs in which it is kept: at least one of its first-layer weights is not exactly zero. Counts the trials that did not diverge; null if all diverged.',
    v.array(
      v.strictObject({
        name: describe('Name of the feature.', v.string()),
        kept: describe('Share of the pairs, from 0 to 1.', orNull),
      }),
    ),
  ),
  comparison: describe('Against the baseline; null for the baseline itself.', v.nullable(ComparisonSchema)),
  curves: describe('Epoch by epoch, means over the pairs.', CurvesSchema),
  bestEpochs: v.optional(
    describe(
      'For each pair: with patience, the epoch whose weights were restored; else the best of `stopping.candidates`, chosen by the other folds of its repeat. Null for a trial that diverged; left out where no epoch can be chosen.',
      v.array(v.nullable(count)),
    ),
  ),
  diverged: describe(
    'Trials whose loss stopped being finite, with the epoch and step (from 1) at which it did.',
    v.array(
      v.strictObject({
        repeat: describe('Repeat of its pair, from 0.', count),
        fold: describe('Fold of its pair, from 0.', count),
        epoch: describe('From 1.', count),
        step: describe('Step of that epoch, from 1.', count),
      }),
    ),
  ),
});
export type LambdaReport = v.InferOutput<typeof LambdaReportSchema>;

const StoppingSchema = v.strictObject({
  candidates: describe('The epochs among which the best was chosen; empty if none can be.', v.array(count)),
  reason: v.optional(describe('Why no epoch can be chosen.', v.string())),
  baseline: describe(
    'The baseline, stopped at its best epoch; null if none can be chosen, or there is no baseline.',
    v.nullable(
      v.strictObject({
        epoch: describe('Its best epoch: the median over the pairs, rounded up.', count),
        mean: describe('Mean of compare.metric there, as test.baselineMean is.', orNull),
        comparison: describe('Against its own end.', ComparisonSchema),
      }),
    ),
  ),
});
export type Stopping = v.InferOutput<typeof StoppingSchema>;
const ReferenceSchema = v.strictObject({
  name: describe(
    'mean: the mean of the target on the training rows; linear: ridge or logistic regression.',
    v.picklist(['mean', 'linear']),
  ),
  validation: describe(
    'Its metrics; without values, and with the reason, where it is left out.',
    MetricsSchema,
  ),
  comparison: describe(
    'Against the network with choice.lambda, or with compare.nested against what that judges; by itself, so at 95 %. Null if nothing was tested.',
    v.nullable(ComparisonSchema),
  ),
  reason: v.optional(describe('Why comparison is null.', v.string())),
});
export type Reference = v.InferOutput<typeof ReferenceSchema>;

const PathSchema = v.strictObject({
  lambda: describe('In ascending order.', v.array(finite)),
  zeros: describe(
    'Mean share of the penalised parameters that are exactly zero; null if a trial diverged.',
    v.array(orNull),
  ),
  features: describe('Mean number of features kept; null if every trial diverged.', v.array(orNull)),
  dropped: describe(
    'For each feature, the smallest lambda >= 0 from which fewer than half of the pairs keep it; null if the largest lambda keeps it.',
    v.array(
      v.strictObject({
        name: describe('Name of the feature.', v.string()),
        from: describe('That lambda, or null.', orNull),
      }),
    ),
  ),
});
export type Path = v.InferOutput<typeof PathSchema>;

const epochs = describe(
  'Epochs chosen; null with patience, which decides in each trial when to stop.',
  v.nullable(count),
);

const NestedSchema = v.strictObject({
  folds: describe('Inner folds of each training part.', count),
  choices: describe(
    'For each pair, what its inner folds chose; lambda is null if all diverged.',
    v.array(v.strictObject({ lambda: describe('The lambda chosen.', orNull), epochs })),
  ),
  validation: MetricsSchema,
  baseline: describe(
    'The baseline, with epochs chosen in the same way; null if there is no baseline.',
    v.nullable(
      v.strictObject({
        epochs: describe('Epochs chosen for each pair.', v.array(epochs)),
        validation: MetricsSchema,
      }),
    ),
  ),
  test: describe('How that choice was tested.', TestSchema),
  comparison: describe('Against that baseline.', v.nullable(ComparisonSchema)),
});
export type Nested = v.InferOutput<typeof NestedSchema>;

export const ReportSchema = v.strictObject({
  headline: describe('The answer in one sentence.', v.string()),
  advice: describe(
    'What to do for accuracy, for a small network, and for few features, in this order.',
    v.array(AdviceSchema),
  ),
  recipe: describe(
    'The recipe with every default filled in, without data that were sent along.',
    v.record(v.string(), v.unknown()),
  ),
  data: describe(
    'The data as they were used.',
    v.strictObject({
      rows: describe('Rows used, without those that were left out.', count),
      features: describe('Names of the features, in the order of the columns.', v.array(v.string())),
      target: describe('Name of the column that is predicted.', v.string()),
      task: describe(
        'Whether a number or a class is predicted.',
        v.picklist(['regression', 'classification']),
      ),
      classes: v.optional(
        describe('For a classification: the classes, in the order of the outputs.', v.array(v.string())),
      ),
      rowsWithoutTarget: describe(
        'Rows left out because their target is missing, whatever data.missing says.',
        count,
      ),
      droppedRows: describe(
        'Further rows, with a target, left out by missing "drop-row" for missing values in other columns.',
        count,
      ),
      dropped: v.optional(
        describe(
          'With droppedRows: each column that has no value in some row that has a target, the costliest first.',
          v.array(
            v.strictObject({
              column: describe('Name of the column.', v.string()),
              rows: describe('Rows in which it has no value.', count),
              alone: describe('Of these, the rows in which no other column lacks one.', count),
            }),
          ),
        ),
      ),
      unseenCategories: describe(
        'Validation cells with a category that no training row has, counted over all pairs.',
        count,
      ),
      reading: describe('How the data were read, column by column.', ReadingSchema),
    }),
  ),
  design: describe(
    'How rows became pairs.',
    v.strictObject({
      pairs: describe('Pairs of training and validation rows: folds times repeats.', count),
      trials: describe('Pairs times lambdas.', count),
      repeats: describe('Rounds, each with initial weights of its own.', count),
      folds: v.optional(describe('Folds of each repeat.', count)),
      holdout: v.optional(describe('With split.holdout: the share of the rows that validates.', finite)),
      order: describe(
        'Repeat and fold of each pair, from 0; every array of values is in this order.',
        v.array(v.tuple([count, count])),
      ),
      trainingRows: describe('Number of training rows, for each pair.', v.array(count)),
      validationRows: describe('Number of validation rows, for each pair.', v.array(count)),
    }),
  ),
  engine: describe('The engine that trained: fused or tfjs.', v.string()),
  arithmetic: describe('The arithmetic that training used.', ArithmeticSchema),
  method: describe(
    'How the penalty enters training, and why in this way.',
    v.strictObject({
      name: describe('subgradient or proximal, as in the recipe.', v.picklist(METHODS)),
      reason: describe('Why this one.', v.string()),
    }),
  ),
  grid: v.optional(describe('With lambdas "auto": how they were found.', GridSchema)),
  test: describe('How the lambdas were tested against the baseline.', TestSchema),
  lambdas: describe('What each lambda came to, in the order of the recipe.', v.array(LambdaReportSchema)),
  stopping: describe(
    'What stopping at the best epoch changes: training past it spoils a network as a penalty can mend it.',
    StoppingSchema,
  ),
  path: describe('What becomes zero and which features are dropped as lambda grows.', PathSchema),
  choice: describe('Which lambda to take, and others that one may prefer.', ChoiceSchema),
  references: describe(
    'What the chosen network is up against, on the same pairs: the mean of the target (for classes their shares), and a linear model (ridge, for classes logistic regression).',
    v.array(ReferenceSchema),
  ),
  nested: v.optional(
    describe(
      'With compare.nested: what choosing lambda gains, measured on rows that had no part in the choice.',
      NestedSchema,
    ),
  ),
  findings: describe(
    'What a careful colleague would say on seeing these results, most pressing first.',
    v.array(FindingSchema),
  ),
  cost: describe(
    'The work: optimizer steps taken, and floating-point operations and bytes as planned.',
    v.strictObject({
      steps: describe('Optimizer steps.', count),
      flops: describe('Floating-point operations of the matrix products.', count),
      bytes: describe('The most bytes held in buffers and WebAssembly memories.', count),
    }),
  ),
  version: describe('Version of absum that wrote the report.', v.string()),
  predictions: v.optional(
    describe(
      'With include "predictions": what each lambda predicts for rows that it did not train on.',
      PredictionsSchema,
    ),
  ),
  losses: v.optional(
    describe(
      'With include "losses": what the verdict is computed from, row by row, for a test of your own.',
      LossesSchema,
    ),
  ),
  weights: v.optional(
    describe(
      'With include "weights": the first layer of each lambda, as trained on the first pair.',
      FirstLayerSchema,
    ),
  ),
  refit: v.optional(describe('With include "model": how the model was trained, on all rows.', RefitSchema)),
  model: v.optional(
    describe(
      'With include "model": the network of the chosen lambda, for POST /v1/predict; null if there is none, and refit says why.',
      v.nullable(ModelSchema),
    ),
  ),
});
export type Report = v.InferOutput<typeof ReportSchema>;
