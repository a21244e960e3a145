import { expect, it } from 'vitest';
import { spreadingDicts } from '../../../../src/judge/reading/table/cells-of-dicts.ts';
import { readingTable } from '../../../../src/judge/reading/table/table.ts';
import { finish } from '../../../../src/sliced.ts';

/** The columns that a column of such cells gives, with their first cells. */
function spread(...config: unknown[]): Record<string, unknown> {
  const rows = config.map((cell) => ({ config: cell as string, score: 1 }));
  const { columns } = finish(spreadingDicts(finish(readingTable({ rows }))));
  return Object.fromEntries(columns.map(({ name, cells }) => [name, cells[0]]));
}

it('a dict as Python writes it has a column for each entry', () => {
  const text = String.raw`{'lr': 1e-3, 'n': -2, 'amp': True, 'x': None, "it's": 'a \'b\' c', 'f': f(1, {2: 3}), 't': (1, 'a,b'), 'nan': nan}`;
  expect(spread(text)).toEqual({
    'config.lr': 0.001,
    'config.n': -2,
    'config.amp': true,
    'config.x': null,
    "config.it's": "a 'b' c",
    'config.f': 'f(1, {2: 3})',
    'config.t': "(1, 'a,b')",
    'config.nan': 'nan',
    score: 1,
  });
});

it('a dict in it has names with points', () => {
  const nested = { 'config.a.b.c': 1, 'config.d': false, score: 1 };
  expect(spread('{"a": {"b": {"c": 1}}, "d": false}')).toEqual(nested);
  expect(spread({ a: { b: { c: 1 } }, d: false })).toEqual(nested);
  expect(spread({ list: [1, { a: 2 }] })).toEqual({ 'config.list': '[1,{"a":2}]', score: 1 });
});

it('entries that other lines lack are empty', () => {
  expect(spread(null, "{'a': 1}")).toEqual({ 'config.a': null, score: 1 });
});

it.each(['plain', '{', "{'a'", "{'a': }", "{'a': 1", "{'a': 1} x", "{'a: 1}", '{1 2}', '{{}'])(
  'a column with %s among its cells stays as it is',
  (text) => {
    expect(spread(text, "{'a': 1}")).toEqual({ config: text, score: 1 });
  },
);
