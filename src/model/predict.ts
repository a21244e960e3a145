import * as v from 'valibot';
import { createPacer } from '../pace.ts';
import { count, describe, finite } from '../schema.ts';
import { doInTurns, finish } from '../sliced.ts';
import { type PredictedRows, type PredictOptions, startingPrediction } from './prediction.ts';
import type { RowsInput } from './read-rows.ts';

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

export type { PredictOptions };

/**
 * Predicts rows with a model that `compare` gave with `include: ["model"]`. It computes in f64 and in a fixed
 * order: the numbers are the same on every host, and differ from the engine's only by the rounding of
 * float32.
 *
 * @param input the model, as read from its JSON; validated here
 * @param rows objects by column name, arrays in the order of the features, or a CSV text; read as the training data were
 * @throws AbsumError `invalid-model` for a model that is damaged or of another version; `invalid-data` for rows that
 *   it cannot read, naming the cell; `limit-exceeded`
 */
export function predict(input: unknown, rows: RowsInput, options: PredictOptions = {}): Prediction {
  const prediction = finish(startingPrediction(input, rows, options));
  prediction.predictRows(prediction.rows);
  return collect(prediction.read());
}

/** The same, letting others be served after every few milliseconds. Throws `aborted` when the signal fires. */
export async function predictInTurns(
  input: unknown,
  rows: RowsInput,
  { signal, ...options }: PredictOptions & { readonly signal?: AbortSignal } = {},
): Promise<PredictedRows> {
  const reading = createPacer(1, { signal });
  const prediction = await doInTurns(startingPrediction(input, rows, options), reading);
  const pacer = createPacer(prediction.secondsPerRow, { signal });
  for (let left = prediction.rows; left > 0; left -= pacer.stepsAtOnce) {
    const some = Math.min(left, pacer.stepsAtOnce);
    prediction.predictRows(some);
    await pacer.pause(some);
  }
  return prediction.read();
}

/** The prediction as one object. */
export function collect({ target, rows, classes, unseen, ...read }: PredictedRows): Prediction {
  const each = Array.from({ length: rows }, (_, row) => row);
  if (classes === null) {
    return { target, predictions: each.map(read.readNumber), unseenCategories: unseen };
  }
  return {
    target,
    predictions: each.map(read.readClass).map((c) => classes[c]),
    classes: [...classes],
    probabilities: each.map((row) => [...read.readProbabilities(row)]),
    unseenCategories: unseen,
  };
}
