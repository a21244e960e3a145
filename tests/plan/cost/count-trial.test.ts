import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUSED_COSTS, TFJS_COSTS } from '../../../src/costs.ts';
import {
  countBatches,
  countLongestEvaluation,
  countTrial,
  type TrialShape,
} from '../../../src/plan/cost/count-trial.ts';
import { price } from '../../../src/plan/cost/counts.ts';

const TRAINING = { epochs: 3, batchSize: 8, batches: 'shuffled', evaluate: 9, patience: null } as const;

const SHAPE: TrialShape = {
  network: { inputs: 5, hidden: [4], outputs: 1, activation: 'tanh', dropout: 0 },
  recipe: {
    loss: 'mse',
    optimizer: { name: 'sgd', learningRate: 0.1 },
    penalty: { method: 'subgradient', include: 'weights', groups: null },
    training: TRAINING,
  },
  costs: FUSED_COSTS,
  trainingRows: 20,
  heldRows: 10,
  bytes: 1000,
};

describe('the batches of an epoch', () => {
  it('are padded one by one', () => {
    expect(countBatches(21, TRAINING, 4)).toEqual({ steps: 3, rows: 21, padded: 8 + 8 + 8 });
    expect(countBatches(20, { ...TRAINING, batchSize: 100 }, 4)).toEqual({ steps: 1, rows: 20, padded: 20 });
  });

  it('that overlap are as many as there are rows, the last ones shorter and shorter', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 60 }),
      batchSize: fc.integer({ min: 1, max: 70 }),
    });
    fc.assert(
      fc.property(sizes, fc.constantFrom(1, 4), ({ rows, batchSize }, multiple) => {
        const taken = Array.from({ length: rows }, (_, step) => Math.min(batchSize, rows - step));
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(countBatches(rows, { ...TRAINING, batches: 'overlapping', batchSize }, multiple)).toEqual({
          steps: rows,
          rows: sum(taken),
          padded: sum(taken.map((count) => multiple * Math.ceil(count / multiple))),
        });
      }),
    );
  });
});

describe('a trial', () => {
  it('takes its steps and one evaluation of each set an epoch', () => {
    expect(countTrial(SHAPE)).toMatchObject({
      step: 3 * 3,
      epoch: 3,
      ordered: 3 * 20,
      pass: 3 * 2,
      compared: 3 * 30,
      trial: 1,
      drawn: 29,
      measuredRow: 30,
      zeroed: 1000,
      point: 3,
    });
  });

  it('evaluates its training rows only as often as the recipe asks', () => {
    const recipe = { ...SHAPE.recipe, training: { ...TRAINING, epochs: 100, evaluate: 5 } };
    expect(countTrial({ ...SHAPE, recipe })).toMatchObject({ pass: 100 + 5, compared: 100 * 10 + 5 * 20 });
  });

  it('with patience also looks at watched rows, reads its parameters, and is evaluated again at its best', () => {
    const recipe = { ...SHAPE.recipe, training: { ...TRAINING, patience: 2 } };
    const counts = { pass: 3 * 3 + 2, compared: 3 * 32 + 30, remembered: 3 * 29 };
    expect(countTrial({ ...SHAPE, recipe })).toMatchObject(counts);
    expect(countLongestEvaluation({ ...SHAPE, recipe })).toMatchObject({ compared: 20 + 10 + 2 });
  });

  it('costs no less with more rows, epochs, units, layers or inputs', () => {
    const size = fc.integer({ min: 1, max: 300 });
    const shape = fc.record({
      rows: size,
      epochs: size,
      units: size,
      inputs: size,
      batchSize: size,
      costs: fc.constantFrom(FUSED_COSTS, TFJS_COSTS),
    });
    const seconds = ({ rows, epochs, units, inputs, batchSize, costs }: Sizes) =>
      price(
        countTrial({
          ...SHAPE,
          costs,
          trainingRows: rows,
          network: { ...SHAPE.network, inputs, hidden: [units] },
          // Of 33 epochs 17 are evaluated where of 32 all are, so that more may cost less.
          recipe: { ...SHAPE.recipe, training: { ...TRAINING, epochs, batchSize, evaluate: 1000 } },
        }),
        costs,
      );
    type Sizes = typeof shape extends fc.Arbitrary<infer Value> ? Value : never;
    fc.assert(
      fc.property(shape, fc.constantFrom('rows', 'epochs', 'units', 'inputs'), size, (sizes, field, more) => {
        expect(seconds({ ...sizes, [field]: sizes[field] + more })).toBeGreaterThanOrEqual(seconds(sizes));
      }),
    );
  });
});
