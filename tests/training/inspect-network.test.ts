import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/data/encode.ts';
import type { Network } from '../../src/engines/engine.ts';
import { inspectNetwork } from '../../src/training/inspect-network.ts';

const NETWORK: Network = { inputs: 2, hidden: [4], outputs: 1, activation: 'relu', dropout: 0 };
/** First layer [2, 4] row by row, second [4, 1], then their biases. */
const makeParameters = (first: number[], biases: number[]) =>
  Float32Array.from([...first, 1, -1, 0.5, 0.001, ...biases, 0]);
const FEATURES: Matrix = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 0, 1, -1, 2) };

describe('a look at a trained network', () => {
  it('finds the relu units that are silent on every row', () => {
    // Units: alive by the first input, by the second alone, dead by its bias, dead by its weights (on these rows
    // -a - b, -b and a - 2 b with a, b > 0 and a < 2 b).
    const parameters = makeParameters([1, 0, 0.5, -1, 0, 1, 0.5, -1], [0, 0, -2, 0]);
    expect(inspectNetwork(NETWORK, parameters, FEATURES, 0.01).dead).toBe(2 / 4);
  });

  it('sees a unit that is active only on the last row', () => {
    const parameters = makeParameters([1, 0, -1, 0, 0, 1, 0.4, 1], [0, 0, -1.7, 0]);
    expect(inspectNetwork(NETWORK, parameters, FEATURES, 0.01).dead).toBe(0);
  });

  it('does not count units that the penalty has pruned, exactly or nearly', () => {
    const parameters = makeParameters([1, 0, 0.009, -1, 0, 0, 0.009, -1], [0, 0, -1, -1]);
    // Alive, pruned, pruned (below a hundredth of the largest), dead.
    expect(inspectNetwork(NETWORK, parameters, FEATURES, 0.01).dead).toBe(1 / 2);
    expect(inspectNetwork(NETWORK, parameters, FEATURES, 0.001).dead).toBe(2 / 3);
  });

  it('counts in deeper layers too, whose inputs are the outputs of the layer before', () => {
    const deep: Network = { ...NETWORK, inputs: 1, hidden: [1, 2] };
    // The first unit is max(0, x); of the second layer one unit is its multiple, one its negative.
    const parameters = Float32Array.of(1, 1, -1, 1, 1, 0, 0, 0, 0);
    const features = { rows: 2, columns: 1, values: Float32Array.of(-1, 1) };
    expect(inspectNetwork(deep, parameters, features, 0.01).dead).toBe(1 / 3);
  });

  it('looks at rows spread over all of a large set', () => {
    const rows = 1000;
    const values = new Float32Array(2 * rows).fill(-1);
    values.fill(1, 2 * 990);
    const parameters = makeParameters([1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0]);
    const { dead } = inspectNetwork(NETWORK, parameters, { rows, columns: 2, values }, 0.01);
    expect(dead).toBe(0);
  });

  it('says nothing if there are no relu units, or the network is too large to inspect', () => {
    const parameters = makeParameters([1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0]);
    expect(inspectNetwork({ ...NETWORK, activation: 'tanh' }, parameters, FEATURES, 0.01).dead).toBeNull();
    const linear = { ...NETWORK, hidden: [] };
    expect(inspectNetwork(linear, Float32Array.of(1, 1, 0), FEATURES, 0.01).dead).toBeNull();
    const wide = { ...NETWORK, hidden: [400, 400] };
    const features = { rows: 100, columns: 2, values: new Float32Array(200) };
    const count = 2 * 400 + 400 * 400 + 400 + 400 + 400 + 1;
    expect(inspectNetwork(wide, new Float32Array(count).fill(-1), features, 0.01).dead).toBeNull();
  });

  it('counts nearly zero weights layer by layer, but not biases', () => {
    const parameters = makeParameters([1, 0.01, 0.02, -0.01, 0, 1, 1, 1], [0, 0, 0, 0]);
    // In the first layer 0.01, -0.01 and 0; in the second 0.001 beside 1.
    expect(inspectNetwork(NETWORK, parameters, FEATURES, 0.01).nearZero).toBe(4 / 12);
  });
});
