import { expect, it } from 'vitest';
import { readCsv } from '../../../src/data/csv/csv.ts';
import { sayFormat } from '../../../src/data/reading/say-format.ts';

const say = (text: string, options = {}) => sayFormat(readCsv(text, options).format as never);

it.each([
  ['a;y\n1;2\n3;4', ['Cells are separated by semicolons.']],
  ['sep=,\na,y\n1,2\n3,4', ['Cells are separated by commas.', '1 line above the line of names is skipped.']],
  [
    '# one\n# two\na\ty\n1\t2\n3\t4',
    ['Cells are separated by tabs.', '2 lines above the line of names are skipped.'],
  ],
  [
    ',a,y,\n1,5,2,\n2,5,4,',
    [
      'Cells are separated by commas.',
      'Column 4, which has no name, is left out: it is empty.',
      'Column 1, which has no name, is left out: it counts the rows.',
    ],
  ],
  [
    'Unnamed: 0,a,y\nx,5,2\nz,5,4',
    ['Cells are separated by commas.', 'Column "Unnamed: 0" is left out: it names the rows.'],
  ],
])('says how %j was taken apart', (text, said) => {
  expect(say(text)).toEqual(said);
});

it('says that no line names the columns', () => {
  expect(say('1,2\n3,4', { header: false })[1]).toBe(
    'No line names the columns: they are x1 to xp, and the last is y.',
  );
});
