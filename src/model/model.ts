import * as v from 'valibot';
import { amount, bulk, count, describe, finite, positive } from '../schema.ts';

/**
 * The model: a trained network that has left absum, as plain JSON. It says all that is needed to predict: how a
 * row becomes the network's inputs, the network, and how its output becomes a prediction. One schema gives the
 * type, the check of what comes back, and the OpenAPI document.
 *
 *   input      = (value - mean) / scale for each column; the value of a category's column is 1 or 0
 *   hidden     = activation(input * weights + biases), layer by layer; the last layer has no activation
 *   prediction = output * targetScale + targetMean, or the class with the highest output
 */

export const FORMAT = 'absum-model';
/** Raised when a model of this absum could not be read by an older one. */
export const FORMAT_VERSION = 1;

const name = v.pipe(v.string(), v.minLength(1));

const FeatureSchema = v.strictObject({
  name,
  kind: v.picklist(['number', 'text']),
  fill: describe(
    'What a missing number is read as where missing is "mean"; a missing text is 0 in every category.',
    finite,
  ),
  columns: describe(
    'Its inputs of the network: one for a number, one for each category of a text.',
    v.pipe(
      v.array(
        v.strictObject({
          category: describe('The text whose presence is 1; null for a number.', v.nullable(v.string())),
          mean: finite,
          scale: positive,
        }),
      ),
      v.minLength(1),
    ),
  ),
});
export type ModelFeature = v.InferOutput<typeof FeatureSchema>;

const numbers = bulk<readonly number[]>({ type: 'number' });

const LayerSchema = v.strictObject({
  inputs: amount,
  outputs: amount,
  weights: describe('[inputs, outputs], row-major; float32 values, in nine digits.', numbers),
  biases: describe('[outputs]', numbers),
});

export const ModelSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(FORMAT_VERSION),
  lambda: finite,
  epochs: describe('For how many it was trained.', count),
  task: v.picklist(['regression', 'classification']),
  target: describe('Name of the column that it predicts.', name),
  classes: v.optional(
    describe(
      'Of a classification, in the order of the outputs.',
      v.pipe(v.array(v.string()), v.minLength(2)),
    ),
  ),
  targetMean: finite,
  targetScale: positive,
  missing: describe(
    'What is done with a missing value: "mean" fills it in, the other two refuse it.',
    v.picklist(['refuse', 'mean', 'drop-row']),
  ),
  features: describe('In the order of the inputs.', v.pipe(v.array(FeatureSchema), v.minLength(1))),
  network: v.strictObject({
    hidden: describe('Widths of the hidden layers.', v.array(amount)),
    activation: v.picklist(['relu', 'tanh', 'sigmoid', 'elu', 'linear']),
  }),
  layers: describe('From input to output.', v.pipe(v.array(LayerSchema), v.minLength(1))),
});
export type Model = v.InferOutput<typeof ModelSchema>;
