import { describe, expect, test } from 'vitest';
import { median, quantile } from '../../bench/statistics.ts';

describe('quantile', () => {
  test.each([
    [0, 1],
    [0.2, 3],
    [0.25, 3],
    [0.5, 6],
    [1, 10],
  ])('%d of ten values is the value that so many lie below', (share, expected) => {
    expect(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share)).toBe(expected);
  });

  test('of one value is that value, and of none is an error', () => {
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow('at least one value');
  });
});
