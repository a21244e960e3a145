import { describe, expect, it } from 'vitest';
import { sayReading } from '../../../src/cli/terminal/reading-words.ts';
import type { Reading } from '../../../src/report/reading.ts';

const FORMAT = { delimiter: ',', skippedLines: 0, hasHeader: true, leftOut: [] } as const;
const column = (name: string, more: Partial<Reading['columns'][number]> = {}) =>
  ({ name, role: 'feature', reading: 'number', distinct: 2, ...more }) as Reading['columns'][number];

describe('what was read differently from plain', () => {
  it('is nothing where nothing was', () => {
    expect(sayReading({ columns: [column('a')] })).toBe('');
    expect(sayReading({ format: { ...FORMAT, leftOut: [] }, columns: [column('a')] })).toBe('');
  });

  it('is what was taken off the numbers, columns alike told together', () => {
    const removed = ['"$"', 'thousands commas'];
    const columns = [
      column('price', { removed }),
      column('tax', { removed }),
      column('b', { removed: ['"%"'] }),
    ];
    expect(sayReading({ columns })).toBe('price and tax: "$" and thousands commas removed; b: "%" removed.');
  });

  it('says nothing of columns that are ignored, and names empty ones', () => {
    const columns = [
      column('a', { removed: ['"%"'], role: 'ignored' }),
      column('gap\u00a0', { role: 'left out', reading: 'empty' }),
    ];
    expect(sayReading({ columns })).toBe('left out, as empty: "gap\\u00a0".');
  });

  it('says what of the text is no part of the table', () => {
    const leftOut = [
      { name: null, position: 0, why: 'counts rows' as const },
      { name: 'Unnamed: 0', position: 1, why: 'names rows' as const },
    ];
    expect(sayReading({ format: { ...FORMAT, skippedLines: 1, leftOut }, columns: [] })).toBe(
      '1 line above the header skipped; column 1 left out: it counts rows; ' +
        'column 2 (Unnamed: 0) left out: it names rows.',
    );
    const bare = { ...FORMAT, skippedLines: 2, hasHeader: false, leftOut: [] };
    expect(sayReading({ format: bare, columns: [] })).toBe(
      '2 lines above the first row skipped; no header line: the columns are x1 to xp, and the last is y.',
    );
  });

  it('begins as a sentence does, and names of columns stay as they are', () => {
    const leftOut = [{ name: null, position: 3, why: 'is empty' as const }];
    const columns = [column('price', { removed: ['"%"'] })];
    expect(sayReading({ format: { ...FORMAT, leftOut }, columns })).toBe(
      'Column 4 left out: it is empty; price: "%" removed.',
    );
  });

  it('is short, however many columns there are', () => {
    const columns = Array.from({ length: 4000 }, (_, i) => column(`c${i}`, { removed: [`"u${i % 1000}"`] }));
    expect(sayReading({ columns }).length).toBeLessThan(300);
  });
});
