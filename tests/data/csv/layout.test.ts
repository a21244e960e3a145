import { describe, expect, test } from 'vitest';
import { type CsvOptions, readCsv } from '../../../src/data/csv/csv.ts';
import { refusalOf } from '../refusal.ts';

/** What is above, around and beside the table of each of these is left out; the table is always the same. */
const TABLE = { columns: ['a', 'b', 'y'], rows: [0, 1, 2, 3].map((r) => [r + 0.5, 10 - r, r * r]) };
const LINES = ['0.5,10,0', '1.5,9,1', '2.5,8,4', '3.5,7,9'];

const read = (lines: readonly string[], options?: CsvOptions) => {
  const { columns, rows, format, firstRow } = readCsv(lines.join('\n'), options);
  return { table: { columns, rows }, format, firstRow };
};
const separate = (lines: readonly string[], by: string) => lines.map((line) => line.replaceAll(',', by));

describe('above the header', () => {
  test.each([
    ['a comment', ['# exported 2020-01-01']],
    ['comments with separators and quotes in them', ['# rows, 4', '# "by hand', '// b']],
    ['a title', ['Report of measurements']],
    ['a title and a blank line', ['Report of measurements', '']],
    ['a title of two cells', ['Report, 2020']],
    ['blank lines', ['', '  ', '']],
    ['a blank line of separators', [',,']],
    ['a comment below a title', ['Report', '# x', '']],
  ])('%s is skipped, said, and counted in places', (_, above) => {
    const { table, format, firstRow } = read([...above, 'a,b,y', ...LINES]);
    expect(table).toEqual(TABLE);
    expect(format).toMatchObject({ skippedLines: above.length, hasHeader: true, leftOut: [] });
    expect(firstRow).toBe(above.length + 2);
  });

  test('is not skipped where the table below is not regular', () => {
    expect(refusalOf(() => read(['Report', 'a,b,y', ...LINES, '1,2']))).toMatchObject({
      place: 'data.csv line 7',
      message: 'expected 3 cells, as in the header, got 2',
    });
  });

  test.each([
    ['sep=;', ';'],
    ['sep=,', ','],
    ['SEP=|', '|'],
    ['"sep=;"', ';'],
    ['sep=\t', '\t'],
  ])('%j is obeyed', (line, by) => {
    const { table, format } = read([line, ...separate(['a,b,y', ...LINES], by)]);
    expect(table).toEqual(TABLE);
    expect(format).toMatchObject({ delimiter: by, skippedLines: 1 });
  });

  test('a separator that is none is refused', () => {
    expect(refusalOf(() => read(['sep=x', 'axb']))).toMatchObject({
      place: 'data.csv line 1',
      message: 'expected one of ",", ";", "\\t", "|" after "sep=", got "x"',
    });
  });
});

describe('the separator', () => {
  test.each([
    ['commas in names', 'length (cm, inner);b;y', ';'],
    ['commas in names, tabs between', 'a (x, y, z)\tb, c\ty', '\t'],
    ['a semicolon in a name', 'a;b,c,y', ','],
    ['bars in a name', 'a|b|c,d,y', ','],
    ['quoted commas', '"a,b,c,d";c;y', ';'],
  ])('is judged by the widths that it gives: %s', (_, header, by) => {
    const { format, table } = read([header, ...separate(LINES, by)]);
    expect(format?.delimiter).toBe(by);
    expect(table.rows).toEqual(TABLE.rows);
  });

  test('is the one that leaves more numbers where two give equal widths', () => {
    const lines = [
      'last, first;age',
      ...['Doe, J', 'Roe, R', 'Poe, E'].map((name, i) => `${name};${30 + i}`),
    ];
    expect(read(lines).format?.delimiter).toBe(';');
  });
});

describe('beside the table', () => {
  test.each([
    ['separators at the ends of all lines', ['a,b,y,', ...LINES.map((line) => `${line},`)]],
    ['three separators at the ends', ['a,b,y,,,', ...LINES.map((line) => `${line},,,`)]],
    ['separators at the ends of rows', ['a,b,y', ...LINES.map((line) => `${line},`)]],
    ['a separator at the end of the header line', ['a,b,y,', ...LINES]],
  ])('%s are dropped, and said', (_, lines) => {
    const { table, format } = read(lines);
    expect(table).toEqual(TABLE);
    expect(new Set(format?.leftOut.map(({ why }) => why))).toEqual(new Set(['is empty']));
  });

  test.each([
    ['an unnamed column from 0', ',a,b,y', (r: number) => `${r}`, '', 'counts rows'],
    ['an unnamed column from 1, quoted', '"",a,b,y', (r: number) => `"${r + 1}"`, '', 'counts rows'],
    ['what pandas makes of it', 'Unnamed: 0,a,b,y', (r: number) => `${r}`, 'Unnamed: 0', 'counts rows'],
    ["names of rows, as of R's write.csv", '"",a,b,y', (r: number) => `"row ${r}"`, '', 'names rows'],
    [
      "numbers of rows without a header, as of R's write.table",
      'a,b,y',
      (r: number) => `${r + 1}`,
      null,
      'counts rows',
    ],
    [
      "names of rows without a header, as of R's write.table",
      'a,b,y',
      (r: number) => `Mazda ${r}`,
      null,
      'names rows',
    ],
  ])('%s is left out, and said', (_, header, nameRow, name, why) => {
    const { table, format } = read([header, ...LINES.map((line, r) => `${nameRow(r)},${line}`)]);
    expect(table).toEqual(TABLE);
    expect(format?.leftOut).toEqual([{ name, position: 0, why }]);
  });

  test('an unnamed column that neither counts nor names rows is refused', () => {
    const lines = [',a,b,y', ...LINES.map((line) => `7,${line}`)];
    expect(refusalOf(() => read(lines)).message).toBe('expected a name for column 1 of 4, got ""');
  });

  test('rows of which only some are longer are refused', () => {
    const lines = ['a,b,y', ...LINES.slice(1), '1,0.5,10,0'];
    expect(refusalOf(() => read(lines)).place).toBe('data.csv line 5');
  });
});

describe('quotes', () => {
  test.each([
    ['single ones', ["'a','b','y'", "'0.5',10,0", "1.5,'9',1", '2.5,8,4', '3.5,7,9']],
    ['a space before them', ['a, "b", y', '0.5, "10", 0', '1.5, 9, "1"', '2.5, 8, 4', '3.5, 7, 9']],
    ['a space after them', ['"a" ,"b" ,y', '"0.5" ,10,0', ...LINES.slice(1)]],
  ])('with %s are read', (_, lines) => {
    expect(read(lines).table).toEqual(TABLE);
  });

  test('a space before a quoted comma does not split the cell', () => {
    const { table } = read(['name, y', ' "Doe, J", 1', ' "Roe ""R"", x" , 2', ' "Doe, J", 3']);
    expect(table.rows.map(([name]) => name)).toEqual(['Doe, J', 'Roe "R", x', 'Doe, J']);
  });

  test('an apostrophe is none', () => {
    expect(read(["o'neil,y", "it's,1", "it's,2"]).table.columns).toEqual(["o'neil", 'y']);
  });
});

describe('without a header', () => {
  test.each([
    ['numbers alone', LINES],
    ['numbers and a text', LINES.map((line) => `${line},red`)],
    ['some numbers among texts', LINES.map((line) => `t,u,v,${line}`)],
  ])('%s are refused, and the way out offered', (_, lines) => {
    const issue = refusalOf(() => read(lines));
    expect(issue).toMatchObject({
      place: 'data.csv line 1',
      ways: [{ data: { header: false } }, { data: { header: true } }],
    });
  });

  test('the columns are x1 to xp, and y', () => {
    const { table, format, firstRow } = read(LINES, { header: false });
    expect(table).toEqual({ columns: ['x1', 'x2', 'y'], rows: TABLE.rows });
    expect(format).toMatchObject({ hasHeader: false, skippedLines: 0 });
    expect(firstRow).toBe(1);
  });

  test.each([
    ['years', 'country,2019,2020', ['A,1,2', 'B,3,4']],
    ['a run, as of pandas', 'y,0,1,2', ['1,2,3,4', '5,6,7,8']],
    ['a number above texts', 'y,1', ['1,a', '2,b', '3,a']],
  ])('names may be %s', (_, header, rows) => {
    expect(read([header, ...rows]).table.columns).toEqual(header.split(','));
  });

  test('numbers are names where the recipe says so', () => {
    expect(read(['1,2', '3,4', '5,6'], { header: true }).table).toEqual({
      columns: ['1', '2'],
      rows: [
        [3, 4],
        [5, 6],
      ],
    });
  });
});

describe('characters', () => {
  test('NULs and Ctrl-Z at the end are no part of the text', () => {
    expect(read(['a,b,y', ...LINES, '\x1A\0\0']).table).toEqual(TABLE);
  });

  test('a NUL elsewhere is refused at its line', () => {
    expect(refusalOf(() => read(['a,b,y', ...LINES, '1,\0,2'])).place).toBe('data.csv line 6');
  });

  test('a million of them take no time', () => {
    expect(refusalOf(() => read(['a,b,y', `${'\0'.repeat(1e6)}1`])).place).toBe('data.csv line 2');
  });
});

describe('rows of nothing but separators', () => {
  test.each([
    ['below the header', ['a,b,y', ',,', ...LINES]],
    ['at the end', ['a,b,y', ...LINES, ',,', ' , , ']],
    ['in the middle', ['a,b,y', ...LINES.slice(0, 2), ',,', ...LINES.slice(2)]],
  ])('%s are left out and counted', (_, lines) => {
    const { table, format } = read(lines);
    expect(table).toEqual(TABLE);
    expect(format?.emptyRows).toBe(lines.length - 1 - LINES.length);
  });

  test('leave the lines of the others as they are in messages', () => {
    const { lines } = readCsv(['a,b,y', ...LINES.slice(0, 2), ',,', ...LINES.slice(2)].join('\n'));
    expect(lines).toEqual([2, 3, 5, 6]);
  });
});

describe('a title padded to the width of the table', () => {
  test.each([
    ['of one cell', ['Report,,']],
    ['of numbers', ['506,,']],
    ['above a blank line', ['Report,,', ',,']],
  ])('%s is skipped', (_, above) => {
    const { table, format } = read([...above, 'a,b,y', ...LINES]);
    expect(table).toEqual(TABLE);
    expect(format?.skippedLines).toBe(above.length);
  });

  test('above a header that R left one cell short is skipped', () => {
    const { table } = read(['Report,,,', 'a,b,y', ...LINES.map((line, r) => `row ${r},${line}`)]);
    expect(table).toEqual(TABLE);
  });

  test('is none where the next line is a row', () => {
    expect(refusalOf(() => read(['a,', 'x,u', 'x,v', 'z,u']))).toMatchObject({
      message: 'expected a name for column 2 of 2, got ""',
    });
  });
});

describe('blanks between cells', () => {
  test.each([
    ['one', 'a b y', (line: string) => line.replaceAll(',', ' ')],
    ['runs of them', ' a   b y  ', (line: string) => `  ${line.replaceAll(',', '    ')}  `],
    ['with quoted names', '"a" "b" "y"', (line: string) => line.replaceAll(',', ' ')],
    ['with single quotes', "'a' 'b' 'y'", (line: string) => line.replaceAll(',', ' ')],
  ])('are understood: %s', (_, header, write) => {
    const { table, format } = read([header, ...LINES.map(write)]);
    expect(table).toEqual(TABLE);
    expect(format?.delimiter).toBe(' ');
  });

  test('and row names, as R writes them by default', () => {
    const rows = LINES.map((line, r) => `"${r + 1}" ${line.replaceAll(',', ' ')}`);
    expect(read(['"a" "b" "y"', ...rows]).table).toEqual(TABLE);
  });

  test('of prose separate nothing', () => {
    expect(read(['what I saw', 'a dog ran', 'a cat sat']).table.columns).toEqual(['what I saw']);
  });
});

describe('row names above which the header has nothing', () => {
  test('are those of one column, numbered', () => {
    const { table, format } = read(['"hours"', '"1",413', '"2",14', '"3",58']);
    expect(table).toEqual({ columns: ['hours'], rows: [[413], [14], [58]] });
    expect(format?.leftOut).toEqual([{ name: null, position: 0, why: 'counts rows' }]);
  });

  test('are found where the first row has gaps', () => {
    const rows = ['"1",NA,2', '"2",3,4', '"3",5,7'];
    expect(read(['"V1","V2"', ...rows]).table.columns).toEqual(['V1', 'V2']);
  });
});

describe('quotes of other programs', () => {
  test("behind a backslash, as R's write.table writes them, are quotes", () => {
    const { table } = read(['"a","y"', '"2 \\"sticks\\". It",1', '"b",2']);
    expect(table.rows).toEqual([
      ['2 "sticks". It', 1],
      ['b', 2],
    ]);
  });

  test('are left alone where a cell ends in a backslash', () => {
    expect(read(['a,y', '"C:\\",1', '"D:\\",2']).table.rows[0]).toEqual(['C:\\', 1]);
  });

  test.each([
    ['with separators in names', "'a, net';'b';'y'"],
    ['with double ones in names', `'say "a"';'b';'y'`],
    ['below a title', "Report\n\n'a';'b';'y'"],
    ['with a separator at the end', "'a';'b';'y';"],
  ])('may be single: %s', (_, header) => {
    const end = header.endsWith(';') ? ';' : '';
    const { table } = read([header, ...separate(LINES, ';').map((line) => line + end)]);
    expect(table.rows).toEqual(TABLE.rows);
    expect(table.columns.slice(1)).toEqual(['b', 'y']);
    expect(table.columns[0]).not.toContain("'");
  });

  test('are apostrophes where they are not closed', () => {
    expect(read(['a,y', "'tis,1", "it's,2"]).table.rows[0][0]).toBe("'tis");
  });
});

describe('names', () => {
  test('that stand twice are refused with both places', () => {
    expect(refusalOf(() => read(['a,b,a', ...LINES]))).toMatchObject({
      message: 'expected each name once, got "a" for columns 1 and 3',
    });
  });

  test('that are missing above nothing leave the column out', () => {
    const { table, format } = read(['a,,b,y', ...LINES.map((line) => line.replace(',', ',,'))]);
    expect(table).toEqual(TABLE);
    expect(format?.leftOut).toEqual([{ name: null, position: 1, why: 'is empty' }]);
  });

  test('at most a hundred of such columns are listed', () => {
    const pad = ','.repeat(500);
    expect(read([`a,b,y${pad}`, ...LINES.map((line) => line + pad)]).format?.leftOut).toHaveLength(100);
  });
});

describe('decimal commas', () => {
  const lines = Array.from({ length: 20 }, (_, r) => `${r},5|${r % 2 === 0 ? 'red' : 'blue'}|u`);

  test('are not taken for separators where another makes all lines equal', () => {
    expect(read(lines, { header: false }).format?.delimiter).toBe('|');
  });

  test('nor are those below a title', () => {
    expect(read(['A title', '', 'weight, net|colour|y', ...lines]).format).toMatchObject({
      delimiter: '|',
      skippedLines: 2,
    });
  });

  test('nor are those beside a comma in a name', () => {
    expect(read(['weight, net|colour|y', ...lines]).format?.delimiter).toBe('|');
  });
});
