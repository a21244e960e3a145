import { expect, it } from 'vitest';
import { countDecimals } from '../../src/cli/figures.ts';

it.each([
  [0.85, 2],
  [1.6, 1],
  [23, 0],
  [0.0123, 3],
  [1e-12, 6],
  [0, 3],
  [Number.NaN, 3],
])('countDecimals shows an error of %d in %d decimals', (error, decimals) => {
  expect(countDecimals(error)).toBe(decimals);
});
