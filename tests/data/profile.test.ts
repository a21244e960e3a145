import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv/csv.ts';
import { tableFromArrays, tableFromRows } from '../../src/data/json-table.ts';
import { type ColumnProfile, profileTable, suggestTarget } from '../../src/data/profile.ts';
import type { Table } from '../../src/data/table.ts';
import { datasetFromTable } from './dataset-from-table.ts';
import { refusalOf } from './refusal.ts';

const count = (length: number) => Array.from({ length }, (_, i) => i);

/** The profile of a CSV of one column. */
function profileColumn(name: string, cells: readonly (string | number)[]): ColumnProfile {
  return profileTable(readCsv([name, ...cells].join('\n'))).columns[0];
}

/** The refusal of a data set whose only feature is one column of the table. */
function refusalOfFeature(table: Table, column: number) {
  const alone = {
    ...table,
    columns: [table.columns[column], 'the target'],
    rows: table.rows.map((cells, row) => [cells[column], row]),
    readings: [
      table.readings[column],
      { ...table.readings[0], name: 'the target', reading: 'number' as const },
    ],
    faults: [table.faults[column], null],
  };
  const { code: _, ...issue } = refusalOf(() =>
    datasetFromTable(alone, { target: 'the target', task: 'regression', missing: 'mean' }),
  );
  return issue;
}

const CSV = [
  'age;sex;empty;one',
  '40;male;;5',
  '20;female;;5',
  'NA;female;NA;5',
  '30;other;;',
  '20;other;;5',
].join('\n');

describe('profileTable of a CSV text', () => {
  it('gives kind, range, mean, missing and different values of every column', () => {
    const { rows, columns, format } = profileTable(readCsv(CSV));
    expect(rows).toBe(5);
    expect(format?.delimiter).toBe(';');
    expect(columns.map(({ reading }) => reading)).toEqual(readCsv(CSV).readings);
    expect(columns.map(({ reading: _, ...column }) => column)).toEqual([
      {
        name: 'age',
        kind: 'number',
        missing: 1,
        distinct: 3,
        minimum: 20,
        maximum: 40,
        mean: 27.5,
        examples: [],
        constant: false,
        fault: null,
      },
      {
        name: 'sex',
        kind: 'text',
        missing: 0,
        distinct: 3,
        minimum: null,
        maximum: null,
        mean: null,
        // Of equals the first.
        examples: ['female', 'other', 'male'],
        constant: false,
        fault: null,
      },
      {
        name: 'empty',
        kind: 'number',
        missing: 5,
        distinct: 0,
        minimum: null,
        maximum: null,
        mean: null,
        examples: [],
        constant: true,
        fault: null,
      },
      {
        name: 'one',
        kind: 'number',
        missing: 1,
        distinct: 1,
        minimum: 5,
        maximum: 5,
        mean: 5,
        examples: [],
        constant: true,
        fault: null,
      },
    ]);
  });

  it('shows the first eight rows as they were read', () => {
    expect(profileTable(readCsv(CSV)).head).toEqual(readCsv(CSV).rows);
    const { head } = profileTable(readCsv(['a', ...count(20)].join('\n')));
    expect(head).toEqual(count(8).map((i) => [i]));
  });

  it('obeys a delimiter and a decimal mark that are given', () => {
    const { columns, format } = profileTable(
      readCsv('a;b,c\n1,5;2\n2,5;3', { delimiter: ';', decimal: ',' }),
    );
    expect(format?.delimiter).toBe(';');
    expect(columns.map(({ name, mean }) => [name, mean])).toEqual([
      ['a', 2],
      ['b,c', 2.5],
    ]);
  });

  it.each([
    [[3, 1, 2], 1, 3],
    [[2, 3, 1], 1, 3],
    [[1, 2, 3], 1, 3],
    [[-1, -3, -2], -3, -1],
  ])('finds the range of %j', (cells, minimum, maximum) => {
    expect(profileColumn('a', cells)).toMatchObject({ minimum, maximum });
  });

  it('names the three most frequent texts, the most frequent first', () => {
    const texts = ['a', 'b', 'c', 'c', 'd', 'd', 'd', 'b', 'd', 'c', 'e'];
    expect(profileColumn('text', texts).examples).toEqual(['d', 'c', 'b']);
  });

  it('counts different values up to 1001, which stands for 1001 or more', () => {
    for (const text of ['', 't']) {
      const cellsOf = (different: number) => count(2000).map((i) => `${text}${i % different}`);
      expect(profileColumn('a', cellsOf(1000))).toMatchObject({ distinct: 1000, fault: null });
      expect(profileColumn('a', cellsOf(1001)).distinct).toBe(1001);
      expect(profileColumn('a', cellsOf(1500)).distinct).toBe(1001);
    }
  });

  it('gives the fault of every column in the words of the reader', () => {
    const rows = count(200).map((i) =>
      [i, i === 150 ? 'n.a.' : i, `person ${i}`, '', i === 3 ? '1,5' : i / 2, i === 7 ? 4e38 : i, i % 2].join(
        ';',
      ),
    );
    const text = ['row;stray;name;empty;comma;huge;fine', ...rows].join('\n');
    const { columns } = profileTable(readCsv(text));
    const faults = columns.flatMap(({ fault }, c) => (fault === null ? [] : [[c, fault] as const]));
    expect(faults.map(([c]) => columns[c].name)).toEqual(['stray', 'name', 'comma', 'huge']);
    const table = readCsv(text);
    for (const [column, fault] of faults) expect(fault).toEqual(refusalOfFeature(table, column));
    expect(columns[1].fault?.place).toBe('data.csv line 152, column "stray"');
    for (const c of [0, 6]) expect(() => refusalOfFeature(table, c)).toThrow('nothing was thrown');
  });

  it('reports the first infinity or overflow of each column', () => {
    const text = 'a,b,c\n1,2,3\n4,inf,1e999\n5,-Infinity,6\n';
    const faults = profileTable(readCsv(text)).columns.map(({ fault }) => fault);
    expect(faults).toEqual([
      null,
      expect.objectContaining({
        place: 'data.csv line 3, column "b"',
        message: 'expected a finite number, got "inf"',
      }),
      expect.objectContaining({
        place: 'data.csv line 3, column "c"',
        message: 'expected a finite number, got "1e999"',
      }),
    ]);
  });

  it.each([
    ['an empty text', '', 'data.csv'],
    ['a header alone', 'a,b\n', 'data.csv'],
    ['a header of numbers', '1,2\n3,4\n', 'data.csv line 1'],
    ['a ragged line', 'a,b\n1,2\n3\n', 'data.csv line 3'],
    ['an open quote', 'a,b\n1,"2\n', 'data.csv line 2'],
  ])('refuses %s as the reader does', (_, text, place) => {
    const refusal = refusalOf(() => profileTable(readCsv(text)));
    expect(refusal.place).toBe(place);
    expect(refusal).toEqual(refusalOf(() => readCsv(text)));
  });

  it('takes time in proportion to the cells', () => {
    const header = count(20).map((c) => `c${c}`);
    const lines = count(20_000).map((r) =>
      header.map((_, c) => (c === 3 ? `id ${r}` : c === 4 ? `kind ${r % 900}` : (r * 37 + c) / 8)).join(','),
    );
    const text = [header, ...lines].join('\n');
    const start = performance.now();
    const { columns } = profileTable(readCsv(text));
    // A third of a second on one core; what compares every row with every other takes minutes.
    expect(performance.now() - start).toBeLessThan(5000);
    expect(columns.filter(({ fault }) => fault !== null).map(({ name }) => name)).toEqual(['c3']);
  });
});

describe('profileTable', () => {
  it('profiles rows and arrays, naming their places', () => {
    const rows = count(20).map((i) => ({ a: i === 4 ? 'x' : i, b: true, c: i % 3 === 0 ? 7 : 'even' }));
    const table = tableFromRows(rows);
    const { columns, format } = profileTable(table);
    expect(format).toBeUndefined();
    expect(columns.map(({ kind }) => kind)).toEqual(['text', 'number', 'text']);
    expect(columns[0].fault).toEqual(refusalOfFeature(table, 0));
    expect(columns[0].fault?.place).toBe('data.rows[4].a');
    expect(columns[1]).toMatchObject({ minimum: 1, constant: true, fault: null });
    expect(columns[2]).toMatchObject({ distinct: 2, examples: ['even', '7'] });
    const arrays = profileTable(tableFromArrays([[1], [2]], [3, 5]));
    expect(arrays.columns.map(({ name, mean }) => [name, mean])).toEqual([
      ['x1', 1.5],
      ['y', 4],
    ]);
  });

  it('has no mean of numbers whose sum overflows, and reports the fault', () => {
    const [{ minimum, mean, fault }] = profileTable(tableFromRows([{ a: 1e308 }, { a: 1.5e308 }])).columns;
    expect([minimum, mean]).toEqual([1e308, null]);
    expect(fault?.place).toBe('data.rows[0].a');
  });
});

describe('suggestTarget', () => {
  const suggest = (csv: string) => suggestTarget(profileTable(readCsv(csv)));

  it.each([
    ['y', 'x,y,z\n1,2,3\n4,5,6'],
    ['Target', 'Target,a,b\n1,2,3\n4,5,6'],
    ['price', 'id,price,area\n1,2,3\n4,5,6'],
    ['label', 'label,a\nspam,2\nham,5'],
  ])('takes a column called %s wherever it stands', (name, csv) => {
    expect(suggest(csv)).toBe(name);
  });

  it('takes a column of three values for a quantity, and one of two for a yes or no', () => {
    const suggest = (last: number[]) =>
      suggestTarget(profileTable(tableFromRows(count(6).map((i) => ({ a: i, b: last[i % last.length] })))));
    expect(suggest([0, 1])).toBe('a');
    expect(suggest([0, 1, 2])).toBe('b');
  });

  it('takes the last column of numbers that is not constant, if none is called so', () => {
    expect(suggest('a,b,c,d,e\n1,2,7,x,\n4,5,7,z,')).toBe('b');
    expect(suggest('a,y,b\n1,7,2\n4,7,3')).toBe('b');
  });

  it('takes a named column that has a fault, but no other that has one', () => {
    const rows = count(20).map((i) => [i, i === 9 ? '?' : i * i, i === 5 ? 1e39 : i].join(','));
    expect(suggest(['a,price,b', ...rows].join('\n'))).toBe('price');
    expect(suggest(['a,worth,b', ...rows].join('\n'))).toBe('a');
  });

  it('takes texts where there are no numbers, and nothing where nothing varies', () => {
    expect(suggest('a,b,c\np,q,r\ns,t,r')).toBe('b');
    expect(suggest('a,b\n1,x\n1,x')).toBeNull();
  });
});
