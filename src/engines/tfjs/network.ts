import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Loss, Network } from '../engine.ts';
import type { Layout } from '../layout.ts';
import { absSum } from './abs-sum.ts';

/** The tensors of one layer: weights [inputs, outputs], biases [outputs]. */
export interface LayerTensors {
  readonly weights: tf.Tensor2D;
  readonly biases: tf.Tensor1D;
}

/** Copies the flat parameters [parameterCount] into the tensors of each layer. */
export function splitParameters(parameters: tf.Tensor1D, { layers }: Layout): LayerTensors[] {
  const sizes = [
    ...layers.map(({ inputs, outputs }) => inputs * outputs),
    ...layers.map(({ outputs }) => outputs),
  ];
  const parts: tf.Tensor1D[] = tf.split(parameters, sizes);
  return layers.map(({ inputs, outputs }, i) => ({
    weights: tf.reshape(parts[i], [inputs, outputs]),
    biases: parts[layers.length + i],
  }));
}

/** The tensors of all layers in the order of the flat parameters. */
export function listTensors(layers: readonly LayerTensors[]): tf.Tensor[] {
  return [...layers.map(({ weights }) => weights), ...layers.map(({ biases }) => biases)];
}

/**
 * Outputs [rows, outputs] for features [rows, inputs].
 *
 * @param masks one dropout mask [rows, width] for each hidden layer; none when predicting
 */
export function forward(
  layers: readonly LayerTensors[],
  activation: Network['activation'],
  features: tf.Tensor2D,
  masks: readonly tf.Tensor2D[] = [],
): tf.Tensor2D {
  let signal = features;
  layers.forEach(({ weights, biases }, i) => {
    signal = tf.add(tf.matMul(signal, weights), biases);
    if (i === layers.length - 1) return;
    signal = ACTIVATIONS[activation](signal);
    if (masks.length > 0) signal = tf.mul(signal, masks[i]);
  });
  return signal;
}

const ACTIVATIONS: Record<Activation, (x: tf.Tensor2D) => tf.Tensor2D> = {
  relu: tf.relu,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  elu: tf.elu,
  linear: (x) => x,
};

/** The data loss (see `engine.ts`) of predictions [rows, outputs] against targets of that shape. */
export function dataLoss(loss: Loss, predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  switch (loss.name) {
    case 'mse':
      return tf.mean(tf.squaredDifference(predictions, targets));
    case 'mae':
      return tf.div(absSum(tf.sub(predictions, targets)), predictions.size);
    case 'huber': {
      // With c = d cut to [-delta, delta]: c (d - c / 2) is d^2 / 2 inside and delta (|d| - delta / 2) outside.
      const d = tf.sub(predictions, targets);
      const c = tf.clipByValue(d, -loss.delta, loss.delta);
      return tf.mean(tf.mul(c, tf.sub(d, tf.div(c, 2))));
    }
    case 'cross-entropy':
      return tf.neg(tf.div(tf.sum(tf.mul(targets, tf.logSoftmax(predictions))), predictions.shape[0]));
  }
}
