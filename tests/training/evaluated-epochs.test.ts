import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEvaluated, isEvaluated } from '../../src/training/evaluated-epochs.ts';

function list(epochs: number, evaluate: number, patience: number | null = null): number[] {
  return Array.from({ length: epochs }, (_, i) => i + 1).filter((epoch) =>
    isEvaluated(epoch, { epochs, evaluate, patience }),
  );
}

describe('the epochs after which training rows are evaluated', () => {
  it.each([
    [100, 5, [1, 25, 50, 75, 100]],
    [10, 4, [1, 4, 7, 10]],
    [9, 5, [1, 3, 5, 7, 9]],
    [9, 2, [1, 9]],
    [4, 4, [1, 2, 3, 4]],
    [3, 32, [1, 2, 3]],
    [2, 2, [1, 2]],
    [1, 2, [1]],
  ])('of %i at most %i are %j', (epochs, evaluate, expected) => {
    expect(list(epochs, evaluate)).toEqual(expected);
  });

  it('are the first, the last, and more than half as many as asked, equally far apart but for the first gap', () => {
    const sizes = [fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 2, max: 400 })] as const;
    fc.assert(
      fc.property(...sizes, (epochs, evaluate) => {
        const listed = list(epochs, evaluate);
        expect([listed[0], listed.at(-1)]).toEqual([1, epochs]);
        expect(listed.length).toBeLessThanOrEqual(evaluate);
        expect(listed.length).toBeGreaterThan(Math.min(epochs, evaluate) / 2);
        const [first, ...others] = listed.slice(1).map((epoch, i) => epoch - listed[i]);
        expect(new Set(others).size).toBeLessThanOrEqual(1);
        if (others.length > 0) expect(first).toBeLessThanOrEqual(others[0]);
        expect(countEvaluated({ epochs, evaluate, patience: null })).toBe(listed.length);
      }),
    );
  });

  it('with patience are dense at first, since the run may end there', () => {
    expect(list(1000, 4, 9).slice(0, 14)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]);
    expect(list(1000, 4, 9).slice(14)).toEqual([192, 256, 384, 512, 768, 1000]);
    expect(list(20, 32, 9)).toHaveLength(20);
  });

  it('with patience are as many as asked wherever the run ends', () => {
    const sizes = [fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 2, max: 100 })] as const;
    fc.assert(
      fc.property(...sizes, fc.integer({ min: 1, max: 2000 }), (epochs, evaluate, end) => {
        const listed = list(epochs, evaluate, 5);
        const reached = listed.filter((epoch) => epoch <= end);
        expect(reached.length).toBeGreaterThanOrEqual(Math.min(epochs, evaluate, end));
        expect([listed[0], listed.at(-1)]).toEqual([1, epochs]);
        expect(countEvaluated({ epochs, evaluate, patience: 5 })).toBe(listed.length);
      }),
    );
  });

  it('are counted without a list, up to the most epochs that a recipe takes', () => {
    const count = (evaluate: number) => countEvaluated({ epochs: 100_000, evaluate, patience: null });
    expect([count(100_000), count(99_999), count(2)]).toEqual([100_000, 50_001, 2]);
  });
});
