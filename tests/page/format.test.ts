import { expect, it } from 'vitest';
import { formatAligned, formatLambda, formatNumber } from '../../src/page/format.ts';

it('numbers have no more digits than one reads', () => {
  expect(formatNumber(56.3216)).toBe('56.32');
  expect(formatNumber(-0.000123456, 3)).toBe('−0.000123');
  expect(formatNumber(1e-9)).toBe('1e−9');
  expect(formatNumber(0)).toBe('0');
  expect(formatNumber(null)).toBe('–');
  expect(formatNumber(undefined)).toBe('–');
});

it('numbers of a column keep the zeros at their end', () => {
  expect([61, -2, 0.1, 56.3216].map((value) => formatAligned(value, 4))).toEqual([
    '61.00',
    '−2.000',
    '0.1000',
    '56.32',
  ]);
  expect(formatAligned(0, 4)).toBe('0');
  expect(formatAligned(null, 4)).toBe('–');
  // No exponent where a plain number will do.
  expect(formatAligned(243_000, 3)).toBe('243000');
});

it('lambdas are shown as they were given', () => {
  expect(formatLambda(-0.0012345)).toBe('−0.0012345');
});
