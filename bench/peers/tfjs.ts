import type * as Core from '@tensorflow/tfjs-core';
import { BETA1, BETA2, EPSILON, LAMBDA, LEARNING_RATE, type Setting } from '../setting.ts';
import { joinParameters, splitParameters } from './parameters.ts';
import { type Peer, type Trainer, timeSeconds } from './trainer.ts';

export type Tf = typeof import('@tensorflow/tfjs-core');
export type Layers = typeof import('@tensorflow/tfjs-layers');

/**
 * `fit` of tfjs-layers, as in its guide, without anything that would slow it down: no shuffling, no
 * callbacks.
 */
export function enterLayers(tf: Tf, layers: Layers): Peer {
  return { name: 'tfjs-layers fit', start: (setting) => startLayers(tf, layers, setting) };
}

function startLayers(tf: Tf, layers: Layers, setting: Setting): Trainer {
  const { inputs, hidden, batchSize, rows } = setting;
  const model = layers.sequential();
  [...hidden, 1].forEach((units, l) => {
    model.add(
      layers.layers.dense({
        units,
        activation: l < hidden.length ? 'relu' : 'linear',
        kernelRegularizer: layers.regularizers.l1({ l1: LAMBDA }),
        ...(l === 0 && { inputShape: [inputs] }),
      }),
    );
  });
  const optimizer = tf.train.adam(LEARNING_RATE, BETA1, BETA2, EPSILON);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  // A layer has its weights [inputs, units] and then its biases.
  const parts = splitParameters(setting);
  const initial = parts.flatMap(({ shape, weights, biases }) => [
    tf.tensor2d(weights, shape),
    tf.tensor1d(biases),
  ]);
  model.setWeights(initial);
  tf.dispose(initial);
  const x = tf.tensor2d(setting.x, [rows, inputs]);
  const y = tf.tensor2d(setting.y, [rows, 1]);
  return {
    train: (epochs) =>
      timeSeconds(() =>
        model.fit(x, y, { batchSize, epochs, shuffle: false, verbose: 0, yieldEvery: 'never' }),
      ),
    readParameters: async () => joinParameters(model.getWeights().map((tensor) => tensor.dataSync())),
    close() {
      tf.dispose([x, y]);
      model.dispose();
      optimizer.dispose();
    },
  };
}

/** A hand-written loop on tfjs-core. */
export function enterEager(tf: Tf): Peer {
  return { name: 'tfjs-core eager', start: (setting) => startEager(tf, setting) };
}

function startEager(tf: Tf, setting: Setting): Trainer {
  const { inputs, rows, batchSize } = setting;
  const optimizer = tf.train.adam(LEARNING_RATE, BETA1, BETA2, EPSILON);
  const variables = splitParameters(setting).map(({ shape, weights, biases }) => ({
    weights: tf.variable(tf.tensor2d(weights, shape)),
    biases: tf.variable(tf.tensor1d(biases)),
  }));
  const x = tf.tensor2d(setting.x, [rows, inputs]);
  const y = tf.tensor2d(setting.y, [rows, 1]);

  function objective(from: number): Core.Scalar {
    const count = Math.min(batchSize, rows - from);
    let values: Core.Tensor2D = tf.slice2d(x, [from, 0], [count, inputs]);
    variables.forEach(({ weights, biases }, l) => {
      values = tf.add(tf.matMul(values, weights), biases);
      if (l < variables.length - 1) values = tf.relu(values);
    });
    const loss = tf.mean(tf.square(tf.sub(values, tf.slice2d(y, [from, 0], [count, 1]))));
    const sums = variables.map(({ weights }) => tf.sum(tf.abs(weights)));
    return tf.add(loss, tf.mul(tf.addN(sums), LAMBDA)) as Core.Scalar;
  }

  return {
    train: (epochs) =>
      timeSeconds(() => {
        for (let epoch = 0; epoch < epochs; epoch++) {
          for (let from = 0; from < rows; from += batchSize) {
            tf.tidy(() => void optimizer.minimize(() => objective(from)));
          }
        }
      }),
    readParameters: async () =>
      joinParameters(variables.flatMap(({ weights, biases }) => [weights.dataSync(), biases.dataSync()])),
    close() {
      tf.dispose([x, y, ...variables.flatMap(Object.values)]);
      optimizer.dispose();
    },
  };
}
