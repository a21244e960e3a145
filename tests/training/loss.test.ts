import { describe, expect, it } from 'vitest';
import { computeDataLoss } from '../../src/training/loss.ts';
import { assertClose } from '../assert-close.ts';
import { drawGrid, drawOneHot, LOSSES, toMatrix } from '../engines/samples.ts';
import { dataLoss } from '../oracles/network.ts';

describe('computeDataLoss', () => {
  it.each(LOSSES)('equals the oracle: $name', (loss) => {
    const outputs = drawGrid(50, 3, 1).map((row) => row.map((value) => Math.fround(5 * value)));
    const targets = loss.name === 'cross-entropy' ? drawOneHot(50, 3) : drawGrid(50, 3, 2);
    const actual = computeDataLoss(loss, toMatrix(outputs).values, toMatrix(targets));
    // A sum of 150 terms in f64, each good to a few ULP.
    assertClose(actual, dataLoss(loss, outputs, targets), 150 * 2 ** -52 * actual);
  });

  it('gives the cross-entropy of scores whose exponentials overflow', () => {
    const loss = { name: 'cross-entropy' } as const;
    const targets = toMatrix([[1, 0]]);
    expect(computeDataLoss(loss, Float32Array.of(5000, 0), targets)).toBe(0);
    expect(computeDataLoss(loss, Float32Array.of(0, 5000), targets)).toBe(5000);
    assertClose(computeDataLoss(loss, Float32Array.of(-5000, -5000), targets), Math.LN2, 1e-15);
  });

  it('meets at the Huber delta, half the square inside and linear outside', () => {
    const huber = (d: number) =>
      computeDataLoss({ name: 'huber', delta: 2 }, Float32Array.of(d), toMatrix([[0]]));
    expect([huber(1), huber(-1), huber(2), huber(-3)]).toEqual([0.5, 0.5, 2, 4]);
  });

  it.each(LOSSES)('is not finite when an output is not: $name', (loss) => {
    for (const bad of [Number.NaN, Infinity]) {
      const actual = computeDataLoss(loss, Float32Array.of(bad, 0, 0), toMatrix([[0, 1, 0]]));
      expect(Number.isFinite(actual)).toBe(false);
    }
  });
});
