import { expect, it } from 'vitest';
import { readCsv } from '../../../src/data/csv/csv.ts';
import { sayFormat, showName } from '../../../src/data/reading/say-format.ts';

const say = (text: string, options = {}) => sayFormat(readCsv(text, options).format as never);

it.each([
  ['a;y\n1;2\n3;4', ['Cells are separated by semicolons.']],
  ['sep=,\na,y\n1,2\n3,4', ['Cells are separated by commas.', '1 line above the header skipped.']],
  ['# one\n# two\na\ty\n1\t2\n3\t4', ['Cells are separated by tabs.', '2 lines above the header skipped.']],
  [
    ',a,y,\n1,5,2,\n2,5,4,',
    [
      'Cells are separated by commas.',
      'Column 1 left out: it counts rows.',
      'Column 4 left out: it is empty.',
    ],
  ],
  [
    'Unnamed: 0,a,y\nx,5,2\nz,5,4',
    ['Cells are separated by commas.', 'Column 1 (Unnamed: 0) left out: it names rows.'],
  ],
])('says how %j was taken apart', (text, said) => {
  expect(say(text)).toEqual(said);
});

it('says that no line names the columns', () => {
  expect(say('1,2\n3,4', { header: false })[1]).toBe(
    'No header line: the columns are x1 to xp, and the last is y.',
  );
});

it('showName quotes a name only where one would not see what it is', () => {
  expect(['age', 'my age', '', ' a', 'a\u200bb', '"a"'].map(showName)).toEqual([
    ...['age', 'my age', '""', '" a"', '"a\\u200bb"', '"\\"a\\""'],
  ]);
});
