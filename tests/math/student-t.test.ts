import libraryCdf from '@stdlib/stats-base-dists-t-cdf';
import libraryQuantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeCdf, computeCentre, computeQuantile, computeTail } from '../../src/math/student-t.ts';
import { assertClose } from '../assert-close.ts';
import { exactTail } from './exact-tail.ts';

const DFS = [...Array.from({ length: 200 }, (_, i) => i + 1), 999, 5000];
const SOME_DFS = [1, 2, 3, 4, 5, 6, 9, 10, 19, 20, 49, 50, 99, 100, 199, 200, 999, 5000];

/** t from 1e-8 to 1e6, and the edge between finite sum and continued fraction. */
function spreadT(perDecade: number): number[] {
  const powers = Array.from({ length: 14 * perDecade + 1 }, (_, i) => 10 ** (i / perDecade - 8));
  return [...powers, 1 - 2 ** -53, 1 + 2 ** -52];
}

/**
 * The bound of a tail's relative error. In units of 2^-53, half a unit in the last place: each of df / 2 terms is off
 * by 2 for each factor that makes it and by 3 for the square of the cosine in it, so their sum by less than 2.5 df,
 * and 1 minus the sum, which is at least 0.3, by 6 df; the exponential is off by its argument, |log tail| at most,
 * times the 8 by which that is off; and the rest of the formula by less than 20.
 */
function boundTail(tail: number, df: number): number {
  return 2 ** -53 * (20 + 6 * df + 8 * Math.abs(Math.log(tail)));
}

/**
 * The library's tails are off by up to 2.2e-14 (found with exact sums), except for df = 1 below t = 1e-3: by
 * 3e-9.
 */
const LIBRARY = 3e-14;

describe('computeTail', () => {
  it('agrees with exact sums down to tails of 1e-280', () => {
    for (const df of SOME_DFS) {
      for (const t of spreadT(2)) {
        const exact = exactTail(t, df);
        if (exact > 1e-280) assertClose(computeTail(t, df) / exact, 1, boundTail(exact, df));
      }
    }
  });

  it('agrees with the library', () => {
    for (const df of DFS) {
      for (const t of spreadT(8)) {
        const expected = 2 * libraryCdf(-t, df);
        if (expected < 1e-280 || (df === 1 && t < 1e-3)) continue;
        assertClose(computeTail(t, df) / expected, 1, boundTail(expected, df) + LIBRARY);
      }
    }
  });

  it('agrees with the closed forms for df of 1 and 2', () => {
    for (const t of [...spreadT(8), 1e50, 1e100, 1e150]) {
      const cauchy = (2 / Math.PI) * Math.atan2(1, t);
      assertClose(computeTail(t, 1) / cauchy, 1, boundTail(cauchy, 1));
      // 1 - t / sqrt(2 + t^2), without the cancellation
      const second = 2 / (2 + t * t + t * Math.sqrt(2 + t * t));
      assertClose(computeTail(t, 2) / second, 1, boundTail(second, 2));
    }
  });

  it('keeps its digits at 200000 degrees of freedom', () => {
    for (const df of [200_000, 200_001]) {
      for (const t of [1.5, 2, 3, 5]) {
        // Some df / 2 factors, each off by up to 2^-52: as a random walk by sqrt(df / 2) of these, and six times that.
        assertClose(computeTail(t, df) / exactTail(t, df), 1, 6 * Math.sqrt(df / 2) * 2 ** -52);
      }
    }
  });

  it('neither overflows nor takes long', () => {
    assertClose(computeTail(1e200, 1) * 1e200, 2 / Math.PI, 1e-12);
    expect([2, 3, 200, 200_000].map((df) => computeTail(1e200, df))).toEqual([0, 0, 0, 0]);
    // P(|Z| > z) of the normal distribution, and the first term of its expansion in 1 / df:
    // 2 phi(z) (z^3 + z) / 4 / df; the next is of the order of df^-2.
    for (const df of [200_000, 200_001]) {
      assertClose(computeTail(1, df), 0.31731050786291415 + 0.24197072451914337 / df, 1e-10);
      assertClose(computeTail(2, df), 0.04550026389635842 + (5 * 0.05399096651318806) / df, 1e-10);
    }
  });

  it('handles the edges', () => {
    for (const df of [1, 2, 19, 20]) {
      expect([0, -0, 5e-324, Infinity, -Infinity].map((t) => computeTail(t, df))).toEqual([1, 1, 1, 0, 0]);
      expect(computeTail(Number.NaN, df)).toBeNaN();
    }
  });
});

describe('computeCentre', () => {
  it('keeps the digits of a small probability', () => {
    // For small t it is 2 t times the density at 0: 1 / pi for df = 1, 1 / sqrt(8) for df = 2.
    assertClose((computeCentre(1e-12, 1) * 1e12 * Math.PI) / 2, 1, 1e-15);
    assertClose((computeCentre(-1e-300, 2) * 1e300 * Math.sqrt(8)) / 2, 1, 1e-15);
  });

  it('adds up to 1 with the tail', () => {
    for (const t of [0, 0.3, 1, 1.5, 40, Infinity]) {
      for (const df of [1, 2, 19]) assertClose(computeCentre(t, df) + computeTail(t, df), 1, 2 ** -53);
    }
    expect(computeCentre(Number.NaN, 3)).toBeNaN();
  });
});

describe('computeCdf', () => {
  it('agrees with the library on both sides', () => {
    for (const df of DFS) {
      for (const t of spreadT(4)) {
        if (df === 1 && t < 1e-3) continue;
        const bound = boundTail(0.5, df) + LIBRARY;
        assertClose(computeCdf(t, df), libraryCdf(t, df), bound);
        assertClose(computeCdf(-t, df), libraryCdf(-t, df), bound);
      }
    }
  });

  it('handles the edges', () => {
    expect([-Infinity, -1e200, -0, 0, 1e200, Infinity].map((t) => computeCdf(t, 4))).toEqual([
      0, 0, 0.5, 0.5, 1, 1,
    ]);
    expect(computeCdf(Number.NaN, 4)).toBeNaN();
  });
});

describe('computeQuantile', () => {
  const LEVELS = [1e-12, 1e-8, 1e-6, 1e-4, 0.001, 0.01, 0.025, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.45, 0.499];

  it('agrees with the library', () => {
    for (const df of DFS) {
      for (const p of LEVELS) {
        // t moves by at most 1 / 0.6 of what the smaller of tail and centre is off by, each relative to itself
        // (0.64 at df = 1 and t = 1); the library's is off by less than a tail.
        const bound = 2 * (boundTail(p, df) + LIBRARY);
        assertClose(computeQuantile(p, df) / libraryQuantile(p, df), 1, bound);
      }
    }
  });

  it('agrees with the library at extreme levels', () => {
    for (const df of [2, 3, 10, 50, 200, 999]) {
      for (const p of [1e-300, 1e-200, 1e-100, 1e-50, 1e-20]) {
        const bound = 2 * (boundTail(p, df) + LIBRARY);
        assertClose(computeQuantile(p, df) / libraryQuantile(p, df), 1, bound);
      }
    }
    assertClose(computeQuantile(1e-300, 1) / (-1e300 / Math.PI), 1, boundTail(1e-300, 1));
  });

  it('keeps its digits beside one half', () => {
    // There p - 1/2 = t times the density at 0, 1 / pi for df = 1.
    for (const p of [0.5 + 2 ** -53, 0.5 + 2 ** -40, 0.5 - 2 ** -54]) {
      assertClose(computeQuantile(p, 1) / (Math.PI * (p - 0.5)), 1, 1e-14);
    }
  });

  it('handles the edges', () => {
    for (const df of [1, 2, 19]) {
      expect([0, 0.5, 1].map((p) => computeQuantile(p, df))).toEqual([-Infinity, 0, Infinity]);
      for (const p of [-0.1, 1.1, Number.NaN]) expect(computeQuantile(p, df)).toBeNaN();
    }
    expect(computeQuantile(5e-324, 1)).toBe(-Infinity);
    // tan(pi (1/2 - 1e-308)) = 1 / (pi 1e-308), near the largest double
    assertClose(computeQuantile(1.8e-309, 1) / (-1 / Math.PI / 1.8e-309), 1, 1e-12);
  });
});

describe('the distribution, whatever t and df', () => {
  const df = fc.integer({ min: 1, max: 300 });
  const t = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ noNaN: true }));

  it('is symmetric', () => {
    fc.assert(
      fc.property(t, df, (t, df) => {
        expect(computeTail(-t, df)).toBe(computeTail(t, df));
        assertClose(computeCdf(-t, df) + computeCdf(t, df), 1, 2 ** -52);
      }),
    );
  });

  it('stays within [0, 1]', () => {
    fc.assert(
      fc.property(t, df, (t, df) => {
        for (const probability of [computeTail(t, df), computeCentre(t, df), computeCdf(t, df)]) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('never rises in the tail, but for rounding', () => {
    fc.assert(
      fc.property(t, t, df, (a, b, df) => {
        const near = computeTail(Math.min(Math.abs(a), Math.abs(b)), df);
        const far = computeTail(Math.max(Math.abs(a), Math.abs(b)), df);
        if (far > 1e-300) expect(far).toBeLessThanOrEqual(near * (1 + 2 * boundTail(far, df)));
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(computeCdf(low, df)).toBeLessThanOrEqual(computeCdf(high, df) + boundTail(0.5, df));
      }),
    );
  });

  it('comes back from its quantiles', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-290, max: 0.5, noNaN: true }), df, (p, df) => {
        assertClose(computeCdf(computeQuantile(p, df), df) / p, 1, 2 * boundTail(p, df));
        const upper = 1 - p;
        assertClose(computeCdf(computeQuantile(upper, df), df), upper, 2 * boundTail(0.5, df));
      }),
    );
  });

  it('gives back t from its probability', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 0, noNaN: true }), df, (t, df) => {
        const p = computeCdf(t, df);
        // Beside one half p itself keeps t to 2^-54 / 0.318, the density at 0, and no better.
        if (p > 1e-290) assertClose(computeQuantile(p, df), t, -2 * t * boundTail(p, df) + 2 ** -52);
      }),
    );
  });
});
