import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, median, RunningMean, sd, takeMoments, variance } from '../../src/math/mean.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const several = fc.array(finite, { minLength: 2, maxLength: 40 });

/** The sum of doubles as a whole number of 2^-1074, exactly, and back: no rounding but the last. */
function sumExactly(values: readonly number[]): number {
  const view = new DataView(new ArrayBuffer(8));
  const total = values.reduce((sum, value) => {
    view.setFloat64(0, Math.abs(value));
    const bits = view.getBigUint64(0);
    const exponent = bits >> 52n;
    const fraction = bits & ((1n << 52n) - 1n);
    const scaled = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
    return value < 0 ? sum - scaled : sum + scaled;
  }, 0n);
  const size = total < 0n ? -total : total;
  const shift = BigInt(Math.max(0, size.toString(2).length - 64));
  return (total < 0n ? -1 : 1) * Number(size >> shift) * 2 ** (Number(shift) - 1074 + 500) * 2 ** -500;
}

function runningMeanOf(values: readonly number[]): number {
  const running = new RunningMean();
  for (const value of values) running.add(value);
  return running.value;
}

describe('mean and standard deviation', () => {
  it.each([[[0, 1e16, 1, -1e16]], [[0, 1, 1e16, -1e16]], [[0, -1e16, 1e16, 1]], [[0, 1e16, -1e16, 1]]])(
    'keeps what an addition loses, whichever of the two is the larger: %j',
    (values) => {
      expect(mean(values)).toBe(0.25);
    },
  );

  it('are exact where all values are equal, which a sum divided by their count is not', () => {
    for (const value of [0.1, 0.005681818181818182, -1e-310, 1e308]) {
      for (const count of [1, 3, 8, 1000]) {
        const values = Array<number>(count).fill(value);
        expect(mean(values)).toBe(value);
        expect(runningMeanOf(values)).toBe(value);
        expect(median(values)).toBe(value);
        expect(variance(values)).toBe(0);
        if (count > 1) expect(sd(values)).toBe(0);
      }
    }
    expect((0.1 + 0.1 + 0.1) / 3).not.toBe(0.1);
  });

  it('of some numbers are what one computes by hand', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(sd([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 14);
    expect(variance([1, 2, 6])).toBeCloseTo(14 / 3, 14);
    expect(takeMoments([1, 2, 6])).toMatchObject({ mean: 3, range: 5 });
    expect([median([5, 1, 3]), median([4, 1, 3, 2])]).toEqual([3, 2.5]);
  });

  it('has no standard deviation of one value', () => {
    expect(sd([4])).toBeNaN();
  });

  it('is the exact mean but for its last bit or two, however far from 0 the numbers lie', () => {
    fc.assert(
      fc.property(several, finite, (values, offset) => {
        const moved = values.map((value) => value + 1e6 * offset);
        const exact = sumExactly(moved) / moved.length;
        // What is lost lies in the last bits of the result and in the rounding of n deviations.
        const spread = takeMoments(moved).range;
        const bound = 2 ** -52 * (2 * Math.abs(exact) + moved.length * spread);
        expect(Math.abs(mean(moved) - exact)).toBeLessThanOrEqual(bound);
        expect(Math.abs(runningMeanOf(moved) - exact)).toBeLessThanOrEqual(2 * bound);
      }),
    );
  });

  it('keeps the spread of numbers far from 0, and scales with the unit to the largest doubles', () => {
    expect(sd([1e9, 1e9 + 1, 1e9 + 2])).toBe(1);
    expect(sd([1e307, 3e307])).toBeCloseTo(Math.SQRT2 * 1e307, -293);
    expect(mean([1.7e308, 1.7e308, 1.6e308])).toBeCloseTo((5 / 3) * 1e308, -294);
    expect(sd([5e-324, 1.5e-323, 0])).toBeGreaterThan(0);
  });

  it('has no mean of what is not finite, or of nothing', () => {
    expect(mean([1, Infinity])).toBeNaN();
    expect(mean([1, Number.NaN])).toBeNaN();
    expect(new RunningMean().value).toBeNaN();
  });
});
