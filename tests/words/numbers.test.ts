import { describe, expect, it } from 'vitest';
import {
  countDecimals,
  formatAligned,
  formatFigure,
  formatLambda,
  formatNumber,
  formatTicks,
  percent,
  round,
  roundUp,
  shortenLambda,
  wholePercent,
} from '../../src/words/numbers.ts';

it.each([
  [0, '0'],
  [-0.0156, '-0.016'],
  [2.7489, '2.7'],
  [1234, '1200'],
  [1e-9, '1e-9'],
])('round says %d as "%s"', (value, text) => expect(round(value)).toBe(text));

it.each([
  [1.001, '1.1'],
  [1.1, '1.1'],
  [2.7411, '2.8'],
  [995, '1000'],
  [12, '12'],
  [0.0121, '0.013'],
])('roundUp says %d as "%s"', (value, text) => expect(roundUp(value)).toBe(text));

it.each([
  [0, '0 %'],
  [0.00009, 'less than 0.01 %'],
  [0.0001, '0.01 %'],
  [0.1234, '12 %'],
  [1, '100 %'],
])('percent says %d as "%s"', (share, text) => expect(percent(share)).toBe(text));

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

describe('figures', () => {
  it.each([
    [0, '0'],
    [54.8612, '54.9'],
    [-0.01234, '\u22120.0123'],
    [1234567, '1.23e6'],
    [2e6, '2e6'],
    [Number.MAX_VALUE, '1.8e308'],
    [-0.00001234, '\u22121.23e\u22125'],
  ])('%d has three digits: %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  it.each([
    [
      [0, 0.5, 1],
      ['0.0', '0.5', '1.0'],
    ],
    [
      [-20, 0, 20],
      ['\u221220', '0', '20'],
    ],
    [
      [0, 2e6, 4e6],
      ['0', '2e6', '4e6'],
    ],
    [
      [1.5e7, 1.55e7],
      ['1.50e7', '1.55e7'],
    ],
  ])('ticks %j are written alike', (ticks, labels) => {
    expect(formatTicks(ticks)).toEqual(labels);
  });

  it('a percentage says 0 and 100 of nothing else', () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(wholePercent)).toEqual(['0', '<1', '50', '>99', '100']);
  });

  it('a lambda is written as it was given, where that is short', () => {
    expect([0.000446, -0.01, 1 / 3].map(shortenLambda)).toEqual(['0.000446', '\u22120.01', '0.333']);
  });
});
