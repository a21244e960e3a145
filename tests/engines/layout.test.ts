import { describe, expect, it } from 'vitest';
import { layoutParameters } from '../../src/engines/layout.ts';

describe('layoutParameters', () => {
  it('puts all weights before all biases, both from input to output', () => {
    expect(layoutParameters({ inputs: 3, hidden: [4, 2], outputs: 1 })).toEqual({
      layers: [
        { inputs: 3, outputs: 4, weights: 0, biases: 22 },
        { inputs: 4, outputs: 2, weights: 12, biases: 26 },
        { inputs: 2, outputs: 1, weights: 20, biases: 28 },
      ],
      weightCount: 22,
      parameterCount: 29,
    });
  });

  it('is one matrix and one vector without a hidden layer', () => {
    expect(layoutParameters({ inputs: 5, hidden: [], outputs: 2 })).toEqual({
      layers: [{ inputs: 5, outputs: 2, weights: 0, biases: 10 }],
      weightCount: 10,
      parameterCount: 12,
    });
  });
});
