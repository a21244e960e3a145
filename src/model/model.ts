import * as v from 'valibot';
import { DATE_ORDERS, DATE_PARTS } from '../data/reading/date-parts.ts';
import {
  amount,
  bulk,
  count,
  type DeepReadonly,
  describe,
  finite,
  missingMarkers,
  positive,
} from '../schema.ts';

/**
 * The model: a trained network that has left absum, as plain JSON. It holds everything needed to predict: how
 * a row becomes the network's inputs, the network, and how its output becomes a prediction. One schema gives
 * the type, the check when a model comes back, and the OpenAPI document.
 *
 *   input      = (value - mean) / scale for each column; the value of a category's column is 1 or 0
 *   hidden     = activation(input * weights + biases), layer by layer; the last layer has no activation
 *   prediction = output * targetScale + targetMean, or the class with the highest output
 */

export const FORMAT = 'absum-model';
/** Raised when an older absum could not read a model of this one. */
export const FORMAT_VERSION = 1;

const name = v.pipe(v.string(), v.minLength(1));

/** A currency or a unit; those that are known have at most a dozen characters. */
const affix = v.pipe(v.string(), v.maxLength(20));

const NotationSchema = v.strictObject({
  decimal: describe('Decimal mark.', v.picklist(['.', ','])),
  thousands: describe('What stands between thousands.', v.picklist(['', ',', '.', ' ', "'"])),
  prefix: describe('What stands before each number, such as "$".', affix),
  suffix: describe('What follows each number, such as "%" or "kg".', affix),
});

const DateSchema = v.strictObject({
  column: describe('The column of dates.', name),
  part: describe(
    'What of each date is the number; days counts from 1970-01-01, and weekday is 1 on Mondays.',
    v.picklist(DATE_PARTS),
  ),
  order: describe('How training wrote its dates, which decides what 1/2/2024 is.', v.picklist(DATE_ORDERS)),
});

const FeatureSchema = v.strictObject({
  name: describe('Name of the column.', name),
  kind: describe('Whether its cells are numbers or texts.', v.picklist(['number', 'text'])),
  fill: describe(
    'What a missing number is read as if missing is "mean"; a missing text is 0 in every category.',
    finite,
  ),
  columns: describe(
    'The network inputs of the feature: one for a number, one for each category of a text.',
    v.pipe(
      v.array(
        v.strictObject({
          category: describe('The text whose presence is 1; null for a number.', v.nullable(v.string())),
          mean: describe(
            "What is subtracted from a value: the mean of the training rows, in the feature's own units.",
            finite,
          ),
          scale: describe(
            'What is then divided by: the standard deviation of the training rows, in the same units.',
            positive,
          ),
        }),
      ),
      v.minLength(1),
    ),
  ),
  notation: v.optional(
    describe(
      'How training wrote these numbers, where that was not plainly; plain numbers are read too.',
      NotationSchema,
    ),
  ),
  binary: v.optional(
    describe('Training saw nothing but 0 and 1: true and false are read as 1 and 0.', v.literal(true)),
  ),
  date: v.optional(describe('For a number taken of dates: where from.', DateSchema)),
});
export type ModelFeature = v.InferOutput<typeof FeatureSchema>;

const numbers = bulk<readonly number[]>({ type: 'number' });

const LayerSchema = v.strictObject({
  inputs: describe('Values that come in.', amount),
  outputs: describe('Units of the layer.', amount),
  weights: describe('[inputs, outputs], row-major; float32 values in nine digits.', numbers),
  biases: describe('[outputs]; float32 values in nine digits.', numbers),
});

export const ModelSchema = v.strictObject({
  format: describe('What this JSON is.', v.literal(FORMAT)),
  version: describe('Version of the format, not of absum.', v.literal(FORMAT_VERSION)),
  lambda: describe('The lambda that it was trained with.', finite),
  epochs: describe('How many epochs it was trained for.', count),
  task: describe('Whether it predicts a number or a class.', v.picklist(['regression', 'classification'])),
  target: describe('Name of the column that it predicts.', name),
  classes: v.optional(
    describe(
      'For a classification: the classes, in the order of the outputs.',
      v.pipe(v.array(v.string()), v.minLength(2)),
    ),
  ),
  targetMean: describe("What is added to the scaled output, in the target's own units.", finite),
  targetScale: describe("What the output is multiplied by, in the target's own units.", positive),
  missing: describe(
    'What is done with a missing value: "mean" fills it in, the other two refuse it.',
    v.picklist(['refuse', 'mean', 'drop-row']),
  ),
  missingMarkers: v.optional(
    describe('What else than nothing, NA, N/A, NaN and null is read as a missing value.', missingMarkers),
  ),
  ignored: v.optional(
    describe(
      'Columns of the training data that are neither features nor the target; they are ignored.',
      v.array(name),
    ),
  ),
  features: describe('In the order of the inputs.', v.pipe(v.array(FeatureSchema), v.minLength(1))),
  network: describe(
    'The shape of the network.',
    v.strictObject({
      hidden: describe('Widths of the hidden layers.', v.array(amount)),
      activation: describe(
        'Activation of every hidden unit.',
        v.picklist(['relu', 'tanh', 'sigmoid', 'elu', 'linear']),
      ),
    }),
  ),
  layers: describe('From input to output.', v.pipe(v.array(LayerSchema), v.minLength(1))),
});
export type Model = v.InferOutput<typeof ModelSchema>;
/** A model that comes back: that of a report, or its JSON. */
export type ModelInput = DeepReadonly<v.InferInput<typeof ModelSchema>>;
