import * as v from 'valibot';
import { METRIC_NAMES } from '../recipe/metrics.ts';
import { count, describe, finite, orNull } from '../schema.ts';
import { GLOSSARY } from '../words/glossary.ts';

// What a report also holds if a recipe's `include` asks for it.

export const RefitSchema = v.strictObject({
  lambda: describe('choice.lambda; null if that is.', orNull),
  epochs: describe(
    "The recipe's epochs; with patience, the median of its pairs' best epochs; with nested, of those that the inner folds chose.",
    v.nullable(count),
  ),
  diverged: describe(
    'The epoch and step (from 1) at which its loss stopped being finite.',
    v.nullable(
      v.strictObject({
        epoch: describe('From 1.', count),
        step: describe('Step of that epoch, from 1.', count),
      }),
    ),
  ),
  sentence: describe('What was trained, and why this lambda.', v.string()),
});

export const LossesSchema = v.strictObject({
  metric: describe('The metric that decides: compare.metric.', v.picklist(METRIC_NAMES)),
  scale: describe(
    'Whether the values belong to the metric or to its logarithm: for errors above 0 throughout, the logarithm.',
    v.picklist(['metric', 'logarithm']),
  ),
  reason: v.optional(describe('Why values are null.', v.string())),
  pairs: describe(
    'In the order of design.order.',
    v.array(
      v.strictObject({
        repeat: describe('From 0.', count),
        fold: describe('From 0.', count),
        rows: describe('Positions in the data of the rows that validate.', v.array(count)),
        groups: v.optional(
          describe(
            'Where rows are grouped: the number of the group of each, by which the verdict adds up.',
            v.array(count),
          ),
        ),
        lambdas: describe(
          'In the order of the recipe.',
          v.array(
            v.strictObject({
              lambda: describe(GLOSSARY.lambda, finite),
              values: describe(
                "For each row, the metric of the pair (or its logarithm) plus the row's influence on it: their mean is that of the pair. Null where the trial diverged, or there are none.",
                v.nullable(v.array(finite)),
              ),
            }),
          ),
        ),
      }),
    ),
  ),
});
export type Losses = v.InferOutput<typeof LossesSchema>;

const cellValue = v.union([finite, v.string()]);

export const PredictionsSchema = v.strictObject({
  repeat: describe('The repeat whose pairs predict, counted from 0: the first.', count),
  rows: describe(
    'Positions in the data set of the validation rows of this repeat, each once, in ascending order.',
    v.array(count),
  ),
  actual: describe('The target of each row in its own units, or its class.', v.array(cellValue)),
  lambdas: describe(
    'In the order of the recipe.',
    v.array(
      v.strictObject({
        lambda: describe(GLOSSARY.lambda, finite),
        predicted: describe(
          'For each row, the prediction of the network that did not train on it; null if its trial diverged.',
          v.array(v.nullable(cellValue)),
        ),
        probability: v.optional(
          describe('For classes: the probability of the predicted class.', v.array(orNull)),
        ),
      }),
    ),
  ),
});
export type Predictions = v.InferOutput<typeof PredictionsSchema>;

export const FirstLayerSchema = v.strictObject({
  repeat: describe('Repeat of the pair that these networks were trained on, from 0: the first.', count),
  fold: describe('Fold of that pair, from 0: the first.', count),
  columns: describe(
    "The network's inputs; a text feature has one for each category.",
    v.array(
      v.strictObject({
        feature: describe('Name of the feature.', v.string()),
        category: describe('The text whose presence is 1; null for a number.', v.nullable(v.string())),
      }),
    ),
  ),
  units: describe('Units of the first hidden layer; without one, outputs.', count),
  lambdas: describe(
    'In the order of the recipe.',
    v.array(
      v.strictObject({
        lambda: describe(GLOSSARY.lambda, finite),
        values: describe(
          'First-layer weights [columns][units]; null if the trial diverged.',
          v.nullable(v.array(v.array(finite))),
        ),
      }),
    ),
  ),
});
export type FirstLayer = v.InferOutput<typeof FirstLayerSchema>;
