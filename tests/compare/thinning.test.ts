import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { countPoints, isTold, MOST_EPOCHS } from '../../src/compare/progress.ts';

/** Any comparison that the recipe and the default limits allow, and some that they refuse. */
const GRID = fc.record({
  pairs: fc.integer({ min: 1, max: 3000 }),
  lambdas: fc.integer({ min: 1, max: 3000 }),
  epochs: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_000_000 })),
});

const listPoints = (grid: { pairs: number; lambdas: number; epochs: number }) =>
  Array.from({ length: grid.pairs }, (_, pair) => countPoints(grid, pair));

describe('countPoints', () => {
  test('never reports more than the budget, and always the first pair', () => {
    fc.assert(
      fc.property(GRID, (grid) => {
        const points = listPoints(grid);
        const told = points.reduce((sum, count) => sum + count * grid.lambdas, 0);
        expect(told).toBeLessThanOrEqual(MOST_EPOCHS);
        if (grid.lambdas <= MOST_EPOCHS) expect(points[0]).toBeGreaterThanOrEqual(1);
        else expect(told).toBe(0);
      }),
    );
  });

  test('reports every n-th pair alike, with all epochs or as many as the budget allows', () => {
    fc.assert(
      fc.property(GRID, (grid) => {
        const points = listPoints(grid);
        const at = points.flatMap((count, pair) => (count > 0 ? [pair] : []));
        expect(new Set(at.map((pair) => points[pair])).size).toBeLessThanOrEqual(1);
        const stride = at[1] ?? grid.pairs;
        expect(at).toEqual(at.map((_, i) => i * stride));
        if (at.length === 0) return;
        if (points[0] < grid.epochs) {
          expect((points[0] + 1) * at.length * grid.lambdas).toBeGreaterThan(MOST_EPOCHS);
        }
        // A pair is passed over for no less than 20 points.
        if (at.length < grid.pairs && at.length > 1) {
          expect(points[0]).toBeGreaterThanOrEqual(Math.min(grid.epochs, 20));
        }
      }),
    );
  });

  it('reports everything if there is little', () => {
    expect(listPoints({ pairs: 4, lambdas: 3, epochs: 30 })).toEqual([30, 30, 30, 30]);
  });

  it('thins the epochs first, then the pairs', () => {
    expect(listPoints({ pairs: 10, lambdas: 5, epochs: 100 })).toEqual(Array(10).fill(20));
    expect(listPoints({ pairs: 11, lambdas: 5, epochs: 100 })).toEqual([
      33, 0, 33, 0, 33, 0, 33, 0, 33, 0, 33,
    ]);
  });
});

describe('isTold', () => {
  test('picks as many epochs as asked for, evenly, the last among them', () => {
    const some = fc.integer({ min: 1, max: 3000 }).chain((epochs) =>
      fc.record({
        epochs: fc.constant(epochs),
        points: fc.integer({ min: 1, max: Math.min(epochs, MOST_EPOCHS) }),
      }),
    );
    fc.assert(
      fc.property(some, ({ epochs, points }) => {
        const told = Array.from({ length: epochs }, (_, i) => i + 1).filter((epoch) =>
          isTold(epoch, epochs, points),
        );
        expect(told).toHaveLength(points);
        expect(told.at(-1)).toBe(epochs);
        const gaps = told.map((epoch, i) => epoch - (told[i - 1] ?? 0));
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('picks nothing from nothing', () => {
    expect([1, 2, 3].some((epoch) => isTold(epoch, 3, 0))).toBe(false);
  });
});
