import * as v from 'valibot';
import { encodeFeatures } from '../data/encode.ts';
import { errorAt } from '../errors.ts';
import { count, describe, finite } from '../schema.ts';
import { applySoftmax, runForward } from './forward.ts';
import type { Model } from './model.ts';
import { parseModel } from './parse-model.ts';
import { type ReadOptions, type RowsInput, readRows } from './read-rows.ts';

/** What a model predicts for some rows. */
export const PredictionSchema = v.strictObject({
  target: describe('Name of the predicted column.', v.string()),
  predictions: describe(
    "One for each row: a number in the target's own units, or the most probable class (the first among equals).",
    v.union([v.array(finite), v.array(v.string())]),
  ),
  classes: v.optional(
    describe('For a classification: the classes, in the order of the probabilities.', v.array(v.string())),
  ),
  probabilities: v.optional(describe('[rows][classes]', v.array(v.array(finite)))),
  unseenCategories: describe(
    'Cells with a category that no training row had; each is 0 in every category.',
    count,
  ),
});
export type Prediction = v.InferOutput<typeof PredictionSchema>;

export interface PredictOptions extends ReadOptions {
  /** The most rows times parameters of the model; no limit by default. */
  readonly products?: number;
}

/**
 * Predicts rows with a model that `compare` gave with `include: ["model"]`. It computes in f64 and in a fixed
 * order: the numbers are the same on every host, and differ from the engine's only by the rounding of
 * float32.
 *
 * @param input the model, as read from its JSON; validated here
 * @param rows objects by feature name, arrays in the order of the features, or a CSV text with a header
 * @throws AbsumError `invalid-model` for a model that is damaged or of another version; `invalid-data` for rows that
 *   it cannot read, naming the cell; `limit-exceeded`
 */
export function predict(input: unknown, rows: RowsInput, options: PredictOptions = {}): Prediction {
  const model = parseModel(input);
  const features = readRows(model, rows, options);
  const length = features[0].values.length;
  checkProducts(model, length, options.products ?? Infinity);
  const positions = Int32Array.from({ length }, (_, row) => row);
  const { matrix, unseen } = encodeFeatures({ features }, readEncoding(model), positions);
  const outputs = runForward(model, matrix);
  return { ...readOutputs(model, outputs), unseenCategories: unseen };
}

function checkProducts({ layers }: Model, rows: number, limit: number): void {
  const parameters = layers.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  if (rows * parameters <= limit) return;
  const message = `${rows} rows x ${parameters} parameters exceed the limit of ${limit}: send fewer rows at a time`;
  throw errorAt('limit-exceeded', 'rows', message);
}

/** A model's features as the data room encodes them. */
function readEncoding({ features }: Model) {
  const columns = features.flatMap(({ name: feature, fill, columns }) =>
    columns.map((column) => ({ feature, fill, ...column })),
  );
  // The weights of a constant feature are 0.
  return { columns, constantFeatures: [] };
}

function readOutputs({ task, target, classes = [], targetMean, targetScale }: Model, outputs: Float64Array) {
  const values = task === 'regression' ? outputs.map((output) => output * targetScale + targetMean) : outputs;
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    const row = task === 'regression' ? wrong : Math.floor(wrong / classes.length);
    const message = `row ${row} gives no finite number: the weights are too large for its values`;
    throw errorAt('invalid-model', 'model.layers', message);
  }
  if (task === 'regression') return { target, predictions: [...values] };
  const rows = values.length / classes.length;
  const cut = (all: Float64Array, row: number) =>
    all.subarray(row * classes.length, (row + 1) * classes.length);
  const predictions = Array.from({ length: rows }, (_, row) => {
    const scores = cut(values, row);
    return classes[scores.indexOf(scores.reduce((a, b) => Math.max(a, b)))];
  });
  const all = applySoftmax(values, classes.length);
  const probabilities = Array.from({ length: rows }, (_, row) => [...cut(all, row)]);
  return { target, predictions, classes: [...classes], probabilities };
}
