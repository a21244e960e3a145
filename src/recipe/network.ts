import * as v from 'valibot';
import { amount, describe, finite, positiveInFloat32 } from '../schema.ts';
import { DEFAULTS } from './defaults.ts';

// What is trained, and how: the parts of a recipe that a comparison and a single network share.

export const NetworkSchema = v.strictObject({
  hidden: v.optional(
    describe(
      'Widths of the hidden layers; [] is a linear model.',
      v.pipe(v.array(v.pipe(amount, v.maxValue(4096))), v.maxLength(4)),
    ),
    [DEFAULTS.hidden],
  ),
  activation: v.optional(
    describe(
      'Activation of every hidden unit; only tfjs has elu.',
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
      'he (default with relu) or glorot (default otherwise), both uniform; or pytorch, as PyTorch does it.',
      v.picklist(['he', 'glorot', 'pytorch']),
    ),
  ),
});

const learningRate = v.optional(describe('Step size.', positiveInFloat32), DEFAULTS.learningRate);
const epsilon = v.optional(describe('Added outside the square root.', positiveInFloat32), 1e-8);
const decayRate = v.pipe(finite, v.minValue(0), v.ltValue(1));
const momentum = v.optional(
  describe('With optimizer momentum: the share of the last step that a step keeps.', decayRate),
  0.9,
);
const decay = v.optional(
  describe(
    'With optimizer rmsprop: the share of the mean of squared gradients that each step keeps.',
    decayRate,
  ),
  0.99,
);
const beta1 = v.optional(
  describe('With optimizer adam: the share of the mean of gradients that each step keeps.', decayRate),
  0.9,
);
const beta2 = v.optional(
  describe(
    'With optimizer adam: the share of the mean of squared gradients that each step keeps.',
    decayRate,
  ),
  0.999,
);

/** The word by which an update rule is chosen. */
const rule = <const Name extends string>(name: Name) =>
  describe('The update rule, as PyTorch defines it.', v.literal(name));

export const OptimizerSchema = v.variant('name', [
  v.strictObject({ name: rule('sgd'), learningRate }),
  v.strictObject({ name: rule('momentum'), learningRate, momentum }),
  v.strictObject({ name: rule('rmsprop'), learningRate, decay, epsilon }),
  v.strictObject({
    name: rule('adam'),
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
  batchSize: v.optional(
    describe('Rows per step; more than there are means the full batch.', amount),
    DEFAULTS.batchSize,
  ),
  batches: v.optional(
    describe(
      'shuffled anew each epoch; sequential; or overlapping: a batch starts at every row, as in the forum loop.',
      v.picklist(['shuffled', 'sequential', 'overlapping']),
    ),
    'shuffled',
  ),
  evaluate: v.optional(
    describe(
      'The most epochs after which the loss on all training rows is measured, spread evenly, the first and the last among them; with patience there may be more. On the validation rows it is measured after each.',
      v.pipe(amount, v.minValue(2), v.maxValue(100_000)),
    ),
    DEFAULTS.evaluate,
  ),
  patience: v.optional(
    describe(
      'Stop after this many epochs without a lower data loss on a tenth of the training rows, kept aside; the best weights are restored.',
      v.nullable(amount),
    ),
    null,
  ),
});
