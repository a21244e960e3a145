import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/data/encode.ts';
import { openStream } from '../../src/random/random.ts';
import { hasFullRank } from '../../src/training/rank.ts';

/** A matrix of `rows` rows made from independent normal columns. */
function makeMatrix(
  rows: number,
  columns: number,
  derive: (row: number[]) => number[] = (row) => row,
): Matrix {
  const random = openStream(1, 'generator');
  const made = Array.from({ length: rows }, () => derive(Array.from({ length: columns }, random.nextNormal)));
  return { rows, columns: made[0].length, values: Float32Array.from(made.flat()) };
}

describe('hasFullRank', () => {
  it('is true of independent columns, of whatever size', () => {
    expect(hasFullRank(makeMatrix(50, 10))).toBe(true);
    expect(hasFullRank(makeMatrix(50, 3, ([a, b, c]) => [1e-20 * a, b, 1e20 * c]))).toBe(true);
  });

  it('is true of nearly dependent columns that float32 still tells apart', () => {
    expect(hasFullRank(makeMatrix(200, 3, ([a, b, c]) => [a, b, a + b + 1e-3 * c]))).toBe(true);
  });

  it('is false of sums, multiples and constants, after the mean is taken out', () => {
    expect(hasFullRank(makeMatrix(50, 2, ([a, b]) => [a, b, a + b]))).toBe(false);
    expect(hasFullRank(makeMatrix(50, 1, ([a]) => [a, -3 * a]))).toBe(false);
    expect(hasFullRank(makeMatrix(50, 1, ([a]) => [a, 7]))).toBe(false);
    expect(hasFullRank(makeMatrix(50, 1, ([a]) => [a > 0 ? 1 : 0, a > 0 ? 0 : 1]))).toBe(false);
  });

  it('is false with as many columns as rows, since the mean takes one', () => {
    expect(hasFullRank(makeMatrix(10, 9))).toBe(true);
    expect(hasFullRank(makeMatrix(10, 10))).toBe(false);
  });

  it('is not checked beyond 200 columns', () => {
    expect(hasFullRank(makeMatrix(300, 200))).toBe(true);
    expect(hasFullRank(makeMatrix(300, 201))).toBeNull();
  });
});
