import { describe, expect, it } from 'vitest';
import { deriveKey, mixBits, openStream, STREAMS, shuffle } from '../../src/random/random.ts';

describe('openStream', () => {
  it('gives the same numbers for the same seed and path', () => {
    const draw = () => Array.from({ length: 5 }, openStream(42, 'batches', 3, 1).nextUint32);
    expect(draw()).toEqual(draw());
  });

  it('gives other numbers for each seed, stream and path', () => {
    const names = Object.keys(STREAMS) as (keyof typeof STREAMS)[];
    const keys = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].flatMap((seed) =>
      names.flatMap((name) =>
        [[], [0], [1], [0, 0], [0, 1], [1, 0], [0, 0, 1], [0, 1, 0]].map((path) =>
          deriveKey(seed, name, ...path),
        ),
      ),
    );
    expect(new Set(keys).size).toBe(keys.length);
    const first = keys.map((_, i) => openStream(i, 'split').nextUint32());
    expect(new Set(first).size).toBe(keys.length);
  });

  it('never changes: every report ever made depends on these numbers', () => {
    const random = openStream(1, 'split', 0);
    // Recomputed in Python with whole numbers of any size, from the papers.
    expect(Array.from({ length: 4 }, random.nextUint32)).toEqual([
      3865875973, 4197141672, 1539009473, 549728403,
    ]);
    expect([random.nextUniform(), random.nextNormal(), random.nextBelow(1000)]).toEqual([
      0.7320673827110273, 0.11964913617188437, 801,
    ]);
    expect(deriveKey(2 ** 40 + 7, 'dropout', 1, 2, 3)).toBe(3622790854);
    expect([0, 1, -1, 0x80000000].map(mixBits)).toEqual([0, 2261973619, 2578835075, 3770504306]);
    expect(shuffle([0, 1, 2, 3, 4, 5, 6, 7], openStream(1, 'batches', 0, 0))).toEqual([
      1, 3, 7, 2, 4, 5, 6, 0,
    ]);
  });
});

describe('nextUniform', () => {
  it('is uniform on [0, 1)', () => {
    const { nextUniform } = openStream(3, 'generator');
    const bins = new Array<number>(20).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const u = nextUniform();
      bins[Math.floor(20 * u)]++;
    }
    expect(bins).toHaveLength(20);
    // Chi-square with 19 degrees of freedom: the 0.9999 quantile is 50.8.
    expect(bins.reduce((sum, n) => sum + (n - 5000) ** 2 / 5000, 0)).toBeLessThan(50.8);
  });
});

describe('nextBelow', () => {
  it.each([1, 2, 3, 7, 100])('is uniform on [0, %i)', (bound) => {
    const { nextBelow } = openStream(4, 'split', bound);
    const bins = new Array<number>(bound).fill(0);
    const n = 50_000;
    for (let i = 0; i < n; i++) bins[nextBelow(bound)]++;
    expect(bins).toHaveLength(bound);
    const expected = n / bound;
    const df = bound - 1;
    // Chi-square: mean df, variance 2 df; six standard deviations, and a little for df = 1.
    const chi = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThanOrEqual(df + 6 * Math.sqrt(2 * df) + 6);
  });

  it('is unbiased for a bound that does not divide 2^32', () => {
    // With a plain remainder the lower half of [0, 3 * 2^30) would come up in 2 of 3 draws.
    const bound = 3 * 2 ** 30;
    const { nextBelow } = openStream(5, 'split');
    let low = 0;
    for (let i = 0; i < 20_000; i++) if (nextBelow(bound) < 2 ** 30) low++;
    // Binomial(20000, 1/3): sd 67; the biased share would be 1/2.
    expect(Math.abs(low - 20_000 / 3)).toBeLessThan(335);
  });

  it('takes the bound 2^32', () => {
    expect(openStream(6, 'split').nextBelow(2 ** 32)).toBe(openStream(6, 'split').nextUint32());
  });
});

describe('nextNormal', () => {
  it('has the moments of a standard normal', () => {
    const { nextNormal } = openStream(7, 'initialization');
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let cubes = 0;
    let fourths = 0;
    for (let i = 0; i < n; i++) {
      const z = nextNormal();
      sum += z;
      squares += z * z;
      cubes += z ** 3;
      fourths += z ** 4;
    }
    // Variances of z, z^2, z^3, z^4 are 1, 2, 15, 96; five standard errors of each mean.
    expect(Math.abs(sum / n)).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(cubes / n)).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(fourths / n - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });
});

describe('shuffle', () => {
  it('keeps the items, in place', () => {
    const items = Int32Array.from({ length: 50 }, (_, i) => i);
    expect(shuffle(items, openStream(8, 'split'))).toBe(items);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('gives every order of 4 items equally often', () => {
    const random = openStream(9, 'split');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle([0, 1, 2, 3], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Chi-square with 23 degrees of freedom: the 0.9999 quantile is 56.8.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(56.8);
  });

  it('takes empty and single items', () => {
    expect(shuffle([], openStream(1, 'split'))).toEqual([]);
    expect(shuffle([5], openStream(1, 'split'))).toEqual([5]);
  });
});
