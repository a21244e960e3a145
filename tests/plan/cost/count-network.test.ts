import { describe, expect, it } from 'vitest';
import { FUSED_COSTS, TFJS_COSTS } from '../../../src/costs.ts';
import type { Network } from '../../../src/engines/engine.ts';
import { countPassWork, countStepWork, type StepRecipe } from '../../../src/plan/cost/count-network.ts';

/** Padded to panels of 8: 8 inputs, 8 units, 8 outputs; 64 + 64 weights and 16 biases. */
const NETWORK: Network = { inputs: 5, hidden: [4], outputs: 1, activation: 'relu', dropout: 0 };
const RECIPE: StepRecipe = {
  loss: 'mse',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  penalty: { method: 'subgradient', include: 'weights', groups: null },
};
/** One batch of 6 rows, padded to 8. */
const BATCH = { steps: 1, rows: 6, padded: 8 };

const count = (network: Partial<Network>, recipe: Partial<StepRecipe> = {}) =>
  countStepWork({ ...NETWORK, ...network }, { ...RECIPE, ...recipe }, FUSED_COSTS, BATCH);

describe('a step of the fused engine', () => {
  it('is counted with its panels', () => {
    // Forward 8 rows x 5 x 8 and 8 x 4 x 8. The gradient of the weights 8 x 8 x 8 (5 inputs fill 2 tiles of 4) and
    // 8 x 4 x 8; that of the units 8 x 1 x 8.
    const products = 320 + 256 + 512 + 256 + 64;
    // Tiles of 4 rows and 8 columns: 2 + 2 forward, 2 + 1 and 2 back.
    expect(count({})).toEqual({
      step: 1,
      layer: 2,
      call: 2 + 8,
      tile: 9,
      product: products,
      far: 0,
      gathered: 6 * 2,
      relu: 8 * 8,
      slope: 8 * 8,
      loss: 6,
      sgd: 144,
      transposed: 64,
      penalty: 128,
    });
  });

  it('counts the activation under its own name, and none where it is linear', () => {
    expect(count({ activation: 'tanh' })).toMatchObject({ tanh: 64 });
    expect(count({ activation: 'tanh' }).relu).toBeUndefined();
    expect(Object.keys(count({ activation: 'linear' }))).not.toContain('linear');
  });

  it('counts masks of dropout twice, as they are drawn forward and back', () => {
    expect(count({ dropout: 0.5 }).mask).toBe(2 * 64);
  });

  it('counts every class of a softmax', () => {
    expect(count({ outputs: 3 }, { loss: 'cross-entropy' })).toMatchObject({ softmax: 18 });
  });

  it('counts biases where they are penalised, and weights in groups apart', () => {
    const penalty = { method: 'proximal', include: 'all', groups: 'features' } as const;
    expect(count({}, { penalty })).toMatchObject({ penalty: 144 - 64, grouped: 64, group: 5 });
  });

  it('counts parameters beyond those that a processor keeps at hand', () => {
    // 8 x 4096 + 4096 x 8 weights, 4096 + 8 biases.
    expect(count({ hidden: [4096] }).far).toBe(2 * 8 * 4096 + 4104 - 2 ** 16);
  });
});

describe('a step of tfjs', () => {
  it('is counted without padding, its kernels one by one', () => {
    const batch = { steps: 1, rows: 6, padded: 6 };
    const adam = { name: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } as const;
    const counts = countStepWork(NETWORK, { ...RECIPE, optimizer: adam }, TFJS_COSTS, batch);
    // Forward 6 (20 + 4), the gradient of the weights the same, that of the units 6 x 4.
    expect(counts).toMatchObject({ product: 6 * (24 + 24 + 4), adam: 29, call: 14 + 8 });
  });
});

describe('a prediction', () => {
  it('is counted set by set, each padded', () => {
    // 5 and 6 rows: 8 and 8 with padding.
    expect(countPassWork(NETWORK, FUSED_COSTS, [5, 6])).toEqual({
      pass: 2,
      passLayer: 4,
      tile: 8,
      product: 16 * (5 * 8 + 4 * 8),
      gathered: 11 * 2,
      relu: 16 * 8,
    });
  });
});
