import * as v from 'valibot';
import { count, describe, finite, orNull } from '../schema.ts';

// What a report holds besides where a recipe's `include` asks for it.

export const RefitSchema = v.strictObject({
  lambda: describe(
    'choice.minimum, or the baseline where that is null; null where there is neither.',
    orNull,
  ),
  epochs: describe("The recipe's; with patience the median best epoch of its pairs.", v.nullable(count)),
  diverged: describe(
    'The epoch and step (from 1) where its loss stopped being finite.',
    v.nullable(v.strictObject({ epoch: count, step: count })),
  ),
  sentence: describe('What was trained, and why this lambda.', v.string()),
});

const cellValue = v.union([finite, v.string()]);

export const PredictionsSchema = v.strictObject({
  repeat: describe('The repeat whose pairs predicted, counted from 0: the first.', count),
  rows: describe(
    'Positions in the data set, from the smallest up, of the rows that this repeat validates, each once.',
    v.array(count),
  ),
  actual: describe('The target of each row in its own units, or its class.', v.array(cellValue)),
  lambdas: v.array(
    v.strictObject({
      lambda: finite,
      predicted: describe(
        'For each row what the network predicts that did not see it in training; null where its trial diverged.',
        v.array(v.nullable(cellValue)),
      ),
      probability: v.optional(
        describe('For classes: the probability of the class predicted.', v.array(orNull)),
      ),
    }),
  ),
});
export type Predictions = v.InferOutput<typeof PredictionsSchema>;

export const FirstLayerSchema = v.strictObject({
  repeat: count,
  fold: describe('Repeat and fold of the pair whose networks these are: the first of each.', count),
  columns: describe(
    "The network's inputs; a text feature has one for each category.",
    v.array(v.strictObject({ feature: v.string(), category: v.nullable(v.string()) })),
  ),
  units: count,
  lambdas: v.array(
    v.strictObject({
      lambda: finite,
      values: describe(
        'First-layer weights [columns][units]; null where the trial diverged.',
        v.nullable(v.array(v.array(finite))),
      ),
    }),
  ),
});
export type FirstLayer = v.InferOutput<typeof FirstLayerSchema>;
