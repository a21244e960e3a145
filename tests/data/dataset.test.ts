import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { type DatasetOptions, placeOfDatasetRow } from '../../src/data/dataset.ts';
import { tableFromArrays, tableFromRows } from '../../src/data/json-table.ts';
import type { RawCell } from '../../src/data/table.ts';
import { datasetFromTable } from './dataset-from-table.ts';
import { refusalOf } from './refusal.ts';

const REGRESSION: DatasetOptions = { target: 'y', task: 'regression', missing: 'refuse' };

function read(csv: string, options: Partial<DatasetOptions> = {}) {
  return datasetFromTable(parseCsv(csv), { ...REGRESSION, ...options });
}

/** A CSV text with one feature column `a` and a target that counts up. */
function columnOf(cells: readonly string[]): string {
  return `a,y\n${cells.map((cell, r) => `"${cell}",${r}`).join('\n')}\n`;
}

function rowsOf(cells: readonly RawCell[]) {
  return tableFromRows(cells.map((a, y) => ({ a, y })));
}

describe('datasetFromTable', () => {
  it('makes one column the target, keeps markers aside, and takes the others for features', () => {
    const data = read('y,a,part,b\n1,2,train,u\n3,4,test,v\n', { markers: ['part'] });
    expect(data.rows).toBe(2);
    expect(data.features).toEqual([
      { kind: 'number', name: 'a', values: Float64Array.of(2, 4) },
      { kind: 'text', name: 'b', values: ['u', 'v'] },
    ]);
    expect(data.target).toEqual({ task: 'regression', name: 'y', values: Float64Array.of(1, 3) });
    expect(data.markers).toEqual(new Map([['part', ['train', 'test']]]));
  });

  it('reads numbers of a marker as text', () => {
    expect(read('a,g,y\n1,7,1\n2,8,2\n', { markers: ['g'] }).markers.get('g')).toEqual(['7', '8']);
  });

  it('keeps missing features as NaN and null for mean', () => {
    const data = read('a,b,y\n,u,1\n2,,2\n', { missing: 'mean' });
    expect(data.features.map(({ values }) => [...values])).toEqual([
      [Number.NaN, 2],
      ['u', null],
    ]);
  });

  it('leaves out rows without a target whatever missing says, and counts them apart', () => {
    for (const missing of ['refuse', 'mean', 'drop-row'] as const) {
      const data = read('a,y\n1,2\n2,\n3,NA\n4,5\n', { missing });
      expect(data).toMatchObject({ rows: 2, rowsWithoutTarget: 2, droppedRows: 0, dropped: null });
      expect([...data.sourceRows]).toEqual([0, 3]);
      expect(data.target).toMatchObject({ values: Float64Array.of(2, 5) });
    }
  });

  it('leaves out rows with anything missing for drop-row, and still names the others by line', () => {
    const data = read('a,b,y\n,u,1\n2,u,2\n3,v,\n4,,4\n5,v,5\n', { missing: 'drop-row' });
    expect(data.rows).toBe(2);
    expect(data).toMatchObject({ rowsWithoutTarget: 1, droppedRows: 2 });
    expect([...data.sourceRows]).toEqual([1, 4]);
    expect(placeOfDatasetRow(data, 1)).toBe('data.csv line 6');
    expect(data.target).toMatchObject({ values: Float64Array.of(2, 5) });
  });

  it('sorts classes that are numbers by value, and texts by code unit', () => {
    const numeric = read('a,y\n1,10\n2,9\n3,-1\n4,9\n', { task: 'classification' });
    expect(numeric.target).toMatchObject({ classes: ['-1', '9', '10'], labels: Int32Array.of(2, 1, 0, 1) });
    const texts = read('a,y\n1,b\n2,B\n3,a\n', { task: 'classification' });
    expect(texts.target).toMatchObject({ classes: ['B', 'a', 'b'], labels: Int32Array.of(2, 0, 1) });
  });

  it('takes JSON texts of digits for texts, since JSON could have said numbers', () => {
    const data = datasetFromTable(rowsOf(['1', '2', '1']), REGRESSION);
    expect(data.features[0]).toEqual({ kind: 'text', name: 'a', values: ['1', '2', '1'] });
  });

  it('takes a column with fewer than 90 % numbers for text', () => {
    const sizes = ['S', 'M', ...Array.from({ length: 17 }, (_, i) => `${i % 5}`)];
    expect(read(columnOf(sizes)).features[0].kind).toBe('text');
  });
});

describe('datasetFromTable refuses', () => {
  it('an absent target, listing the columns', () => {
    const refusal = refusalOf(() => read('a,y\n1,2\n3,4\n', { target: 'Y' }));
    expect(refusal).toMatchObject({ code: 'invalid-data', place: 'data.target' });
    expect(refusal.message).toBe('expected one of the columns "a", "y", got "Y"');
  });

  it('an absent target, cutting a long list', () => {
    const table = tableFromArrays([Array.from({ length: 30 }, (_, c) => c)], [1]);
    const { message } = refusalOf(() => datasetFromTable(table, { ...REGRESSION, target: 'z' }));
    expect(message).toMatch(/"x10", 20 more, "y", got "z"$/);
  });

  it.each([
    [10, '"x9", "y", got "z"'],
    [11, '"x10", "y", got "z"'],
    [12, '"x10", 1 more, "y", got "z"'],
  ])('an absent target, naming the last of %i columns', (columns, end) => {
    const table = tableFromArrays([Array.from({ length: columns - 1 }, (_, c) => c)], [1]);
    const { message } = refusalOf(() => datasetFromTable(table, { ...REGRESSION, target: 'z' }));
    expect(message.endsWith(end)).toBe(true);
  });

  it('too few rows, saying how many were dropped', () => {
    const say = (csv: string, options: Partial<DatasetOptions> = {}) =>
      refusalOf(() => read(csv, { missing: 'drop-row', ...options })).message;
    expect(say('a,y\n1,2\n')).toBe('expected at least 2 rows, got 1');
    expect(say('a,y\n1,2\n3,\n')).toBe(
      'expected at least 2 rows, got 1 after 1 without a target were dropped',
    );
    expect(say('a,y\n,2\n3,\n')).toBe(
      'expected at least 2 rows, got 0 after 1 without a target and 1 with missing values were dropped: ' +
        'missing in "a" (1 row); set missing to "mean"',
    );
  });

  it('classes without the loss for them, naming it', () => {
    const { message } = refusalOf(() => read('a,y\n1,yes\n3,no\n'));
    expect(message).toBe(
      'expected a number in a regression target (classes take loss "cross-entropy"), got "yes"',
    );
  });

  it('a measured number as classes, naming the ways out', () => {
    const count = (n: number) => Array.from({ length: n }, (_, i) => `${i},${i / 10}\n`).join('');
    const classify = (csv: string) => read(csv, { task: 'classification' });
    expect(refusalOf(() => classify(`a,y\n${count(21)}`))).toEqual({
      code: 'invalid-data',
      place: 'data, column "y"',
      message: 'expected at most 20 numbers as classes (take loss "mse", or write texts), got 21',
    });
    expect(refusalOf(() => classify(`a,y\n${count(1001)}`)).message).toContain(
      'at most 20 numbers as classes',
    );
    expect(classify(`a,y\n${count(20)}`).target).toMatchObject({ task: 'classification' });
    const texts = Array.from({ length: 21 }, (_, i) => `${i},class ${i}\n`).join('');
    expect(classify(`a,y\n${texts}`).target).toMatchObject({ task: 'classification' });
    expect(read(`a,y\n${count(21)}`).target).toMatchObject({ task: 'regression' });
  });

  it.each<[string, string, string, Partial<DatasetOptions>]>([
    ['text in a regression target', 'a,y\n1,2\n3,high\n', 'data.csv line 3, column "y"', {}],
    ['a target of missing values alone', 'a,y\n1,\n3,\n', 'data, column "y"', { missing: 'mean' }],
    ['a missing number', 'a,y\n1,2\n,3\n', 'data.csv line 3, column "a"', {}],
    ['a missing text', 'a,y\nu,2\nNA,3\n', 'data.csv line 3, column "a"', {}],
    [
      'a missing marker',
      'a,g,y\n1,,2\n3,u,4\n',
      'data.csv line 2, column "g"',
      { markers: ['g'], missing: 'mean' },
    ],
    ['a column without any value', 'a,b,y\n1,,2\n3,,4\n', 'data, column "b"', { missing: 'mean' }],
    ['one row', 'a,y\n1,2\n', 'data', {}],
    ['one row left', 'a,y\n1,2\n3,\n', 'data', { missing: 'drop-row' }],
    ['no feature', 'y\n1\n2\n', 'data', {}],
    ['no feature beside a marker', 'g,y\n1,2\n3,4\n', 'data', { markers: ['g'] }],
    ['an absent marker', 'a,y\n1,2\n3,4\n', 'split', { markers: ['g'] }],
    ['the target as a marker', 'a,y\n1,2\n3,4\n', 'split', { markers: ['y'] }],
    ['one class', 'a,y\n1,u\n2,u\n', 'data, column "y"', { task: 'classification' }],
    ['a feature beyond float32', 'a,y\n1,2\n1e39,3\n', 'data.csv line 3, column "a"', {}],
    ['a target beyond float32', 'a,y\n1,2\n1,-1e39\n', 'data.csv line 3, column "y"', {}],
  ])('%s', (_, csv, place, options) => {
    expect(refusalOf(() => read(csv, options))).toMatchObject({ code: 'invalid-data', place });
  });

  it('a stray text in a column of numbers, with the first one named', () => {
    const cells = Array.from({ length: 20 }, (_, i) => (i === 11 || i === 15 ? 'unknown' : `${i}`));
    const refusal = refusalOf(() => read(columnOf(cells)));
    expect(refusal.place).toBe('data.csv line 13, column "a"');
    expect(refusal.message).toBe('expected a number, as elsewhere in this column, got "unknown"');
  });

  it('a stray text that stands in a dropped row', () => {
    const csv = `a,y\nunknown,\n${Array.from({ length: 19 }, (_, i) => `${i},${i}`).join('\n')}\n`;
    expect(refusalOf(() => read(csv, { missing: 'drop-row' })).place).toBe('data.csv line 2, column "a"');
  });

  it('a number written as text among JSON numbers', () => {
    expect(refusalOf(() => datasetFromTable(rowsOf([1, '2', 3]), REGRESSION)).place).toBe('data.rows[1].a');
  });

  it.each([
    ['decimal commas that were not announced', '.', ['1', '1,5'], /decimal to ","/],
    ['decimal points where commas were announced', ',', ['1', '1.5'], /decimal to "\."/],
    ['thousands separators', '.', ['999', '1,000,000'], /thousands/],
  ] as const)('%s', (_, decimal, cells, advice) => {
    const refusal = refusalOf(() => datasetFromTable(parseCsv(columnOf(cells), { decimal }), REGRESSION));
    expect(refusal.place).toBe('data.csv line 3, column "a"');
    expect(refusal.message).toMatch(advice);
  });

  it('a JSON regression target of numbers written as text', () => {
    const table = tableFromRows([
      { a: 1, y: '1' },
      { a: 2, y: '2' },
    ]);
    expect(refusalOf(() => datasetFromTable(table, REGRESSION)).place).toBe('data.rows[0].y');
  });

  it('a column that names rows', () => {
    const cells = Array.from({ length: 101 }, (_, i) => `id${i}`);
    expect(refusalOf(() => read(columnOf(cells))).message).toMatch(/texts that repeat.*leave the column out/);
    expect(read(columnOf([...cells, 'id0'])).features[0].kind).toBe('text');
  });

  it('more than 1000 categories or classes', () => {
    const cells = Array.from({ length: 1003 }, (_, i) => `c${i % 1001}`);
    expect(refusalOf(() => read(columnOf(cells))).message).toMatch(/at most 1000 different texts, got 1001/);
    const csv = `a,y\n${cells.map((cell) => `1,${cell}`).join('\n')}\n`;
    expect(refusalOf(() => read(csv, { task: 'classification' })).message).toMatch(
      /at most 1000 classes, got 1001/,
    );
  });
});
