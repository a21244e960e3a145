import { expect, it } from 'vitest';
import { percent, round } from '../../src/words/numbers.ts';

it.each([
  [0, '0'],
  [-0.0156, '-0.016'],
  [2.7489, '2.7'],
  [1234, '1200'],
  [1e-9, '1e-9'],
])('round says %d as "%s"', (value, text) => expect(round(value)).toBe(text));

it.each([
  [0, '0 %'],
  [0.00009, 'less than 0.01 %'],
  [0.0001, '0.01 %'],
  [0.1234, '12 %'],
  [1, '100 %'],
])('percent says %d as "%s"', (share, text) => expect(percent(share)).toBe(text));
