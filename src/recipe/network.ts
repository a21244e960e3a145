import * as v from 'valibot';
import { amount, describe, finite, positive } from '../schema.ts';
import { DEFAULTS } from './defaults.ts';

// What is trained, and how: the parts of a recipe that a comparison and a single network share.

export const NetworkSchema = v.strictObject({
  hidden: v.optional(
    describe(
      'Widths of the hidden layers; [] is a linear model.',
      v.pipe(v.array(v.pipe(amount, v.maxValue(4096))), v.maxLength(4)),
    ),
    [64, 32],
  ),
  activation: v.optional(
    describe(
      'Of every hidden unit; elu by tfjs alone.',
      v.picklist(['relu', 'tanh', 'sigmoid', 'elu', 'linear']),
    ),
    'relu',
  ),
  dropout: v.optional(
    describe(
      'Share of hidden units dropped while training, after each hidden layer.',
      v.pipe(finite, v.minValue(0), v.maxValue(0.95)),
    ),
    0,
  ),
  initialization: v.optional(
    describe(
      'he (default with relu), glorot (default otherwise), both uniform; or that of PyTorch.',
      v.picklist(['he', 'glorot', 'pytorch']),
    ),
  ),
});

const learningRate = v.optional(describe('Step size.', positive), 0.001);
/** In float32, in which the engines compute, a smaller one might be 0, and 0 / 0 no number. */
const epsilon = v.optional(
  describe('Added outside the square root.', v.pipe(finite, v.minValue(1e-30))),
  1e-8,
);
const decayRate = v.pipe(finite, v.minValue(0), v.ltValue(1));
const momentum = v.optional(
  describe('With optimizer momentum: what a step keeps of the last.', decayRate),
  0.9,
);
const decay = v.optional(
  describe('With optimizer rmsprop: what the mean of squared gradients keeps each step.', decayRate),
  0.99,
);
const beta1 = v.optional(
  describe('With optimizer adam: what the mean of gradients keeps each step.', decayRate),
  0.9,
);
const beta2 = v.optional(
  describe('With optimizer adam: what the mean of squared gradients keeps each step.', decayRate),
  0.999,
);

export const OptimizerSchema = v.variant('name', [
  v.strictObject({ name: v.literal('sgd'), learningRate }),
  v.strictObject({ name: v.literal('momentum'), learningRate, momentum }),
  v.strictObject({ name: v.literal('rmsprop'), learningRate, decay, epsilon }),
  v.strictObject({
    name: v.literal('adam'),
    learningRate,
    beta1,
    beta2,
    epsilon,
  }),
]);

export const TrainingSchema = v.strictObject({
  epochs: v.optional(
    describe('Passes over the training rows.', v.pipe(amount, v.maxValue(100_000))),
    DEFAULTS.epochs,
  ),
  batchSize: v.optional(describe('Rows a step; more than there are trains on the full batch.', amount), 32),
  batches: v.optional(
    describe(
      'shuffled anew each epoch; sequential; or overlapping: a batch starts at every row, as in the forum loop.',
      v.picklist(['shuffled', 'sequential', 'overlapping']),
    ),
    'shuffled',
  ),
  patience: v.optional(
    describe(
      'Stop after this many epochs without a lower data loss on a tenth of the training rows, kept aside; the best weights are restored.',
      v.nullable(amount),
    ),
    null,
  ),
});
