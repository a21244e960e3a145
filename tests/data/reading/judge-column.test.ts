import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { judgingColumn } from '../../../src/data/reading/judge-column.ts';
import type { JudgeOptions } from '../../../src/data/reading/reading.ts';
import type { Cell } from '../../../src/data/table.ts';
import { finish } from '../../../src/sliced.ts';
import { judge, repeat } from './judge.ts';

const SPACED = ['\u0020', '\u00a0', '\u202f', '\u2009'];

describe('numbers in one notation', () => {
  test.each<[string, string[], number[], string[]]>([
    ['plain', ['1', '-2.5', '+3e2', '.5', '4.'], [1, -2.5, 300, 0.5, 4], []],
    ['thousands by comma', ['1,234', '785', '12,345,678'], [1234, 785, 12345678], ['thousands commas']],
    ['and decimals', ['1,234.50', '785.25'], [1234.5, 785.25], ['thousands commas']],
    ['lakhs', ['12,34,567', '5,000'], [1234567, 5000], ['thousands commas']],
    [
      'thousands by point',
      ['1.234.567', '785', '2.421'],
      [1234567, 785, 2421],
      ['thousands points', 'decimal comma'],
    ],
    ['and a decimal comma', ['1.234,5', '0,25'], [1234.5, 0.25], ['thousands points', 'decimal comma']],
    ["thousands by '", ["4'744", '12'], [4744, 12], ['thousands apostrophes']],
    ['thousands by ’', ['4’744.5', '12'], [4744.5, 12], ['thousands apostrophes']],
    ['a decimal comma', ['3,14', '-0,5', '2,717'], [3.14, -0.5, 2.717], ['decimal comma']],
    ['a comma after a zero', ['0,256', '1,234'], [0.256, 1.234], ['decimal comma']],
    ['a currency before', ['$4,744', '$ 785', '-$12.50'], [4744, 785, -12.5], ['"$"', 'thousands commas']],
    ['a currency with letters', ['US$ 5', 'US$6.25'], [5, 6.25], ['"US$"']],
    ['a code', ['EUR 5', 'eur 6'], [5, 6], ['"EUR"']],
    ['Rs. without a blank', ['Rs.500', 'Rs. 12.5'], [500, 12.5], ['"Rs."']],
    ['a currency after', ['5 €', '7,25€'], [5, 7.25], ['"€"', 'decimal comma']],
    ['crowns', ['5 kr', '1 250 kr'], [5, 1250], ['"kr"', 'thousands spaces']],
    ['percent', ['47%', '0.5 %', '-3%'], [47, 0.5, -3], ['"%"']],
    ['per mille', ['4‰', '5‰'], [4, 5], ['"‰"']],
    ['kilograms', ['47 kg', '41kg', '1,250 kg'], [47, 41, 1250], ['"kg"', 'thousands commas']],
    ['degrees', ['20.5 °C', '-3°C'], [20.5, -3], ['"°C"']],
    ['square metres', ['20 m²', '35 m²'], [20, 35], ['"m²"']],
    ['square metres in ASCII', ['20 m2', '35m2'], [20, 35], ['"m2"']],
    ['speeds', ['20 km/h', '35 km/h'], [20, 35], ['"km/h"']],
    ['a unit of two words', ['850 sq ft', '1,200 sq ft'], [850, 1200], ['"sq ft"', 'thousands commas']],
    ['an unknown unit that all have', ['3 beds', '4 beds'], [3, 4], ['"beds"']],
    ['a unit and its plural', ['1 year', '2 years'], [1, 2], ['"year"']],
    ['parentheses', ['(0.26)', '1.04'], [-0.26, 1.04], ['parentheses for negatives']],
    [
      'money in parentheses',
      ['($1,200)', '$5', '$(3)'],
      [-1200, 5, -3],
      ['"$"', 'thousands commas', 'parentheses for negatives'],
    ],
    ['percent in parentheses', ['(5%)', '(6)%', '7%'], [-5, -6, 7], ['"%"', 'parentheses for negatives']],
    ['U+2212', ['\u22125', '6'], [-5, 6], ['typographic minus signs']],
    ["Fortran's exponent", ['1.5D+03', '2.5d-1', '1D+00'], [1500, 0.25, 1], ["Fortran's D"]],
    ['double quotes', ['"123"', '"-4.5"'], [123, -4.5], ['quotes']],
    ['single quotes', ["'123'", "'4.5'"], [123, 4.5], ['quotes']],
    ["a spreadsheet's formula", ['="0123"', '="4.5"'], [123, 4.5], ['quotes']],
    ["a spreadsheet's apostrophe", ["'0123", "'45"], [123, 45], ['quotes']],
    ['zero-width characters', ['1\u200b2', '\u200e34', '5\ufeff6'], [12, 34, 56], ['invisible characters']],
    ['no-break spaces around', ['\u00a05', '6\u00a0'], [5, 6], []],
  ])('%s', (_, cells, numbers, removed) => {
    const { reading, values, fault } = judge(cells, { separator: ',' });
    expect(fault).toBeNull();
    expect(values).toEqual(numbers);
    expect(reading).toMatchObject({ reading: 'number', removed, texts: 0, distinct: numbers.length });
    expect(reading.numbers + reading.notated).toBe(cells.length);
  });

  test.each(SPACED)('thousands by the blank %j', (blank) => {
    const { reading, values } = judge([`4${blank}744`, `1${blank}234${blank}567,5`, '785']);
    expect(values).toEqual([4744, 1234567.5, 785]);
    expect(reading.notation).toEqual({ decimal: ',', thousands: ' ', prefix: '', suffix: '' });
  });

  it('counts plain numbers apart from those in a notation, and says the notation', () => {
    const { reading } = judge(['1,234', '785', '12', null, ''], { separator: ',' });
    expect(reading).toEqual({
      name: 'a',
      reading: 'number',
      numbers: 2,
      notated: 1,
      texts: 0,
      missing: 2,
      distinct: 3,
      missingAs: ['null', ''],
      removed: ['thousands commas'],
      notation: { decimal: '.', thousands: ',', prefix: '', suffix: '' },
    });
  });

  it('takes numbers among the cells as they are', () => {
    const { reading, values } = judge([1.5, '2', null, 3]);
    expect(values).toEqual([1.5, 2, null, 3]);
    expect(reading).toMatchObject({ reading: 'number', numbers: 3, missing: 1 });
    expect(reading.notation).toBeUndefined();
  });

  it('reads "NA", "n/a", "NaN", "NULL" and empty cells as missing, and says how they were written', () => {
    const { reading, values } = judge(['1', 'NA', 'n/a', 'NaN', 'NULL', '', ' ', '2']);
    expect(values).toEqual([1, null, null, null, null, null, null, 2]);
    expect(reading).toMatchObject({ missing: 6, missingAs: ['NA', 'n/a', 'NaN', 'NULL', ''] });
  });
});

describe('marks that can be read in two ways', () => {
  const AMBIGUOUS: [string, Cell[], JudgeOptions, string[]][] = [
    ['785 beside 2.421', ['785', '2.421'], { separator: ',' }, ['.', ',']],
    ['a negative one', ['-785', '-2.421'], {}, ['.', ',']],
    ['a number of JSON beside "2.421"', [785, '2.421'], {}, ['.', ',']],
    ['money: €1.234', ['€1.234', '€2.345'], {}, ['.', ',']],
    ['1,234 in a file with semicolons', ['1,234', '2,345'], { separator: ';' }, [',', '.']],
    ['1,234 in JSON', ['1,234', '785'], {}, [',', '.']],
    ['1,659 € in a file with semicolons', ['1,659 €', '1,702 €'], { separator: ';' }, [',', '.']],
  ];

  test.each(AMBIGUOUS)('%s is not guessed', (_, cells, options, ways) => {
    const { fault } = judge(cells, options);
    expect(fault?.message).toMatch(/may mark decimals or thousands/);
    expect(fault?.ways).toEqual(ways.map((decimal) => ({ decimal })));
    expect(fault?.rows).toEqual(
      cells.includes('785') || cells[0] === 785 || cells[0] === '-785' ? [0, 1] : [0],
    );
  });

  test.each(AMBIGUOUS)('%s is read by a stated decimal mark', (_, cells, options) => {
    const point = judge(cells, { ...options, decimal: '.' });
    const comma = judge(cells, { ...options, decimal: ',' });
    expect(point.fault).toBeNull();
    expect(comma.fault).toBeNull();
    const marked = cells.findIndex((cell) => /[.,]\d{3}/.test(String(cell)));
    const [small, large] = [point, comma].map(({ values }) => values[marked] as number).sort((x, y) => x - y);
    // Thousands are a thousand times as large, and negative ones so much smaller.
    expect(
      Math.max(Math.abs(small), Math.abs(large)) / Math.min(Math.abs(small), Math.abs(large)),
    ).toBeCloseTo(1000, 9);
  });

  test.each<[string, Cell[], JudgeOptions, number[]]>([
    ['three decimals throughout', ['2.421', '1.037'], {}, [2.421, 1.037]],
    ['another fraction beside them', ['785', '2.421', '3.5'], {}, [785, 2.421, 3.5]],
    ['a zero before the point', ['785', '2.421', '0.123'], {}, [785, 2.421, 0.123]],
    ['a whole number of a thousand or more', ['785', '2.421', '1500'], {}, [785, 2.421, 1500]],
    ['commas where commas separate', ['785', '2,421'], { separator: ',' }, [785, 2421]],
    ['dollars', ['$785', '$2,421'], { separator: ';' }, [785, 2421]],
    ['a point among the commas', ['2,421', '3.5'], { separator: ';' }, [2421, 3.5]],
  ])('%s: nothing is ambiguous', (_, cells, options, numbers) => {
    const { fault, values } = judge(cells, options);
    expect(fault).toBeNull();
    expect(values).toEqual(numbers);
  });

  test.each<[string, string[]]>([
    ['decimals by comma and by point', ['3,14', '2.5', '1']],
    ['thousands by point beside decimals by point', ['1.234.567', '3.14', '1']],
    ['thousands by comma and by blank', ['1,234.5', '1 234.5', '1']],
    ['one group by point, one by comma', ['1.234', '1,234', '5']],
  ])('%s contradict each other', (_, cells) => {
    const { fault } = judge(cells, { separator: ';' });
    expect(fault?.message).toMatch(/marked in one way/);
    expect(fault?.rows).toEqual([0, 1]);
    expect(fault?.ways).toEqual([{ categories: ['a'] }, { ignore: ['a'] }]);
  });

  it('offers the other decimal mark where the stated one does not fit', () => {
    expect(judge(['3,14', '2,5'], { decimal: '.' }).fault).toMatchObject({
      message: 'expected numbers with the decimal mark ".", got "3,14"',
      ways: [{ decimal: ',' }, { categories: ['a'] }, { ignore: ['a'] }],
    });
    expect(judge(['3.14', '2.5'], { decimal: ',' }).fault?.ways[0]).toEqual({ decimal: '.' });
  });
});

describe('units', () => {
  test.each<[string, string[]]>([
    ['kg and lb', ['47 kg', '33 lb', '50 kg']],
    ['$ and €', ['$5', '€5', '$6']],
    ['some with % and some without', ['47%', '33', '20%']],
    ['M and K', ['1.2M', '300K', '2M']],
    ['mW and MW', ['5 mW', '5 MW', '6 mW']],
  ])('%s are a fault that names one cell of each', (_, cells) => {
    const { fault } = judge(cells);
    expect(fault?.message).toBe(
      `expected the same before and after each number, got "${cells[0]}" and "${cells[1]}"`,
    );
    expect(fault?.rows).toEqual([0, 1]);
    expect(fault?.ways).toEqual([{ categories: ['a'] }, { ignore: ['a'] }]);
  });

  test.each<[string, string[]]>([
    ['ordinals', ['1st', '2nd', '3rd', '1st']],
    ['codes', ['12A', '7C', '12A', '9F']],
    ['codes among whose letters are units', ['1A', '1B', '2K', '2C']],
    ['ages', ['<18', '18-30', '>30', '<18']],
    ['versions', ['1.2.3', '1.2.4', '1.2.3']],
    ['fractions', ['1/2', '1/4', '1/2']],
    ['limits of incomes', ['<=50K', '>50K', '<=50K']],
    ['telephone numbers', ['555-1234', '555-1234', '555-9999']],
  ])('%s are categories', (_, cells) => {
    const { reading, values, fault } = judge(cells);
    expect(fault).toBeNull();
    expect(reading.reading).toBe('category');
    expect(values).toEqual(cells);
  });

  it('refuses house numbers: "12A" among numbers is no unit', () => {
    const { fault } = judge(['12', '13', '12A', '15']);
    expect(fault?.message).toBe('expected numbers, got "12A" in 1 of 4 cells');
    expect(fault?.rows).toEqual([2]);
  });
});

describe('columns that are partly numbers', () => {
  const numbers = Array.from({ length: 20 }, (_, i) => String(i / 4));
  const MARKERS = (
    '? - -- --- . .. * ** None nil #N/A #NA #DIV/0! #VALUE! #REF! #NUM! #NAME? <NA> NaT unknown n.a. n/a. ' +
    'missing (blank) UNKNOWN Missing -nan'
  ).split(' ');

  test.each(MARKERS)('%s is offered as a marker, and then missing', (marker) => {
    const cells = [...numbers, marker, marker];
    const { fault, reading } = judge(cells);
    expect(fault).toEqual({
      rows: [20],
      message: `expected numbers, got "${marker}" in 2 of 22 cells`,
      ways: [{ missingMarkers: [marker] }, { categories: ['a'] }, { ignore: ['a'] }],
    });
    expect(reading).toMatchObject({ reading: 'number', numbers: 20, texts: 2 });
    const read = judge(cells, { missingMarkers: new Set([marker]) });
    expect(read.fault).toBeNull();
    expect(read.reading).toMatchObject({ numbers: 20, texts: 0, missing: 2, missingAs: [marker] });
  });

  it('offers all markers at once', () => {
    const { fault } = judge([...numbers, '?', '-', '?']);
    expect(fault?.message).toBe('expected numbers, got "?" in 2 and "-" in 1 of 23 cells');
    expect(fault?.ways[0]).toEqual({ missingMarkers: ['?', '-'] });
  });

  it('names the texts that are no markers, and offers no markers where they would not do', () => {
    const { fault } = judge([...numbers, '?', 'high', 'low', 'high']);
    expect(fault).toEqual({
      rows: [21, 22],
      message: 'expected numbers, got "high" in 2 and "low" in 1 of 24 cells',
      ways: [{ categories: ['a'] }, { ignore: ['a'] }],
    });
  });

  it('names at most five texts, short ones, and counts the others', () => {
    const texts = Array.from({ length: 9 }, (_, i) => `${i} ${'x'.repeat(5000)}`);
    const { fault } = judge([...numbers, ...texts]);
    expect(fault?.rows).toHaveLength(5);
    expect(fault?.message).toMatch(/and other texts in 4 of 29 cells$/);
    expect(fault?.message.length).toBeLessThan(400);
  });

  it('is a category where fewer than half are numbers, and counts them', () => {
    const { reading, fault, values } = judge(['1', '2', 'x', 'y', 'z', 'x', '5 kg']);
    expect(fault).toBeNull();
    expect(reading).toMatchObject({ reading: 'category', numbers: 2, notated: 1, texts: 4 });
    expect(values).toEqual(['1', '2', 'x', 'y', 'z', 'x', '5 kg']);
  });

  it('is refused where all but few numbers are markers, however many', () => {
    const { fault } = judge([...repeat(['?'], 30), '1', '2']);
    expect(fault?.ways[0]).toEqual({ missingMarkers: ['?'] });
  });

  it('reads -999 as missing only if asked, however it is written', () => {
    const cells = ['1.5', '-999', '-999.0', '2.5', -999];
    expect(judge(cells)).toMatchObject({ fault: null, values: [1.5, -999, -999, 2.5, -999] });
    const asked = judge(cells, { missingMarkers: new Set(['-999']) });
    expect(asked).toMatchObject({ fault: null, values: [1.5, null, null, 2.5, null] });
    expect(asked.reading.missing).toBe(3);
  });

  it('takes markers exactly as written', () => {
    const { fault } = judge([...numbers, '?', 'None'], { missingMarkers: new Set(['?', 'none']) });
    expect(fault?.ways[0]).toEqual({ missingMarkers: ['None'] });
  });

  test.each(['<0.5', '>100', '≥ 10', '<= 5', '< 1,000'])('refuses %s, which says only a limit', (limit) => {
    const { fault } = judge([...numbers, limit]);
    expect(fault).toEqual({
      rows: [20],
      message: `expected values, got only their limits: "${limit}" in 1 of 21 cells`,
      ways: [{ ignore: ['a'] }, { categories: ['a'] }],
    });
  });

  test('the value is the nearest double, however many digits there are', () => {
    const digits = fc.stringMatching(/^[0-9]{1,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(digits, digits), { minLength: 2, maxLength: 8 }), (parts) => {
        const texts = ['0,5 kg', ...parts.map(([whole, fraction]) => `${whole},${fraction}9 kg`)];
        const expected = texts.map((text) => Number(text.replace(' kg', '').replace(',', '.')));
        expect(judge(texts, { decimal: ',' }).values).toEqual(expected);
      }),
    );
  });

  test('an overflowing number with a unit is refused, and no value is infinite', () => {
    const { fault, values } = judge(['1 kg', '2.5 kg', '3 kg', '9e999 kg']);
    expect(fault?.rows).toEqual([3]);
    expect(values).toEqual([1, 2.5, 3, null]);
  });

  test.each(['inf', '-Infinity', '1e999', '9'.repeat(400)])('refuses %.9s', (infinite) => {
    const { fault } = judge([...numbers, infinite]);
    expect(fault?.message).toMatch(/^expected a finite number, got "/);
    expect(fault?.rows).toEqual([20]);
  });
});

describe('columns of texts', () => {
  it('is a category, spaces at the ends left out', () => {
    const { reading, values } = judge([' red', 'blue', 'red ', null]);
    expect(reading).toMatchObject({ reading: 'category', texts: 3, missing: 1, distinct: 2 });
    expect(values).toEqual(['red', 'blue', 'red', null]);
  });

  it('is an identifier with twenty values, nearly all of them different', () => {
    const names = Array.from({ length: 20 }, (_, i) => `item ${String.fromCharCode(97 + i)}`);
    const { reading, fault } = judge(names);
    expect(reading).toMatchObject({ reading: 'identifier', distinct: 20 });
    expect(fault?.ways).toEqual([{ ignore: ['a'] }, { categories: ['a'] }]);
    expect(judge(names, { isCategory: true })).toMatchObject({
      fault: null,
      reading: { reading: 'category' },
    });
    expect(judge([...names.slice(0, 18), ...names.slice(0, 2)]).reading.reading).toBe('identifier');
    expect(judge([...names.slice(0, 17), ...names.slice(0, 3)]).reading.reading).toBe('category');
    expect(judge(names.slice(1)).reading.reading).toBe('category');
  });

  it('has at most 1000 categories, whatever it is called', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `t${i % 1001}x`);
    const { reading, fault } = judge(texts, { isCategory: true });
    expect(reading).toMatchObject({ reading: 'category', distinct: 1001 });
    expect(fault?.message).toBe('expected at most 1000 different texts, got more');
    expect(fault?.ways).toEqual([{ ignore: ['a'] }]);
    expect(judge(texts.filter((text) => text !== 't7x')).fault?.message).toBeUndefined();
  });

  it('is of dates where all of them are', () => {
    const days = Array.from({ length: 28 }, (_, i) => `2020-01-${String(i + 1).padStart(2, '0')}`);
    expect(judge(days)).toMatchObject({
      fault: null,
      reading: { reading: 'date', distinct: 28 },
      values: days,
    });
    expect(judge([...days, 'later']).reading.reading).toBe('identifier');
    expect(judge(days, { isCategory: true }).reading.reading).toBe('category');
  });
});

describe('constant and empty columns', () => {
  test.each<[string, Cell[], string]>([
    ['no value', ['', null, 'NA'], 'empty'],
    ['no cell', [], 'empty'],
    ['one number', ['5', '5.0', null], 'constant'],
    ['one text', ['x', 'x', ''], 'constant'],
    ['one marker', ['?', '?'], 'constant'],
    ['one price', ['$5', '$5'], 'constant'],
    ['one number whose mark is ambiguous', ['2,421', '2,421'], 'constant'],
    ['numbers that differ by rounding', ['0.3', '0.30000000000000004'], 'constant'],
    ['large numbers that differ by one', ['1000000000000000', '1000000000000001'], 'number'],
    ['small numbers', ['1e-20', '2e-20'], 'number'],
  ])('%s', (_, cells, kind) => {
    const { reading, fault } = judge(cells, { separator: ';' });
    expect(reading.reading).toBe(kind);
    expect(fault).toBeNull();
  });
});

describe('codes of digits', () => {
  it('flags leading zeros, and keeps them in a category', () => {
    const cells = ['60601', '01010', '02139'];
    expect(judge(cells)).toMatchObject({ values: [60601, 1010, 2139], reading: { leadingZeros: true } });
    const category = judge(cells, { isCategory: true });
    expect(category).toMatchObject({ values: cells, fault: null, reading: { reading: 'category' } });
    expect(judge(['0', '0.5', '10']).reading.leadingZeros).toBeUndefined();
  });

  it('never finds a fault about numbers in a category', () => {
    for (const cells of [
      ['785', '2.421'],
      ['1 kg', '1 lb'],
      ['1', '2', '?'],
      [1, 2, '<3'],
    ]) {
      expect(judge(cells, { isCategory: true })).toMatchObject({ fault: null, values: cells.map(String) });
    }
  });
});

describe('a notation known from training', () => {
  const notation = { decimal: ',', thousands: '.', prefix: '', suffix: 'kg' } as const;

  it('is read by it strictly, and plain numbers as they are', () => {
    const { values, fault } = judge(['1.234,5 kg', '2.421 kg', '785', 12, null, '2.421'], { notation });
    expect(fault).toBeNull();
    expect(values).toEqual([1234.5, 2421, 785, 12, null, 2421]);
  });

  it('refuses another unit, and a text, even if it is all there is', () => {
    expect(judge(['5 lb'], { notation }).fault?.message).toBe('expected numbers, got "5 lb" in 1 of 1 cells');
    expect(judge(['many'], { notation })).toMatchObject({
      fault: { rows: [0] },
      reading: { reading: 'number' },
    });
  });

  it('does not read 2.421 as thousands where 3.14 stands beside it', () => {
    expect(judge(['2.421', '3.14'], { notation }).fault?.message).toMatch(/marked in one way/);
  });
});

describe('the cost of a column', () => {
  it('comes in slices of bounded size', () => {
    const cells = repeat(['1,234', 'x', '5', '', '2020-01-01'], 100_000);
    for (const items of judgingColumn('a', cells, { decimal: '.' }))
      expect(items).toBeLessThanOrEqual(16_384);
    expect([...judgingColumn('a', cells)].length).toBeGreaterThan(5);
    expect(finish(judgingColumn('a', cells, { decimal: '.' })).reading.numbers).toBe(20_000);
  });

  test.each<[string, string]>([
    ['digits', '9'.repeat(100_000)],
    ['blanks', `1${' '.repeat(100_000)}1`],
    ['groups', `1${',000'.repeat(25_000)}x`],
    ['signs', `${'-'.repeat(100_000)}1`],
    ['letters', `1${'k'.repeat(100_000)}`],
    ['limits', `<${' '.repeat(100_000)}x`],
    ['quotes', `${'"'.repeat(100_000)}1`],
    ['invisible characters', `${'\u200b'.repeat(100_000)}x`],
    ['months', `${'jan '.repeat(25_000)}2020`],
    ['digits and points', '1.'.repeat(32)],
    ['blanks in a short text', `1${' '.repeat(60)}x`],
  ])('of 100 kB of %s is that of reading it', (_, cell) => {
    const start = process.cpuUsage();
    const cells = [...repeat([cell], 40), ...Array.from({ length: 40 }, (_, i) => `${cell}${i}`)];
    for (const isCategory of [false, true]) judge(cells, { isCategory });
    // 8 MB in each of two passes; a backtracking expression would take minutes.
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3);
  });

  it('shows the first three different values as written', () => {
    expect(judge(['$1,234', '', '$1,234', '$5', 'NA', '$6', '$7']).samples).toEqual(['$1,234', '$5', '$6']);
  });
});
