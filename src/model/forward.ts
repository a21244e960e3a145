import type { Matrix } from '../data/encode.ts';
import { exp, expm1, tanh } from '../math/elementary.ts';
import type { Model } from './model.ts';

/** Values of the hidden units, computed by our own functions so that every host predicts the same bytes. */
const ACTIVATIONS: Record<Model['network']['activation'], (x: number) => number> = {
  relu: (x) => Math.max(x, 0),
  tanh,
  sigmoid,
  elu: (x) => (x > 0 ? x : expm1(x)),
  linear: (x) => x,
};

function sigmoid(x: number): number {
  // Of the two forms, the one whose exponential cannot overflow.
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/**
 * The outputs [rows, outputs] of a model's network, in f64, row by row and in the order of the inputs. Those
 * of an engine differ by the rounding of float32.
 *
 * @param inputs encoded rows [rows, inputs]
 */
export function runForward(
  { layers, network }: Pick<Model, 'layers' | 'network'>,
  { rows, columns, values }: Matrix,
): Float64Array {
  const activate = ACTIVATIONS[network.activation];
  // Rounded to float32, as in an engine: the file may have been changed since absum wrote it.
  const held = layers.map((layer) => ({
    weights: Float32Array.from(layer.weights),
    biases: Float32Array.from(layer.biases),
    sums: new Float64Array(layer.outputs),
  }));
  const last = held[held.length - 1].sums;
  const outputs = new Float64Array(rows * last.length);
  for (let row = 0; row < rows; row++) {
    let x: Float32Array | Float64Array = values.subarray(row * columns, (row + 1) * columns);
    for (const { weights, biases, sums } of held) {
      sums.set(biases);
      addProduct(sums, x, weights);
      if (sums !== last) for (let o = 0; o < sums.length; o++) sums[o] = activate(sums[o]);
      x = sums;
    }
    outputs.set(last, row * last.length);
  }
  return outputs;
}

/** sums [outputs] += x [inputs] times weights [inputs, outputs]. */
function addProduct(sums: Float64Array, x: Float32Array | Float64Array, weights: Float32Array): void {
  const n = sums.length;
  let i = 0;
  // Four inputs at a time, though still added one after another, take a quarter of the time.
  for (; i + 4 <= x.length; i += 4) {
    const [x0, x1, x2, x3] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
    const start = i * n;
    for (let o = 0; o < n; o++) {
      const at = start + o;
      sums[o] =
        sums[o] +
        x0 * weights[at] +
        x1 * weights[at + n] +
        x2 * weights[at + 2 * n] +
        x3 * weights[at + 3 * n];
    }
  }
  for (; i < x.length; i++) {
    for (let o = 0; o < n; o++) sums[o] += x[i] * weights[i * n + o];
  }
}

/** Turns each row of scores [rows, columns] into its softmax, in place. */
export function applySoftmax(scores: Float64Array, columns: number): Float64Array {
  for (let start = 0; start < scores.length; start += columns) {
    const row = scores.subarray(start, start + columns);
    const largest = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += row[c] = exp(row[c] - largest);
    for (let c = 0; c < columns; c++) row[c] /= sum;
  }
  return scores;
}
