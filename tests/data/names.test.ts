import { expect, test } from 'vitest';
import { indexNames, refuseName } from '../../src/data/names.ts';
import { findNearest } from '../../src/words/nearest.ts';

test.each([
  ['itself', ['a', 'unit price'], 'unit price', 1],
  ['one with a no-break space', ['a', 'unit\u00a0price'], 'unit price', 1],
  ['one with two spaces', ['a', 'unit  price'], 'unit price', 1],
  ['one with a zero-width space', ['a', 'unit \u200bprice'], 'unit price', 1],
  ['one of full width', ['a', 'ｐｒｉｃｅ'], 'price', 1],
  ['the exact one of two alike', ['b c', 'b\u00a0c'], 'b\u00a0c', 1],
  ['none of two alike', ['b\u00a0c', 'b\u2009c'], 'b c', -1],
  ['none of other capitals', ['Price'], 'price', -1],
])('a name finds %s', (_, columns, name, column) => {
  expect(indexNames(columns)(name)).toBe(column);
});

test.each([
  ['Price', 'price'],
  ['progession', 'progression'],
  ['ages', 'age'],
])('%s is told the nearest name', (name, nearest) => {
  const columns = ['price', 'age', 'progression', 'x1'];
  expect(findNearest(columns, name)).toBe(nearest);
  expect(refuseName(columns, name, 'data.target').message).toBe(
    `data.target: there is no column "${name}"; did you mean "${nearest}"?`,
  );
});

test('a name near none lists the columns', () => {
  expect(refuseName(['price', 'age'], 'colour', 'data.target').message).toBe(
    'data.target: expected one of the columns "price", "age", got "colour"',
  );
});

test('what one cannot see in a name is written out', () => {
  expect(refuseName(['unit\u00a0price'], 'x', 'p').message).toContain('"unit\\u00a0price"');
});
