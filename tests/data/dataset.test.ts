import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv/csv.ts';
import { placeOfDatasetRow } from '../../src/data/dataset.ts';
import { tableFromArrays, tableFromRows } from '../../src/data/json-table.ts';
import type { DatasetOptions } from '../../src/data/make-dataset.ts';
import type { RawCell } from '../../src/data/table.ts';
import { AbsumError } from '../../src/errors.ts';
import { datasetFromTable } from './dataset-from-table.ts';
import { refusalOf } from './refusal.ts';

const REGRESSION: DatasetOptions = { target: 'y', task: 'regression', missing: 'refuse' };

function read(csv: string, options: Partial<DatasetOptions> = {}) {
  return datasetFromTable(readCsv(csv), { ...REGRESSION, ...options });
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

  it('takes JSON texts of digits for numbers, as CSV has nothing else', () => {
    const data = datasetFromTable(rowsOf(['1', '2', 1]), REGRESSION);
    expect(data.features[0]).toEqual({ kind: 'number', name: 'a', values: Float64Array.of(1, 2, 1) });
  });

  it('takes a column with fewer numbers than texts for text', () => {
    const sizes = ['S', 'M', 'L', 'M', '40', '42'];
    expect(read(columnOf(sizes)).features[0]).toMatchObject({ kind: 'text', values: sizes });
  });

  it('leaves out dates and columns of nothing, and says what each column is', () => {
    const table = readCsv('d,e,y,g,i,a\n2020-01-01,,1,u,7,1\n2020-01-02,,2,u,8,2\n2020-01-03,,3,v,9,4\n');
    const options = { ...REGRESSION, markers: ['g'], ignore: ['i'] };
    const data = datasetFromTable(table, options);
    expect(data.features.map(({ name }) => name)).toEqual(['a']);
    expect(data.reading.columns.map(({ name, role, reading }) => [name, role, reading])).toEqual([
      ['d', 'left out', 'date'],
      ['e', 'left out', 'empty'],
      ['y', 'target', 'number'],
      ['g', 'marker', 'category'],
      ['i', 'ignored', 'number'],
      ['a', 'feature', 'number'],
    ]);
    expect(data.rows).toBe(3);
  });
});

describe('datasetFromTable refuses', () => {
  it('an absent target, naming the nearest column, or listing them', () => {
    const refusal = refusalOf(() => read('a,y\n1,2\n3,4\n', { target: 'Y' }));
    expect(refusal).toMatchObject({ code: 'invalid-data', place: 'data.target' });
    expect(refusal.message).toBe('there is no column "Y"; did you mean "y"?');
    expect(refusalOf(() => read('a,y\n1,2\n3,4\n', { target: 'price' })).message).toBe(
      'expected one of the columns "a", "y", got "price"',
    );
  });

  it('an absent target, cutting a long list', () => {
    const table = tableFromArrays([Array.from({ length: 30 }, (_, c) => c)], [1]);
    const { message } = refusalOf(() => datasetFromTable(table, { ...REGRESSION, target: 'price' }));
    expect(message).toMatch(/"x10", 20 more, "y", got "price"$/);
  });

  it.each([
    [10, '"x9", "y", got "price"'],
    [11, '"x10", "y", got "price"'],
    [12, '"x10", 1 more, "y", got "price"'],
  ])('an absent target, naming the last of %i columns', (columns, end) => {
    const table = tableFromArrays([Array.from({ length: columns - 1 }, (_, c) => c)], [1]);
    const { message } = refusalOf(() => datasetFromTable(table, { ...REGRESSION, target: 'price' }));
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
        'missing in "a" (1 row)',
    );
  });

  it('rows that leave nothing, with columns to leave out besides those that are', () => {
    const csv = `a,b,c,y\n${'NA,1,2,3\n'.repeat(30)}2,NA,2,3\n`;
    expect(refusalOf(() => read(csv, { missing: 'drop-row', ignore: ['c'] }))).toMatchObject({
      ways: [{ data: { missing: 'mean' } }, { data: { ignore: ['c', 'a'] } }],
    });
  });

  it('classes without the loss for them, naming it', () => {
    expect(refusalOf(() => read('a,y\n1,yes\n3,no\n'))).toMatchObject({
      place: 'data.csv line 2, column "y"',
      message: 'expected a number in a regression target, got "yes"',
      ways: [{ loss: 'cross-entropy' }],
    });
  });

  it('a target that is partly numbers, with the ways that a target has', () => {
    expect(refusalOf(() => read('a,y\n1,1\n3,?\n4,2\n', { missingMarkers: ['-'] }))).toMatchObject({
      place: 'data.csv line 3, column "y"',
      message: 'expected numbers, got "?" in 1 of 3 cells',
      ways: [{ data: { missingMarkers: ['-', '?'] } }, { loss: 'cross-entropy' }],
    });
  });

  it('every feature that cannot be used, each with its ways', () => {
    const names = Array.from(
      { length: 20 },
      (_, i) => `n${i},${i === 3 ? '-' : i},${i % 7 ? '' : 'x'}${i},${i}`,
    );
    const csv = `name,a,b,y\n${names.join('\n')}\n`;
    const run = () => read(csv, { ignore: ['b'], missing: 'mean' });
    expect(run).toThrow(AbsumError);
    try {
      run();
    } catch (error) {
      expect((error as AbsumError).issues).toMatchObject([
        {
          place: 'data, column "name"',
          message: 'expected texts that repeat, got 20 different ones in 20 cells',
          ways: [{ data: { ignore: ['b', 'name'] } }, { data: { categories: ['name'] } }],
        },
        {
          place: 'data.csv line 5, column "a"',
          message: 'expected numbers, got "-" in 1 of 20 cells',
          ways: [
            { data: { missingMarkers: ['-'] } },
            { data: { categories: ['a'] } },
            { data: { ignore: ['b', 'a'] } },
          ],
        },
      ]);
    }
  });

  it('no feature left, offering what can be taken of dates', () => {
    expect(refusalOf(() => read('d,y\n2020-01-01,1\n2020-01-02,2\n'))).toMatchObject({
      place: 'data',
      message: 'expected at least one feature column, got none: "d" cannot be one',
      ways: [{ data: { dates: { d: ['year', 'month', 'weekday', 'days'] } } }],
    });
  });

  it('a measured number as classes, naming the ways out', () => {
    const count = (n: number) => Array.from({ length: n }, (_, i) => `${i},${i / 10}\n`).join('');
    const classify = (csv: string) => read(csv, { task: 'classification' });
    expect(refusalOf(() => classify(`a,y\n${count(21)}`))).toEqual({
      code: 'invalid-data',
      place: 'data, column "y"',
      message: 'expected at most 20 numbers as classes, got 21',
      ways: [{ loss: 'mse' }],
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
    ['no value beside the target', 'b,y\n,2\n,4\n', 'data', { missing: 'mean' }],
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

  it('a stray text that stands in a dropped row', () => {
    const csv = `a,y\nunknown,\n${Array.from({ length: 19 }, (_, i) => `${i},${i}`).join('\n')}\n`;
    expect(refusalOf(() => read(csv, { missing: 'drop-row' })).place).toBe('data.csv line 2, column "a"');
  });

  it('more than 1000 categories or classes', () => {
    const cells = Array.from({ length: 2003 }, (_, i) => `c${i >> 1}`);
    expect(refusalOf(() => read(columnOf(cells))).message).toBe(
      'expected at most 1000 different texts, got more',
    );
    const csv = `a,y\n${cells.map((cell) => `1,${cell}`).join('\n')}\n`;
    expect(refusalOf(() => read(csv, { task: 'classification' })).message).toMatch(
      /at most 1000 classes, got 1002/,
    );
  });
});
