import { expect, it } from 'vitest';
import { joinWords, listFirst, listSome, nameLambdas } from '../../src/words/lists.ts';

const countTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

it.each([
  [0, ''],
  [1, '1'],
  [2, '1 and 2'],
  [3, '1, 2 and 3'],
  [8, '1, 2, 3, 4, 5, 6, 7 and 8'],
  [9, '1, 2, 3, 4, 5, 6, 7, 8 and 1 more'],
  [20, '1, 2, 3, 4, 5, 6, 7, 8 and 12 more'],
])('joinWords of %d words is "%s"', (n, text) => expect(joinWords(countTo(n).map(String))).toBe(text));

it('nameLambdas says them as sentences name a lambda', () => {
  expect(nameLambdas([0.1])).toBe('lambda = 0.1');
  expect(nameLambdas([-0.1, 0.1, 1])).toBe('lambda = -0.1, 0.1 and 1');
  expect(nameLambdas([-0.012345678901234567, 1 / 3])).toBe('lambda = -0.01235 and 0.3333');
});

it.each([
  [1, '1'],
  [8, '1, 2, 3, 4, 5, 6, 7, 8'],
  [9, '1, 2, 3, 4, 5, 6, 7, 8 and 1 more'],
])('listFirst of %d numbers is "%s"', (n, text) => expect(listFirst(countTo(n))).toBe(text));

it('listSome says how many parts are left out', () => {
  expect(listSome(['a, 1', 'b, 2'], 2)).toBe('a, 1; b, 2');
  expect(listSome(['a', 'b', 'c'], 2)).toBe('a; b; and 1 more');
});

it('listFirst names as many as it is asked to', () => {
  expect(listFirst(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});

it('listFirst says numbers as sentences name a lambda', () => {
  expect(listFirst([1 / 3, 1e-3])).toBe('0.3333, 0.001');
});
