import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AbsumError } from '../../../src/errors.ts';
import { judgeReading, judgeTable } from './judge-reading.ts';
import { isAmbiguous, type NumberStyle, notate, PLAIN_STYLE, toNumber } from './notate.ts';
import { type Rendering, renderTable } from './render-table.ts';
import { type TablePlan, tablePlans } from './table-plan.ts';

const digits = (whole: string, fraction = '', negative = false, exponent: number | null = null) => ({
  negative,
  whole,
  fraction,
  exponent,
});

const style = (given: Partial<NumberStyle>): NumberStyle => ({ ...PLAIN_STYLE, ...given });

describe('a number in a notation', () => {
  test.each([
    ['4744.5', digits('4744', '5'), {}],
    ['$4,744.50', digits('4744', '50'), { prefix: '$', thousands: ',' }],
    ['1.234.567,8 €', digits('1234567', '8'), { decimal: ',', thousands: '.', suffix: ' €' }],
    ['(0.26)', digits('0', '26', true), { minus: '()' }],
    ['\u22124 744', digits('4744', '', true), { minus: '\u2212', thousands: ' ' }],
    ['1.5D-03', digits('1', '5', false, -3), { exponent: 'D' }],
  ] as const)('%s', (text, number, given) => {
    expect(notate(number, style(given))).toBe(text);
  });

  test('is the double that Number() finds', () => {
    expect(toNumber(digits('0', '1'))).toBe(0.1);
    expect(toNumber(digits('1', '5', true, -3))).toBe(-1.5e-3);
    expect(toNumber(digits('0', '', true))).toBe(0);
  });
});

describe('a column that can be read in two ways', () => {
  test.each([
    ['785 beside 2.421', [digits('785'), digits('2', '421')], {}, true],
    ['1,234 alone, of thousands', [digits('1234'), digits('5678')], { thousands: ',' }, true],
    ['1,234 alone, of decimals', [digits('1', '234')], { decimal: ',' }, true],
    ['0.421, which has no thousands', [digits('0', '421'), digits('2', '421')], {}, false],
    ['2.42 beside 2.421', [digits('2', '42'), digits('2', '421')], {}, false],
    ['1,234,567', [digits('1234567'), digits('785')], { thousands: ',' }, false],
    ['1,234.5', [digits('1234', '5')], { thousands: ',' }, false],
    ['whole numbers below 1000', [digits('1'), digits('785')], { thousands: ',' }, false],
    ['4 744,123', [digits('4744', '123')], { decimal: ',', thousands: ' ' }, false],
    ['1.234e+05', [digits('1', '234', false, 5)], { exponent: 'e' }, false],
  ] as const)('%s', (_, column, given, expected) => {
    expect(isAmbiguous(column, style(given))).toBe(expected);
  });
});

const PLAIN_PLAN: TablePlan = {
  seed: 1,
  rows: 20,
  columns: [
    {
      kind: 'number',
      style: PLAIN_STYLE,
      wholeDigits: 2,
      decimals: 2,
      dropsZeros: false,
      gaps: null,
      fault: null,
    },
    { kind: 'category', gaps: null },
  ],
  separator: ';',
  newline: '\n',
  encoding: 'utf-8',
  layout: {
    above: 'nothing',
    trailingSeparator: false,
    firstColumn: 'none',
    quotes: 'needed',
    spaceBeforeQuote: false,
    header: 'there',
    emptyRows: 0,
  },
  dirt: { byteOrderMark: false, blanks: '', invisible: '', end: '' },
};

/** A plan like the plain one, but for its layout. */
const withLayout = (layout: Partial<TablePlan['layout']>): TablePlan => ({
  ...PLAIN_PLAN,
  layout: { ...PLAIN_PLAN.layout, ...layout },
});

describe('a rendered table', () => {
  test('is the same for the same plan', () => {
    fc.assert(
      fc.property(tablePlans, (plan) => {
        expect(renderTable(plan)).toEqual(renderTable(structuredClone(plan)));
      }),
      { numRuns: 50 },
    );
  });

  test('holds its cells, a header and the separator', () => {
    const { text, columns, rows } = renderTable(PLAIN_PLAN);
    const lines = text.split('\n');
    expect(lines[0].replaceAll('"', '')).toBe(columns.join(';'));
    expect(lines).toHaveLength(21);
    expect(lines.slice(1).map((line) => Number(line.split(';')[0]))).toEqual(rows.map(([number]) => number));
  });

  test.each([
    ['sep', /^sep=;\n/],
    ['comment', /^# /],
    ['title', /^Report of measurements\n\n/],
    ['blank', /^\n\n/],
    ['padded-title', /^Report of measurements;\n/],
  ] as const)('has %s above its header', (above, expected) => {
    expect(renderTable(withLayout({ above })).text).toMatch(expected);
  });

  test('has row names that its header does not name', () => {
    const lines = renderTable(withLayout({ firstColumn: 'row-names' })).text.split('\n');
    expect(lines.map((line) => line.replace(/"[^"]*"/g, '').split(';').length)).toEqual([
      2,
      ...Array(20).fill(3),
    ]);
  });

  test('must be refused for a marker of which the reader is not told, and only for that', () => {
    const [numbers, texts] = PLAIN_PLAN.columns;
    const build = (told: boolean) =>
      renderTable({ ...PLAIN_PLAN, columns: [texts, { ...numbers, gaps: { every: 4, marker: '?', told } }] });
    expect(build(false).required).toEqual([{ column: build(false).columns[1], shows: '?' }]);
    expect(build(true)).toMatchObject({ required: [], options: { missingMarkers: ['?'] } });
  });
});

describe('a reading of a rendering', () => {
  const rendering: Rendering = {
    text: '',
    options: {},
    columns: ['a', 'y'],
    rows: [[1, 'red']],
    required: [],
    allowed: [],
  };
  const table = { columns: ['a', 'y'], rows: [[1, 'red']] };
  const refuse = (message: string) => () => {
    throw new AbsumError('invalid-data', [{ place: 'data.csv line 2, column "a"', message }]);
  };
  const question = { column: 'a', shows: '?' };

  test.each([
    ['the table', rendering, () => table, null],
    [
      'another number',
      rendering,
      () => ({ ...table, rows: [[1.5, 'red']] }),
      /row 0, column "a": expected 1, got 1.5/,
    ],
    ['a column more', rendering, () => ({ ...table, columns: ['', 'a', 'y'] }), /expected columns/],
    ['a refusal without cause', rendering, refuse('no'), /refused for no cause/],
    [
      'the table where it is to be refused',
      { ...rendering, required: [question] },
      () => table,
      /read, though "\?"/,
    ],
    ['a refusal with its cause', { ...rendering, required: [question] }, refuse('got "?" in 4'), null],
    ['a refusal that may be', { ...rendering, allowed: [question] }, refuse('got "?" in 4'), null],
    ['a crash', rendering, () => Number.NaN.toFixed(-1) as never, /^crashed: RangeError/],
  ] as const)('%s', (_, given, read, complaint) => {
    const judged = judgeReading(given, read);
    if (complaint === null) expect(judged).toBeNull();
    else expect(judged).toMatch(complaint);
  });
});

describe('any table', () => {
  test('in any notation, separator and dirt is read as it is meant, or refused for what is wrong', () => {
    fc.assert(
      fc.property(tablePlans, (plan) => {
        expect(judgeTable(plan)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
