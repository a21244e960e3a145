import { describe, expect, it } from 'vitest';
import { compareLast, runBoth } from './compare-both.ts';

const METHODS = ['subgradient', 'proximal'] as const;

describe('the engines agree', () => {
  it.each(METHODS)('after 20 epochs of the default network: %s', async (method) => {
    const pairs = await runBoth({
      data: { dataset: 'diabetes' },
      split: { holdout: 0.2 },
      training: { epochs: 20 },
      penalty: { method, lambdas: [0, 0.001, 0.01] },
    });
    expect(compareLast(pairs[0])).toBeLessThan(1e-5);
    // Signs that flip near zero amplify the last bit.
    for (const pair of pairs) expect(compareLast(pair)).toBeLessThan(1e-3);
  });
});
