import { describe, expect, it } from 'vitest';
import { openStream } from '../../src/random/random.ts';
import { initializeParameters } from '../../src/training/network.ts';

const network = { inputs: 40, hidden: [60], outputs: 2 };
const WEIGHTS = 40 * 60 + 60 * 2;

function draw(initialization: 'he' | 'glorot' | 'pytorch', seed = 1): Float32Array {
  return initializeParameters(network, initialization, openStream(seed, 'initialization', 0, 0));
}

function spread(values: Float32Array) {
  return { low: Math.min(...values), high: Math.max(...values) };
}

describe('initializeParameters', () => {
  it.each([
    ['he', Math.sqrt(6 / 40), Math.sqrt(6 / 60)],
    ['glorot', Math.sqrt(6 / 100), Math.sqrt(6 / 62)],
    ['pytorch', Math.sqrt(1 / 40), Math.sqrt(1 / 60)],
  ] as const)('draws %s weights uniform within their limits', (initialization, first, second) => {
    const parameters = draw(initialization);
    for (const [limit, weights] of [
      [first, parameters.subarray(0, 2400)],
      [second, parameters.subarray(2400, WEIGHTS)],
    ] as const) {
      const { low, high } = spread(weights);
      expect(high).toBeLessThanOrEqual(Math.fround(limit));
      expect(low).toBeGreaterThanOrEqual(-Math.fround(limit));
      // The extremes of 120 and more uniform draws come this near with probability 1 - 0.9^120 and more.
      expect(high).toBeGreaterThan(0.8 * limit);
      expect(low).toBeLessThan(-0.8 * limit);
      // The mean of n uniform draws has sd limit / sqrt(3 n); 4 of them.
      const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
      expect(Math.abs(mean)).toBeLessThan((4 * limit) / Math.sqrt(3 * weights.length));
    }
  });

  it('starts from biases 0, except those of PyTorch, within the limit of their layer', () => {
    for (const initialization of ['he', 'glorot'] as const) {
      expect(
        draw(initialization)
          .subarray(WEIGHTS)
          .every((bias) => bias === 0),
      ).toBe(true);
    }
    const { low, high } = spread(draw('pytorch').subarray(WEIGHTS, WEIGHTS + 60));
    expect(high).toBeGreaterThan(0.5 * Math.sqrt(1 / 40));
    expect(Math.max(high, -low)).toBeLessThanOrEqual(Math.fround(Math.sqrt(1 / 40)));
  });

  it('draws the same from the same seed, and other weights from another', () => {
    expect(draw('he')).toEqual(draw('he'));
    expect(draw('he', 2)).not.toEqual(draw('he'));
  });
});
