import { expect, it } from 'vitest';
import {
  count,
  formatAligned,
  formatLambda,
  formatNumber,
  formatSeconds,
  formatWork,
} from '../../src/page/format.ts';

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

it('one is not many', () => {
  expect([count(1, 'pair'), count(20, 'pair')]).toEqual(['1 pair', '20 pairs']);
});

it('lambdas are shown as they were given', () => {
  expect(formatLambda(-0.0012345)).toBe('−0.0012345');
});

it('times are said as one would', () => {
  expect([0.42, 3.14, 59.6, 179.6, 200, 7260].map(formatSeconds)).toEqual([
    '0.42 s',
    '3.1 s',
    '60 s',
    '3 min 0 s',
    '3 min 20 s',
    '2 h 1 min',
  ]);
});

it('work is counted in floating-point operations', () => {
  expect(formatWork(61_780_992_000)).toBe('61.8 GFLOP');
  expect(formatWork(2_340_000)).toBe('2.34 MFLOP');
});
