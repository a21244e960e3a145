import { describe, expect, it } from 'vitest';
import { tableFromArrays, tableFromRows } from '../../src/data/json-table.ts';
import { MAX_CELLS, MAX_COLUMNS, placeOfCell } from '../../src/data/table.ts';
import { refusalOf } from './refusal.ts';

describe('tableFromRows', () => {
  it('orders columns by first appearance and reads an absent key as missing', () => {
    const table = tableFromRows([{ b: 1 }, { a: 'x', b: 2 }, { c: null }]);
    expect(table.columns).toEqual(['b', 'a', 'c']);
    expect(table.rows).toEqual([
      [1, null, null],
      [2, 'x', null],
      [null, null, null],
    ]);
  });

  it('reads true and false as 1 and 0', () => {
    expect(tableFromRows([{ a: true }, { a: false }]).rows).toEqual([[1], [0]]);
  });

  it('takes __proto__, constructor and toString for ordinary names', () => {
    const rows = JSON.parse('[{"__proto__": 1, "constructor": 2}, {"toString": 3}]');
    const table = tableFromRows(rows);
    expect(table.columns).toEqual(['__proto__', 'constructor', 'toString']);
    expect(table.rows).toEqual([
      [1, 2, null],
      [null, null, 3],
    ]);
  });

  it.each([
    ['NaN', '"NaN"'],
    ['Infinity', '"Infinity"'],
    ['-Infinity', '"-Infinity"'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('refuses %s as a value, naming the cell', (value, shown) => {
    const refusal = refusalOf(() => tableFromRows([{ age: 1 }, { age: value }]));
    expect(refusal).toMatchObject({ code: 'invalid-data', place: 'data.rows[1].age' });
    expect(refusal.message).toMatch(`got ${shown}`);
  });

  it('refuses a nested value, quoting a key that is no identifier', () => {
    const rows = JSON.parse('[{"my age": [1]}]');
    expect(refusalOf(() => tableFromRows(rows)).place).toBe('data.rows[0]["my age"]');
  });

  it.each([
    ['[]', 'data.rows'],
    ['[{"a": 1}, null]', 'data.rows[1]'],
    ['[[1]]', 'data.rows[0]'],
    ['[{"": 1}]', 'data.rows[0]'],
  ])('refuses %s', (json, place) => {
    expect(refusalOf(() => tableFromRows(JSON.parse(json)))).toMatchObject({ code: 'invalid-data', place });
  });

  it('refuses rows with keys of their own before they fill the memory', () => {
    const count = Math.ceil(Math.sqrt(MAX_CELLS)) + 1;
    const rows = Array.from({ length: count }, (_, r) => ({ [`k${r}`]: r }));
    expect(refusalOf(() => tableFromRows(rows)).code).toBe('limit-exceeded');
  });
});

describe('tableFromArrays', () => {
  it('refuses more columns than can be told apart in memory', () => {
    const refusal = (width: number) => refusalOf(() => tableFromArrays([Array(width).fill(1)], [1]));
    expect(refusal(MAX_COLUMNS)).toMatchObject({
      code: 'limit-exceeded',
      place: 'data.x[0]',
      message: 'expected at most 100000 columns, got 100001',
    });
    expect(tableFromArrays([Array(MAX_COLUMNS - 1).fill(1)], [1]).columns).toHaveLength(MAX_COLUMNS);
  });

  it('names features x1 to xp and the target y', () => {
    const table = tableFromArrays(
      [
        [1, 'a'],
        [null, 'b'],
      ],
      [true, 4],
    );
    expect(table.columns).toEqual(['x1', 'x2', 'y']);
    expect(table.rows).toEqual([
      [1, 'a', 1],
      [null, 'b', 4],
    ]);
  });

  it('takes names', () => {
    expect(tableFromArrays([[1, 2]], [3], ['a', 'b']).columns).toEqual(['a', 'b', 'y']);
  });

  it('names its cells by array and position', () => {
    const table = tableFromArrays([[1], [2]], [3, 4]);
    expect(placeOfCell(table, 1, 0)).toBe('data.x[1][0]');
    expect(placeOfCell(table, 1, 1)).toBe('data.y[1]');
  });

  it.each<[string, string, unknown, unknown, unknown]>([
    ['no rows', 'data.x', [], [], undefined],
    ['no columns', 'data.x[0]', [[]], [1], undefined],
    ['a ragged row', 'data.x[1]', [[1, 2], [3]], [1, 2], undefined],
    ['a row that is no array', 'data.x[1]', [[1], 'a'], [1, 2], undefined],
    ['a short y', 'data.y', [[1], [2]], [1], undefined],
    ['NaN as text in x', 'data.x[0][1]', [[1, 'NaN']], [1], undefined],
    ['Infinity in y', 'data.y[1]', [[1], [2]], [1, Number.POSITIVE_INFINITY], undefined],
    ['too few names', 'data.names', [[1, 2]], [1], ['a']],
    ['a name given twice', 'data.names[1]', [[1, 2]], [1], ['a', 'a']],
    ['an empty name', 'data.names[0]', [[1]], [1], ['']],
    ['a feature named y', 'data.names[0]', [[1]], [1], ['y']],
  ])('refuses %s', (_, place, x, y, names) => {
    const run = () => tableFromArrays(x as number[][], y as number[], names as string[] | undefined);
    expect(refusalOf(run)).toMatchObject({ code: 'invalid-data', place });
  });
});

describe('typed arrays', () => {
  it('are read as plain ones, row by row and for the target', () => {
    const plain = tableFromArrays(
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6],
    );
    for (const List of [Float64Array, Float32Array, Int16Array]) {
      expect(tableFromArrays([List.of(1, 2), List.of(3, 4)], List.of(5, 6))).toEqual(plain);
    }
  });

  it.each([
    ['data.x[1][0]', 'got NaN', [Float64Array.of(1), Float64Array.of(Number.NaN)], Float64Array.of(1, 2)],
    ['data.y[0]', 'got Infinity', [Float32Array.of(1), Float32Array.of(2)], Float32Array.of(Infinity, 2)],
    ['data.x[1]', 'expected 1 values', [Float32Array.of(1), Float32Array.of(2, 3)], Float32Array.of(1, 2)],
    ['data.x[0]', 'expected at least one feature', [new DataView(new ArrayBuffer(8))], Float32Array.of(1)],
  ])('are refused at %s: %s', (place, words, x, y) => {
    const refusal = refusalOf(() => tableFromArrays(x as Float64Array[], y));
    expect(refusal).toMatchObject({ code: 'invalid-data', place, message: expect.stringContaining(words) });
  });
});
