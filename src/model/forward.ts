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

/** Writes the outputs [rows, outputs] for encoded rows [rows, inputs]. */
export type Forward = (inputs: Matrix, outputs: Float64Array) => void;

/**
 * Prepares a model's network, which computes in f64, row by row and in the order of the inputs. Its outputs
 * differ from those of an engine by the rounding of float32.
 */
export function prepareForward({ layers, network }: Pick<Model, 'layers' | 'network'>): Forward {
  const activate = ACTIVATIONS[network.activation];
  const parameters = flattenParameters(layers);
  const widest = layers.reduce((most, { outputs }) => Math.max(most, outputs), 0);
  const scratch = [new Float64Array(widest), new Float64Array(widest)];
  return ({ rows, columns, values }, outputs) => {
    for (let row = 0; row < rows; row++) {
      let x: Float32Array | Float64Array = values.subarray(row * columns, (row + 1) * columns);
      let at = 0;
      for (let l = 0; l < layers.length; l++) {
        const { inputs, outputs: n } = layers[l];
        const sums = scratch[l % 2];
        const biases = at + inputs * n;
        for (let o = 0; o < n; o++) sums[o] = parameters[biases + o];
        addProduct(sums, n, x, inputs, parameters, at);
        if (l < layers.length - 1) for (let o = 0; o < n; o++) sums[o] = activate(sums[o]);
        x = sums;
        at = biases + n;
      }
      const n = layers[layers.length - 1].outputs;
      for (let o = 0; o < n; o++) outputs[row * n + o] = x[o];
    }
  };
}

/**
 * Of each layer its weights, then its biases, one layer after the other. Rounded to float32, as in an engine:
 * the file may have been changed since absum wrote it.
 */
function flattenParameters(layers: Model['layers']): Float32Array {
  const count = layers.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  const parameters = new Float32Array(count);
  let at = 0;
  for (const { weights, biases } of layers) {
    parameters.set(weights, at);
    parameters.set(biases, at + weights.length);
    at += weights.length + biases.length;
  }
  return parameters;
}

/** sums [n] += x [inputs] times weights [inputs, n], which begin at `from`. */
function addProduct(
  sums: Float64Array,
  n: number,
  x: Float32Array | Float64Array,
  inputs: number,
  weights: Float32Array,
  from: number,
): void {
  let i = 0;
  // Four inputs at a time, though still added one after another, take a quarter of the time.
  for (; i + 4 <= inputs; i += 4) {
    const [x0, x1, x2, x3] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
    const start = from + i * n;
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
  for (; i < inputs; i++) {
    for (let o = 0; o < n; o++) sums[o] += x[i] * weights[from + i * n + o];
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
