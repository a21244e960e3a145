import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatFlops, formatSeconds } from '../../src/words/amounts.ts';

it.each([
  [0, '0 s'],
  [0.012, '0.01 s'],
  [0.416, '0.42 s'],
  [6, '6.0 s'],
  [1.234, '1.2 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7505, '2 h 5 min'],
])('formatSeconds says %d as "%s"', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

it.each([
  [100, '0.098 KiB'],
  [140_096, '137 KiB'],
  [48 * 2 ** 20, '48 MiB'],
  [5 * 2 ** 40, '5120 GiB'],
])('formatBytes says %d as "%s"', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it('formatFlops counts millions, or thousands of them', () => {
  expect(formatFlops(61_780_992_000)).toBe('62 GFLOP');
  expect(formatFlops(123_456_000_000)).toBe('123 GFLOP');
  expect(formatFlops(2_340_000)).toBe('2.3 MFLOP');
});

it('formatCount has a plural', () => {
  expect([formatCount(0, 'row'), formatCount(1, 'row'), formatCount(2, 'row')]).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
  ]);
});
