import { describe, expect, it } from 'vitest';
import { detectDifference, measureStandardError } from '../../src/math/design.ts';
import { assertClose } from '../assert-close.ts';

describe('detectDifference', () => {
  it.each([0.05, 0.01])('counts in standard errors, at the level %d', (level) => {
    // The quantiles of the Cauchy distribution are tan(pi (p - 1/2)).
    const critical = Math.tan((0.5 - level / 2) * Math.PI);
    const power = Math.tan(0.3 * Math.PI);
    assertClose(detectDifference(3, 1, level) / (3 * (critical + power)), 1, 1e-13);
  });

  it('finds any difference without a standard error', () => {
    expect(detectDifference(0, 19, 0.05)).toBe(0);
  });

  it('stays finite', () => {
    expect(detectDifference(Number.MAX_VALUE, 1, 0.05)).toBe(Number.MAX_VALUE);
  });
});

describe('measureStandardError', () => {
  it('averages the squares over repeats, not the values of all pairs', () => {
    // sd 1 / sqrt(2) and 3 / sqrt(2) within the repeats of two folds, so 1/2 and 3/2; the repeats lie 100 apart.
    const repeats = [
      [0, 1],
      [100, 103],
    ];
    assertClose(measureStandardError(repeats, 'folds', 1) ?? 0, Math.sqrt((0.25 + 2.25) / 2), 1e-15);
  });

  it('takes repeats of unequal length', () => {
    // 1/2 as above, and sqrt(1 / 3)
    const error = measureStandardError(
      [
        [0, 1],
        [1, 2, 3],
      ],
      'folds',
      1,
    );
    assertClose(error ?? 0, Math.sqrt((1 / 4 + 1 / 3) / 2), 1e-15);
  });

  it('corrects the holdout for rows that repeats share', () => {
    // variance 1 of 1, 2, 3
    assertClose(measureStandardError([[1], [2], [3]], 'holdout', 0.25) ?? 0, Math.sqrt(1 / 3 + 0.25), 1e-15);
  });

  it('is null where it cannot be computed', () => {
    expect(measureStandardError([[1]], 'holdout', 0.25)).toBeNull();
    expect(measureStandardError([[1]], 'folds', 0.25)).toBeNull();
    expect(measureStandardError([[1], [2]], 'folds', 0.25)).toBeNull();
    expect(measureStandardError([[1, 2], [3]], 'folds', 0.25)).toBeNull();
  });

  it('needs one repeat alone of folds', () => {
    assertClose(measureStandardError([[1, 2, 3]], 'folds', 0.5) ?? 0, Math.sqrt(1 / 3), 1e-15);
  });

  it('takes a repeat of equal values for one without an error, and no more', () => {
    const repeats = [
      [7, 7],
      [0, 2],
    ];
    // 0, and sqrt(2) / sqrt(2).
    assertClose(measureStandardError(repeats, 'folds', 0.5) ?? 0, Math.sqrt(1 / 2), 1e-15);
  });

  it('is 0 where all values are equal', () => {
    expect(
      measureStandardError(
        [
          [0.1, 0.1, 0.1],
          [0.3, 0.3, 0.3],
        ],
        'folds',
        0.5,
      ),
    ).toBe(0);
    expect(measureStandardError([[0.1], [0.1], [0.1]], 'holdout', 0.5)).toBe(0);
  });

  it.each([1e300, 1e-300])('neither overflows nor vanishes near %d', (size) => {
    const error = measureStandardError(
      [
        [size, 2 * size, 3 * size],
        [2 * size, 2 * size, 5 * size],
      ],
      'folds',
      0.5,
    );
    assertClose((error ?? 0) / size, Math.sqrt((1 / 3 + 1) / 2), 1e-15);
  });
});
