import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { readingRecords } from '../../../src/data/csv/records.ts';
import { AbsumError } from '../../../src/errors.ts';
import { finish } from '../../../src/sliced.ts';

const PUNCTUATION = { delimiter: ',', quote: '"' } as const;
/** More characters than are parsed at once. */
const LONG = 300_000;

/** What is read, or where the text is at fault. */
function read(text: string): string[][] | string {
  try {
    return finish(readingRecords(text, PUNCTUATION, 0));
  } catch (error) {
    if (error instanceof AbsumError) return error.issues[0].place;
    throw error;
  }
}

function readAtOnce(text: string): string[][] | string {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', quoteChar: '"' });
  if (errors.length === 0) return data;
  return `data.csv line ${text.slice(0, errors[0].index).split('\n').length}`;
}

const repeat = (text: string) => text.repeat(Math.ceil(LONG / text.length));

it('reads piece by piece what papaparse reads at once', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '1', 'text', ' ', '"quoted"', '"a ""b"" c"', '"two\nlines"', '",,,"', '""'),
    fc.stringMatching(/^[a-z]{1,30}$/),
  );
  const row = fc.array(cell, { minLength: 2, maxLength: 6 }).map((cells) => `${cells.join(',')}\n`);
  const last = fc.constantFrom('1,2', '"1",2', '1,"2', '1,"2"x,3\n4,5', '"no end\n\n', '1,2\n');
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), last, (rows, end) => {
      const text = repeat(`x,${rows.join('')}`) + end;
      const expected = readAtOnce(text);
      // Blank lines at the end are left out.
      if (typeof expected !== 'string' && expected.at(-1)?.join('').trim() === '') expected.pop();
      expect(read(text)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

it('reads a record of several pieces, and yields between them', () => {
  const text = `a,"${repeat('line\n')}"\nb,c`;
  expect(read(text)).toEqual([
    ['a', repeat('line\n')],
    ['b', 'c'],
  ]);
  const plain = repeat('1,2\n');
  const slices = [...readingRecords(plain, PUNCTUATION, 0)];
  expect(slices.length).toBeGreaterThan(1);
  expect(Math.max(...slices)).toBeLessThan(plain.length / 8);
});
