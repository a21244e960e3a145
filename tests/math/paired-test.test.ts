import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PairedTest, spanInterval, testMean, testPairs } from '../../src/math/paired-test.ts';
import { assertClose } from '../assert-close.ts';

const SAMPLE = [0.01, 0.02, -0.01, 0.03, 0, 0.02, 0.01, 0.04, -0.02, 0.02];

function figures(test: PairedTest): number[] {
  const { pairs, mean, variance, standardError, df, t, p } = test;
  return [pairs, mean, variance, standardError, df, t ?? 0, p ?? 0, ...spanInterval(test, 0.95)];
}

describe('testPairs', () => {
  it('says of two pairs what one finds by hand', () => {
    // mean 2, variance 2, standard error sqrt(2 (1/2 + 1/4)), and the Cauchy distribution
    const test = testPairs([1, 3], 0.25);
    const standardError = Math.sqrt(1.5);
    const t = 2 / standardError;
    expect(test).toMatchObject({ pairs: 2, df: 1, mean: 2 });
    assertClose(test.variance, 2, 1e-15);
    assertClose(test.standardError, standardError, 1e-15);
    assertClose(test.t ?? 0, t, 1e-15);
    assertClose(test.p ?? 0, (2 / Math.PI) * Math.atan(1 / t), 1e-15);
    const halfWidth = Math.tan(0.475 * Math.PI) * standardError;
    assertClose(spanInterval(test, 0.95), [2 - halfWidth, 2 + halfWidth], 1e-13);
    // At 1/2 the quantile of the Cauchy distribution is 1.
    assertClose(spanInterval(test, 0.5), [2 - standardError, 2 + standardError], 1e-13);
  });

  it('is the plain paired t-test with testOverTrain 0', () => {
    const test = testPairs(SAMPLE, 0);
    const mean = SAMPLE.reduce((sum, d) => sum + d, 0) / 10;
    const variance = SAMPLE.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 9;
    assertClose([test.mean, test.variance], [mean, variance], 1e-16);
    assertClose(test.t ?? 0, mean / Math.sqrt(variance / 10), 1e-13);
  });

  it('calls p 1 and t 0 where the mean is 0', () => {
    expect(testPairs([-1, 1, -1, 1], 0.25)).toMatchObject({ mean: 0, t: 0, p: 1 });
  });

  it.each([0.1, 0, -7, 1e300, 5e-324])('recognises that all differences are %d', (value) => {
    for (const pairs of [2, 3, 10, 20]) {
      expect(testPairs(new Array<number>(pairs).fill(value), 0.25)).toEqual({
        pairs,
        mean: value,
        variance: 0,
        standardError: 0,
        df: pairs - 1,
        t: null,
        p: null,
      });
      expect(spanInterval(testPairs([value, value], 0), 0.95)).toEqual([value, value]);
    }
  });

  it('tells differences one unit in the last place apart from equal ones', () => {
    const test = testPairs([1, 1, 1, 1 + 2 ** -52], 0.25);
    expect(test.standardError).toBeGreaterThan(0);
    // Three deviations of 1/4 unit and one of 3/4: variance 1/4, standard error sqrt(1/8)
    assertClose((test.t ?? 0) * 2 ** -52 * Math.sqrt(1 / 8), 1, 1e-15);
  });

  it.each([1e300, 1e-300])('keeps t and p of differences near %d', (size) => {
    const test = testPairs(
      SAMPLE.map((d) => d * size),
      1 / 9,
    );
    const plain = testPairs(SAMPLE, 1 / 9);
    assertClose([test.t ?? 0, test.p ?? 0], [plain.t ?? 0, plain.p ?? 0], 1e-14);
    assertClose(test.mean / size, plain.mean, 1e-16);
    assertClose(test.standardError / size, plain.standardError, 1e-16);
    assertClose(
      spanInterval(test, 0.95).map((end) => end / size),
      spanInterval(plain, 0.95),
      1e-16,
    );
    expect(test.variance).toBe(size > 1 ? Number.MAX_VALUE : Number.MIN_VALUE);
  });

  it('holds what leaves the doubles at their ends', () => {
    const half = Number.MAX_VALUE / 2;
    const wide = testPairs([-half, half], 9);
    expect(wide.standardError).toBe(Number.MAX_VALUE);
    expect(spanInterval(wide, 0.95)).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
    const narrow = testPairs([0, 5e-324], 0);
    expect([narrow.variance, narrow.standardError]).toEqual([5e-324, 5e-324]);
    expect(narrow.t).not.toBeNull();
    // Nine zeros and the smallest double: a standard deviation of 0.316 times it, which a double cannot hold.
    expect(testPairs([...new Array<number>(9).fill(0), 5e-324], 0).t).not.toBeNull();
  });

  it('sums differences whose sum overflows', () => {
    const test = testPairs([1.7e308, 1.6e308, 1.7e308, 1.6e308], 0.25);
    assertClose(test.mean / 1e308, 1.65, 1e-15);
    assertClose(test.standardError / 1e308, Math.sqrt((0.01 / 3) * 0.5), 1e-15);
  });
});

describe('testMean', () => {
  it('agrees with testPairs', () => {
    const test = testPairs(SAMPLE, 1 / 9);
    assertClose(figures(testMean(test.mean, test.variance, 10, 1 / 9)), figures(test), 1e-14);
  });

  it('knows zero variance', () => {
    expect(testMean(-3, 0, 10, 0.25)).toEqual(testPairs(new Array<number>(10).fill(-3), 0.25));
  });

  it('stays finite for an extreme variance', () => {
    for (const variance of [5e-324, 1.7e308]) {
      for (const mean of [0, 1e300, 5e-324]) {
        expect(figures(testMean(mean, variance, 2, 1)).every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('the test of any differences', () => {
  const ratio = fc.double({ min: 0, max: 9, noNaN: true });
  const several = { minLength: 2, maxLength: 40 };
  const ordinary = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), several);
  const extreme = fc.array(fc.double({ min: -8e307, max: 8e307, noNaN: true }), several);

  it('has finite figures and its mean among the differences', () => {
    fc.assert(
      fc.property(fc.oneof(ordinary, extreme), ratio, (differences, testOverTrain) => {
        const test = testPairs(differences, testOverTrain);
        expect(figures(test).every(Number.isFinite)).toBe(true);
        expect(test.mean).toBeGreaterThanOrEqual(Math.min(...differences));
        expect(test.mean).toBeLessThanOrEqual(Math.max(...differences));
        const [low, high] = spanInterval(test, 0.95);
        expect(low).toBeLessThanOrEqual(test.mean);
        expect(high).toBeGreaterThanOrEqual(test.mean);
        expect(test.t === null).toBe(new Set(differences.map((d) => d + 0)).size === 1);
      }),
    );
  });

  it('scales with the differences', () => {
    // By powers of two every step is exact.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), several),
        fc.integer({ min: -400, max: 400 }),
        ratio,
        (differences, power, testOverTrain) => {
          const c = 2 ** power;
          const plain = testPairs(differences, testOverTrain);
          const scaled = testPairs(
            differences.map((d) => d * c),
            testOverTrain,
          );
          expect([scaled.t, scaled.p]).toEqual([plain.t, plain.p]);
          expect([scaled.mean, scaled.standardError]).toEqual([plain.mean * c, plain.standardError * c]);
          expect(spanInterval(scaled, 0.95)).toEqual(spanInterval(plain, 0.95).map((end) => end * c));
        },
      ),
    );
  });

  it('mirrors with the sign', () => {
    fc.assert(
      fc.property(ordinary, ratio, (differences, testOverTrain) => {
        const plain = testPairs(differences, testOverTrain);
        const mirrored = testPairs(
          differences.map((d) => -d),
          testOverTrain,
        );
        // The mean is rounded in units of the largest difference, the rest relative to itself and by as much.
        const bound = 1e-15 * Math.max(...differences.map(Math.abs));
        assertClose(mirrored.mean, -plain.mean, bound);
        assertClose(mirrored.standardError, plain.standardError, bound);
        const scale = 1 + Math.abs(plain.t ?? 0);
        if (plain.standardError > 0) {
          assertClose(mirrored.t ?? 0, -(plain.t ?? 0), bound / plain.standardError + 1e-13 * scale);
        }
      }),
    );
  });
});
