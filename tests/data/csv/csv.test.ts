import { describe, expect, it } from 'vitest';
import { type CsvOptions, readCsv } from '../../../src/data/csv/csv.ts';
import { placeOfCell } from '../../../src/data/table.ts';
import { refusalOf } from '../refusal.ts';

describe('readCsv', () => {
  it('reads numbers and texts, counting lines from the header', () => {
    const table = readCsv('age,sex,y\n 40 , male ,-1.5e3\n41,"female",.5\n');
    expect(table.columns).toEqual(['age', 'sex', 'y']);
    expect(table.rows).toEqual([
      [40, 'male', -1500],
      [41, 'female', 0.5],
    ]);
    expect(table.firstRow).toBe(2);
  });

  it.each([
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR', 'a,b\r1,2\r3,4'],
    ['mixed line ends', 'a,b\n1,2\r\n3,4'],
    ['a byte order mark', '\uFEFFa,b\n1,2\n3,4'],
    ['blank lines at the end', 'a,b\n1,2\n3,4\n\n  \n\n'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['semicolons', 'a;b\n1;2\n3;4\n'],
    ['pipes', 'a|b\n1|2\n3|4\n'],
    ['quoted numbers and names', '"a","b"\n"1","2"\n3,4'],
    ['spaces', ' a , b \n 1 , 2 \n 3 , 4 \n'],
  ])('understands %s', (_, text) => {
    const table = readCsv(text);
    expect(table.columns).toEqual(['a', 'b']);
    expect(table.rows).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('reads semicolons with decimal commas when asked', () => {
    const table = readCsv('a;b\n1,5;-2,5e1\n3;,25\n', { decimal: ',' });
    expect(table.rows).toEqual([
      [1.5, -25],
      [3, 0.25],
    ]);
  });

  it('takes the separator that stands most often outside quotes in the header', () => {
    expect(readCsv('"a,b,c";d\n1;2\n').columns).toEqual(['a,b,c', 'd']);
    expect(readCsv('price, net;b;c\n1;2;3\n').columns).toEqual(['price, net', 'b', 'c']);
    expect(readCsv('"x\n,,,";b;c\n1;2;3\n').columns).toEqual(['x\n,,,', 'b', 'c']);
  });

  it('takes a comma for the separator of decimal commas only if there is no other', () => {
    expect(readCsv('net, gross, tax;y\n1;2\n', { decimal: ',' }).columns).toEqual(['net, gross, tax', 'y']);
    expect(readCsv('a,b\n"1,5",2\n', { decimal: ',' }).rows).toEqual([[1.5, 2]]);
  });

  it('obeys a delimiter that is given', () => {
    expect(readCsv('a;b,c\n1;2,3\n', { delimiter: ',' }).columns).toEqual(['a;b', 'c']);
  });

  it('keeps separators, doubled quotes and line breaks inside quotes', () => {
    expect(readCsv('a,b\n"x, ""y""\r\nz",1\n').rows).toEqual([['x, "y"\nz', 1]]);
  });

  it('keeps a column named __proto__', () => {
    const table = readCsv('__proto__,b\n1,2\n');
    expect(table.columns).toEqual(['__proto__', 'b']);
    expect(table.rows).toEqual([[1, 2]]);
  });

  it.each(['', 'NA', 'n/a', 'NaN', 'null', 'NULL', '  '])('reads %j as missing', (marker) => {
    const table = readCsv(`a,b\n${marker},u\n1,${marker}\n`);
    expect(table.rows).toEqual([
      [null, 'u'],
      [1, null],
    ]);
  });

  it.each(['0x1F', '1_000', '1e', 'e5', '.', '--1', '1.2.3', '1st', '1/2', '12:30'])(
    'reads %j as text',
    (cell) => {
      expect(readCsv(`a,b\n"${cell}",1\n`).rows).toEqual([[cell, 1]]);
    },
  );

  it('leaves a column of numbers a column of texts when asked', () => {
    const text = 'a,b\n01,1\nNA,2.50\n';
    const rows = [
      ['01', 1],
      [null, 2.5],
    ];
    expect(readCsv(text, { categories: ['a'] }).rows).toEqual(rows);
    expect(refusalOf(() => readCsv(text, { categories: ['b', 'c'] }))).toMatchObject({
      place: 'data.categories[1]',
    });
  });

  it('leaves a column with one text a column of texts, which has a fault', () => {
    const { rows, faults } = readCsv('a,b\n007,1\n1.50,2\nx,3\n');
    expect(rows.map((row) => row[0])).toEqual(['007', '1.50', 'x']);
    expect(faults[0]).toMatchObject({ rows: [2] });
    expect(faults[1]).toBeNull();
  });

  it.each([
    ['Infinity among numbers', 'a,b\n1,2\n3,Infinity\n', 'data.csv line 3, column "b"'],
    ['-inf among numbers', 'a,b\n1,2\n-inf,4\n', 'data.csv line 3, column "a"'],
    ['a number that overflows', 'a,b\n1,2\n3,1e999\n', 'data.csv line 3, column "b"'],
    ['Infinity below a quoted line break', 'a,b\n"x\ny",1\nz,inf\n', 'data.csv line 4, column "b"'],
  ])('finds a fault in a column with %s', (_, text, place) => {
    const table = readCsv(text);
    const column = table.faults.findIndex((fault) => fault !== null);
    expect(placeOfCell(table, table.faults[column]?.rows[0] ?? -1, column)).toBe(place);
  });
});

describe('readCsv refuses', () => {
  it.each<[string, string, string, CsvOptions?]>([
    ['an empty text', '', 'data.csv'],
    ['blank lines alone', '\n \r\n', 'data.csv'],
    ['a header without rows', 'a,b\n\n', 'data.csv'],
    ['numbers for a header', '1,2\n3,4\n', 'data.csv line 1'],
    ['numbers with decimal commas for a header', '1,5;2,5\n3;4\n', 'data.csv line 1', { delimiter: ';' }],
    ['an unnamed column', 'a,,c\n1,2,3\n', 'data.csv line 1'],
    ['a name given twice', 'a, a\n1,2\n', 'data.csv line 1'],
    ['a short row', 'a,b\n1,2\n3\n4,5\n', 'data.csv line 3'],
    ['a long row', 'a,b\n1,2\n3,4,5\n', 'data.csv line 3'],
    ['a blank line between rows', 'a,b\n1,2\n\n3,4\n', 'data.csv line 3'],
    ['a short row below a quoted line break', 'a,b\n"x\ny",2\n3\n', 'data.csv line 4'],
    ['an open quote', 'a,b\n1,2\n"3,4\n5,6\n', 'data.csv line 3'],
    ['text after a closing quote', 'a,b\n1,2\n"3"x,4\n', 'data.csv line 3'],
    ['an open quote around the last cell', 'a,b\n1,2\n3,"4', 'data.csv line 3'],
    ['a single quote inside quotes', 'a,b\n1,2\n"3"x",4\n', 'data.csv line 3'],
  ])('%s', (_, text, place, options) => {
    expect(refusalOf(() => readCsv(text, options))).toMatchObject({ code: 'invalid-data', place });
  });

  it.each([
    ['', 'a blank line'],
    ['x', '1'],
    ['"",x', '2'],
    ['1,2,3,4', '4'],
  ])('a row of other cells than the header, saying what it has: %j', (line, got) => {
    expect(refusalOf(() => readCsv(`a,b,c\n1,2,3\n${line}\n4,5,6\n`))).toMatchObject({
      place: 'data.csv line 3',
      message: `expected 3 cells, as in the header, got ${got}`,
    });
  });
});
