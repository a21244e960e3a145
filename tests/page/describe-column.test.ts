import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv/csv.ts';
import { type ColumnProfile, profileTable } from '../../src/data/profile.ts';
import {
  describeValues,
  findPart,
  listChosen,
  listDoubts,
  listFaults,
  showName,
  turnUse,
} from '../../src/page/setup/columns/describe-column.ts';
import { FIRST_SETUP } from '../../src/page/setup/setup.ts';

function profile(cells: readonly string[]): ColumnProfile {
  return profileTable(readCsv(`a;y\n${cells.map((cell, i) => `${cell};${i}`).join('\n')}`)).columns[0];
}

const many = (cell: (i: number) => string, count = 40) =>
  profile(Array.from({ length: count }, (_, i) => cell(i)));
const dates = many((i) => `2024-01-${String((i % 28) + 1).padStart(2, '0')}`);

describe('a column', () => {
  it.each([
    [profile(['1', '2', '6']), 'number, 1 to 6, mean 3'],
    [
      profile(['$1,000', '$2,000', '']),
      'number, 1000 to 2000, mean 1500; "$" and thousands commas removed; 1 missing',
    ],
    [profile(['3', 'NA', '5']), 'number, 3 to 5, mean 4; 1 missing (written "NA")'],
    [many((i) => (i === 7 ? '?' : String(i))), '39 numbers and 1 text'],
    [many((i) => `c${i % 3}`), 'category, 3 different values'],
    [many((i) => `name ${i}`), 'identifier'],
    [dates, 'date'],
    [profile(['5', '5', '5']), 'always 5'],
    [profile(['x', 'x', 'x']), 'always x'],
    [profile(['', '', '']), 'empty; 3 missing'],
  ])('is described in a line', (column, words) => {
    expect(describeValues(column)).toBe(words);
  });

  it('has what one cannot see in its name written out', () => {
    expect(showName('unit\u00a0price')).toBe('unit\\u00a0price');
    expect(showName('größe "x" \\ 1')).toBe('größe "x" \\ 1');
  });

  it('has the part that the form gives it', () => {
    const setup = { ...FIRST_SETUP, ignored: ['b'], fields: { groups: 'c', column: 'd' } };
    const part = (name: string, column = profile(['1', '2', '6'])) =>
      findPart({ ...column, name }, 'y', setup);
    expect(['y', 'b', 'c', 'd', 'a'].map((name) => part(name))).toEqual([
      'target',
      'ignored',
      'marker',
      'marker',
      'feature',
    ]);
    const empty = profile(['', '', '']);
    expect([part('e', dates), part('c', dates), part('e', empty)]).toEqual([
      'left out',
      'marker',
      'left out',
    ]);
    expect(findPart(dates, 'y', { ...setup, dates: { a: ['year'] } })).toBe('feature');
    expect(listFaults(empty, 'left out', 'refuse', [])).toEqual([]);
  });
});

describe('what is told at a column', () => {
  it('is its fault, with what leads on; of the target, what the plan says stands elsewhere', () => {
    const stray = many((i) => (i === 7 ? '?' : String(i)));
    const told = [{ message: 'told', ways: [] }];
    expect(listFaults(stray, 'feature', 'refuse', told)).toEqual([
      {
        message: 'expected numbers, got "?" in 1 of 40 cells',
        ways: [
          { data: { missingMarkers: ['?'] } },
          { data: { categories: ['a'] } },
          { data: { ignore: ['a'] } },
        ],
      },
    ]);
    expect(listFaults(stray, 'marker', 'refuse', told)).toEqual(told);
    expect(listFaults(stray, 'target', 'refuse', told)).toEqual([]);
    expect(listFaults(stray, 'ignored', 'refuse', told)).toEqual([]);
  });

  it('is how many values are missing, until it is said what to do about them', () => {
    const gap = profile(['1', '', '3']);
    expect(listFaults(gap, 'feature', 'refuse', [])).toEqual([{ message: '1 value is missing', ways: [] }]);
    expect(listFaults(gap, 'feature', 'mean', [])).toEqual([]);
  });

  it('is a doubt, and no fault, where it never changes or begins with zeros', () => {
    const constant = profile(['5', '5', '5']);
    expect(listFaults(constant, 'feature', 'refuse', [])).toEqual([]);
    const doubt = (part: 'feature' | 'target' | 'ignored') => listDoubts(constant, part);
    expect(doubt('feature')).toEqual([
      { message: 'always the same: nothing can be learned from it', ways: [] },
    ]);
    expect(doubt('target')).toEqual([{ message: 'always the same: there is nothing to predict', ways: [] }]);
    expect(doubt('ignored')).toEqual([]);
    const zips = profile(['02139', '60601', '01010']);
    expect(listDoubts(zips, 'feature')).toMatchObject([{ ways: [{ data: { categories: ['a'] } }] }]);
    expect(listDoubts(zips, 'target')).toEqual([]);
  });

  it('is that it is left out, and what may be taken of it', () => {
    expect(listDoubts(dates, 'left out')).toEqual([
      {
        message: 'left out: a date as it is written is no feature',
        ways: [
          { data: { dates: { a: ['year', 'month', 'weekday', 'days'] } } },
          { data: { categories: ['a'] } },
        ],
      },
    ]);
    expect(listDoubts(dates, 'feature')).toEqual([]);
    expect(listDoubts(profile(['', '', '']), 'left out')).toEqual([
      { message: 'left out: nothing is in it', ways: [] },
    ]);
  });

  it('is what the user made of it, with the way back', () => {
    const setup = { ...FIRST_SETUP, categories: ['a', 'b'], dates: { a: ['year', 'days'], c: ['year'] } };
    expect(listChosen(dates, setup)).toEqual([
      { words: 'taking year, days', undo: { dates: { c: ['year'] } } },
      { words: 'used as categories', undo: { categories: ['b'] } },
    ]);
    expect(listChosen(dates, FIRST_SETUP)).toEqual([]);
  });
});

describe('the tick of a column', () => {
  const numbers = profile(['1', '2', '6']);

  it('leaves a column out, and takes it back', () => {
    expect(turnUse(numbers, FIRST_SETUP)).toEqual({ isUsed: true, turn: { ignored: ['a'] } });
    const left = { ...FIRST_SETUP, ignored: ['b', 'a'] };
    expect(turnUse(numbers, left)).toEqual({ isUsed: false, turn: { ignored: ['b'] } });
  });

  it('takes what there is in a date, and lets it go without a word about it', () => {
    const parts = ['year', 'month', 'weekday', 'days'];
    expect(turnUse(dates, FIRST_SETUP)).toEqual({ isUsed: false, turn: { dates: { a: parts } } });
    const taken = { ...FIRST_SETUP, dates: { a: ['year'], b: ['year'] } };
    expect(turnUse(dates, taken)).toEqual({ isUsed: true, turn: { dates: { b: ['year'] } } });
  });

  it('cannot take what is empty', () => {
    expect(turnUse(profile(['', '', '']), FIRST_SETUP)).toEqual({ isUsed: false, turn: null });
  });
});
