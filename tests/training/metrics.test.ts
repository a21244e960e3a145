import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure, measureAccuracy, measureRegression } from '../../src/training/metrics.ts';
import { assertClose } from '../assert-close.ts';
import { drawNumbers } from '../engines/samples.ts';
import { regressionMetrics } from '../oracles/metrics.ts';

const CONSTANT_TARGET = { value: null, reason: 'the target is constant on these rows' };
const EQUAL_PREDICTIONS = { value: null, reason: 'all predictions are equal on these rows' };

function measureArrays(actual: readonly number[], predicted: readonly number[]) {
  return measureRegression(Float64Array.from(actual), Float64Array.from(predicted));
}

describe('measureRegression', () => {
  it.each([2, 3, 10, 101])('equals the textbook formulas on %i rows', (rows) => {
    const actual = drawNumbers(rows, 1).map((value) => 100 + 30 * value);
    const predicted = drawNumbers(rows, 2).map((value, i) => actual[i] + 10 * value);
    const measured = measureArrays(actual, predicted);
    for (const [name, expected] of Object.entries(regressionMetrics(actual, predicted))) {
      // Sums of at most 101 terms in f64, and the cancellation of a mean of 100 against deviations of 1 to 30.
      assertClose(measured[name].value ?? Number.NaN, expected, 1e-12 * Math.max(1, Math.abs(expected)));
    }
  });

  it('gives perfect predictions no error, R2 1 and r 1', () => {
    const values = drawNumbers(9, 3);
    const { rmse, mae, r2, pearson } = measureArrays(values, values);
    expect([rmse, mae, r2]).toEqual([{ value: 0 }, { value: 0 }, { value: 1 }]);
    assertClose(pearson.value ?? Number.NaN, 1, 1e-15);
  });

  it('gives a negative R2 to predictions worse than the mean', () => {
    expect(measureArrays([0, 1], [1, 0]).r2).toEqual({ value: -3 });
    expect(measureArrays([0, 1], [1, 0]).pearson).toEqual({ value: -1 });
  });

  it('has no R2 and no r for a constant target, whatever its mean rounds to', () => {
    const { r2, pearson, rmse } = measureArrays([0.1, 0.1, 0.1], [0.1, 0.2, 0.3]);
    expect([r2, pearson]).toEqual([CONSTANT_TARGET, CONSTANT_TARGET]);
    expect(rmse.value).toBeGreaterThan(0);
  });

  it('has no r, but an R2, for equal predictions', () => {
    const { r2, pearson } = measureArrays([0, 1, 2], [0.1, 0.1, 0.1]);
    expect(pearson).toEqual(EQUAL_PREDICTIONS);
    expect(r2.value).toBeLessThan(0);
  });

  it('has no R2 for a single row', () => {
    expect(measureArrays([3], [4])).toMatchObject({ rmse: { value: 1 }, r2: CONSTANT_TARGET });
  });

  it('never gives a number that is not finite', () => {
    const anything = fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anything, (rows) => {
        const measured = measureArrays(
          rows.map(([actual]) => actual),
          rows.map(([, predicted]) => predicted),
        );
        for (const { value } of Object.values(measured)) {
          expect(value === null || Number.isFinite(value)).toBe(true);
        }
      }),
      { seed: 1 },
    );
  });
});

describe('measureAccuracy', () => {
  it('is the share of rows whose class has the highest score', () => {
    const scores = Float32Array.of(1, 2, 3, 9, 0, 0, -1, -3, -2);
    expect(measureAccuracy(Int32Array.of(2, 0, 1), scores)).toEqual({ value: 2 / 3 });
  });

  it('counts the first of equal scores', () => {
    const scores = Float32Array.of(5, 5);
    expect(measureAccuracy(Int32Array.of(0), scores)).toEqual({ value: 1 });
    expect(measureAccuracy(Int32Array.of(1), scores)).toEqual({ value: 0 });
  });
});

describe('measure', () => {
  it.each([Number.NaN, Infinity, -Infinity])('turns %d into null with a reason', (value) => {
    expect(measure(value)).toEqual({ value: null, reason: expect.any(String) });
  });
});
