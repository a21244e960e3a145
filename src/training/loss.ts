import type { Matrix } from '../data/encode.ts';
import type { Loss } from '../engines/engine.ts';
import { exp, log } from '../math/elementary.ts';
import { applySoftmax } from '../model/forward.ts';

/**
 * The data loss of `engine.ts`, in f64, of outputs against targets, both [rows, outputs]. Every data loss in
 * a report is this one; the engines compute theirs only for the gradient.
 */
export function computeDataLoss(loss: Loss, outputs: Float32Array, targets: Matrix): number {
  if (loss.name === 'cross-entropy') return crossEntropy(outputs, targets);
  const deviate = DEVIATIONS[loss.name];
  const delta = loss.name === 'huber' ? loss.delta : 0;
  let sum = 0;
  for (let i = 0; i < outputs.length; i++) sum += deviate(outputs[i] - targets.values[i], delta);
  return sum / outputs.length;
}

const DEVIATIONS = {
  mse: (d: number) => d * d,
  mae: (d: number) => Math.abs(d),
  huber: (d: number, delta: number) => {
    const size = Math.abs(d);
    return size <= delta ? (d * d) / 2 : delta * (size - delta / 2);
  },
};

/** Mean over rows of the cross-entropy. */
function crossEntropy(outputs: Float32Array, targets: Matrix): number {
  let total = 0;
  for (let row = 0; row < targets.rows; row++) total += crossEntropyOf(outputs, targets, row);
  return total / targets.rows;
}

/** log(sum of exp z) - z of the row's class, with the largest z subtracted first. */
function crossEntropyOf(outputs: Float32Array, { columns, values }: Matrix, row: number): number {
  const scores = outputs.subarray(row * columns, (row + 1) * columns);
  let largest = scores[0];
  for (const score of scores) if (!(score <= largest)) largest = score;
  let sum = 0;
  let chosen = 0;
  for (let c = 0; c < columns; c++) {
    sum += exp(scores[c] - largest);
    if (values[row * columns + c] === 1) chosen = scores[c];
  }
  return log(sum) + (largest - chosen);
}

/** The data loss of each row by itself, one output a row, or one a class: their mean is `computeDataLoss`. */
export function listRowLosses(loss: Loss, outputs: Float32Array, targets: Matrix): Float64Array {
  if (loss.name === 'cross-entropy') {
    return Float64Array.from({ length: targets.rows }, (_, row) => crossEntropyOf(outputs, targets, row));
  }
  const deviate = DEVIATIONS[loss.name];
  const delta = loss.name === 'huber' ? loss.delta : 0;
  return Float64Array.from(outputs, (output, i) => deviate(output - targets.values[i], delta));
}

/** The softmax of scores [rows, columns], in f64. */
export function toProbabilities(scores: Float32Array, columns: number): Float64Array {
  return applySoftmax(Float64Array.from(scores), columns);
}
