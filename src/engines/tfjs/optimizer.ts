import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../engine.ts';

export interface Update {
  readonly parameters: tf.Tensor1D;
  /** What the optimizer keeps for the next step: tensors as long as the parameters. */
  readonly moments: tf.Tensor1D[];
  /**
   * What a proximal step multiplies the penalty's coefficient by, for each parameter or one for all:
   * the learning rate in the optimizer's own metric, so that a fixed point of update and soft-threshold
   * is a stationary point of the objective (ProxGen; Yun, Lozano and Yang 2021, arXiv:2006.12098).
   */
  readonly metric: number | tf.Tensor1D;
}

/** One optimizer's update of flat parameters by their flat gradient. */
export type UpdateRule = (
  parameters: tf.Tensor1D,
  gradient: tf.Tensor1D,
  moments: readonly tf.Tensor1D[],
) => Update;

/** How many moments each optimizer keeps; all start at 0. */
export const MOMENT_COUNTS: Record<Optimizer['name'], number> = { sgd: 0, momentum: 1, rmsprop: 1, adam: 2 };

/** The update rule of an optimizer, as PyTorch defines it. */
export function createUpdateRule(optimizer: Optimizer): UpdateRule {
  switch (optimizer.name) {
    case 'sgd':
      return (w, g) => ({
        parameters: tf.sub(w, tf.mul(g, optimizer.learningRate)),
        moments: [],
        metric: optimizer.learningRate,
      });
    case 'momentum':
      return updateByMomentum(optimizer);
    case 'rmsprop':
      return updateByRmsprop(optimizer);
    case 'adam':
      return updateByAdam(optimizer);
  }
}

/** velocity = momentum * velocity + g; w -= learningRate * velocity */
function updateByMomentum({ learningRate, momentum }: Extract<Optimizer, { name: 'momentum' }>): UpdateRule {
  return (w, g, [previous]) => {
    const velocity: tf.Tensor1D = tf.add(tf.mul(previous, momentum), g);
    return {
      parameters: tf.sub(w, tf.mul(velocity, learningRate)),
      moments: [velocity],
      metric: learningRate / (1 - momentum),
    };
  };
}

/** v = decay * v + (1 - decay) * g^2; w -= learningRate * g / (sqrt(v) + epsilon) */
function updateByRmsprop(optimizer: Extract<Optimizer, { name: 'rmsprop' }>): UpdateRule {
  const { learningRate, decay, epsilon } = optimizer;
  return (w, g, [previous]) => {
    const v: tf.Tensor1D = tf.add(tf.mul(previous, decay), tf.mul(tf.square(g), 1 - decay));
    const metric: tf.Tensor1D = tf.div(learningRate, tf.add(tf.sqrt(v), epsilon));
    return { parameters: tf.sub(w, tf.mul(metric, g)), moments: [v], metric };
  };
}

/**
 * Kingma and Ba 2015, arXiv:1412.6980, algorithm 1:
 * w -= learningRate * mHat / (sqrt(vHat) + epsilon), mHat = m / (1 - beta1^t), vHat = v / (1 - beta2^t).
 */
function updateByAdam(optimizer: Extract<Optimizer, { name: 'adam' }>): UpdateRule {
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  let power1 = 1;
  let power2 = 1;
  return (w, g, [previousM, previousV]) => {
    power1 *= beta1;
    power2 *= beta2;
    const m: tf.Tensor1D = tf.add(tf.mul(previousM, beta1), tf.mul(g, 1 - beta1));
    const v: tf.Tensor1D = tf.add(tf.mul(previousV, beta2), tf.mul(tf.square(g), 1 - beta2));
    const deviation = tf.div(tf.sqrt(v), Math.sqrt(1 - power2));
    const metric: tf.Tensor1D = tf.div(learningRate, tf.add(deviation, epsilon));
    const direction = tf.div(m, 1 - power1);
    return { parameters: tf.sub(w, tf.mul(metric, direction)), moments: [m, v], metric };
  };
}
