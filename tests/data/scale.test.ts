import { describe, expect, it } from 'vitest';
import { measureScale } from '../../src/data/scale.ts';

describe('measureScale', () => {
  it('keeps the mean exact where a plain sum has lost bits', () => {
    // The sum is about 1e18, beyond 2^53; the mean 1e15 + 499.5 is a double.
    const { mean, scale } = measureScale(Float64Array.from({ length: 1000 }, (_, i) => 1e15 + i));
    expect(mean).toBe(1e15 + 499.5);
    expect(scale).toBeCloseTo(Math.sqrt((1000 ** 2 - 1) / 12), 10);
  });

  it('keeps a small spread about a large mean', () => {
    expect(measureScale(Float64Array.of(1e9 - 1, 1e9 + 1))).toEqual({ mean: 1e9, scale: 1, constant: false });
  });

  it.each([[[0.1, 0.1, 0.1]], [[-0, 0]], [[3.4e38]]])('calls %j constant', (values) => {
    expect(measureScale(Float64Array.from(values))).toEqual({ mean: values[0], scale: 1, constant: true });
  });

  it.each([[[0.3, 0.1 + 0.2]], [[-1e-300, -1e-300 * (1 + 2 ** -52)]], [[1e9 + 0.1, 1e9 + 0.1 + 2 ** -23]]])(
    'calls %j constant, which differ by rounding alone',
    (values) => {
      expect(values[0]).not.toBe(values[1]);
      expect(measureScale(Float64Array.from(values))).toEqual({ mean: values[0], scale: 1, constant: true });
    },
  );

  it.each([
    ['seconds since 1970, a millisecond apart', [1.6e9, 1.6e9 + 0.001, 1.6e9 + 0.002]],
    ['microseconds since 1970, next to each other', [1.6e15, 1.6e15 + 1]],
    ['the largest whole numbers', [2 ** 53 - 1, 2 ** 53]],
    ['small and large', [0, 1e-300]],
    ['fractions a billionth apart', [0.1, 0.1 + 1e-10]],
  ])('calls %s varied', (_, values) => {
    const { constant, scale } = measureScale(Float64Array.from(values));
    expect(constant).toBe(false);
    expect(scale).toBeGreaterThan(0);
  });

  it('calls values constant whose standard deviation is too small for a double', () => {
    const values = new Float64Array(10);
    values[4] = 5e-324;
    expect(measureScale(values)).toEqual({ mean: 0, scale: 1, constant: true });
  });
});
