import { describe, expect, it } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { norm, shrinkGroup } from '../oracles/group.ts';
import { createSparseValues, createValues } from './arena.ts';
import { assertShrunk, createMetrics, SMALLEST_NORMAL, shrink } from './groups.ts';

describe('shrinkGroupEach', () => {
  it('makes the whole group NaN for a NaN metric at every position', () => {
    for (let i = 0; i < 7; i++) {
      for (const k of [0, 0.1, 100]) {
        const u = [...createSparseValues(7, i)];
        const metric = createMetrics(7, 2).map((m, j) => (j === i ? Number.NaN : m));
        expect([...shrink(u, metric, k)]).toEqual(new Array(7).fill(Number.NaN));
        expect([...shrink([0, 0, 0, 0, 0, 0, 0], metric, k)]).toEqual(new Array(7).fill(Number.NaN));
      }
    }
  });

  it('equals shrinkGroup to a rounding where all metrics are equal', () => {
    for (const metric of [1, 0.3, 1e-20, 1e20].map(Math.fround)) {
      for (let seed = 0; seed < 50; seed++) {
        const n = 1 + seed;
        const u = [...createValues(n, seed)];
        const k = (norm(u) / metric) * (seed / 60);
        const expected = [...shrink(u, metric, k)];
        shrink(u, new Array(n).fill(metric), k).forEach((w, i) => {
          assertClose(w, expected[i], 2 * 2 ** -24 * Math.abs(expected[i]));
        });
      }
    }
  });

  it('keeps the weights whose metric is 0 in a group that is not', () => {
    const [kept, still, shrunk] = shrink([0.5, 0, 2], [0, 0, 1], 1);
    expect([kept, still]).toEqual([0.5, 0]);
    expect(shrunk).toBeLessThan(2);
    expect([...shrink([0, 0, 0.5], [0, 0, 1], 1)]).toEqual([0, 0, 0]);
  });

  it('ends, and grows no weight and turns none around, for weights and metrics of all sizes', () => {
    const sizes = (n: number, seed: number) =>
      [...createValues(n, seed)].map((x) => Math.fround(Math.sign(x) * 10 ** (76 * Math.abs(x) - 38)));
    for (let seed = 0; seed < 2000; seed++) {
      const n = 1 + (seed % 37);
      const u = sizes(n, seed);
      const metric = sizes(n, seed + 7777).map(Math.abs);
      const tie = norm(u.map((ui, i) => ui / metric[i]));
      const k = tie * 10 ** (-(seed % 11) / 2);
      const w = [...shrink(u, metric, k)];
      w.forEach((wi, i) => {
        expect(Math.abs(wi)).toBeLessThanOrEqual(Math.abs(u[i]));
        expect(wi * u[i]).toBeGreaterThanOrEqual(0);
      });
      expect(w.every((wi) => wi === 0)).toBe(seed % 11 === 0 || shrinkGroup(u, metric, k).every(isLost));
    }
  });

  it('takes more than one step of Newton where the metrics differ widely, and comes out right', () => {
    // The first step starts at the largest |u| - T, far below the root.
    const u = [1, 1e-3, 30, 1000].map(Math.fround);
    const metric = [0.999, 1e-5, 40, 5000].map(Math.fround);
    for (const signed of [u, u.map((w) => -w)]) {
      assertShrunk(shrink(signed, metric, 1), shrinkGroup(signed, metric, 1), signed);
    }
    // A metric of 0 among them: r is at least that weight, whatever its sign.
    for (const sign of [1, -1]) {
      const [kept, shrunk] = shrink([sign, 1000 * sign], [0, 5000], 1);
      expect(kept).toBe(sign);
      expect(Math.sign(shrunk)).toBe(sign);
    }
  });

  it('zeroes a group of unequal metrics just below its tie, and keeps it just beyond', () => {
    const u = [3, -4, 0.5];
    const metric = [1, 20, 0.01].map(Math.fround);
    const tie = norm(u.map((ui, i) => ui / metric[i]));
    expect([...shrink(u, metric, tie * (1 + 1e-9))]).toEqual([0, 0, 0]);
    expect([...shrink(u, metric, tie * (1 - 1e-9))].map(Math.sign)).toEqual([1, -1, 1]);
  });
});

function isLost(w: number): boolean {
  return Math.abs(Math.fround(w)) < SMALLEST_NORMAL;
}
