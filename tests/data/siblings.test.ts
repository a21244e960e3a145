import { describe, expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { AbsumError } from '../../src/errors.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { fused } from '../host.ts';

// Of the kinds in fixtures/tables that the random tables of tests/data/reading do not render, three more of each: other
// names, other values, other ways to write them.

const ROWS = 40;
/** A column beside a feature and a target of no pattern. */
const tableOf = (cell: (row: number) => string, target = (row: number) => String(((row * 37) % ROWS) / 7)) =>
  `x,w,y\n${Array.from({ length: ROWS }, (_, row) => `${cell(row)},${(row * 13) % ROWS},${target(row)}`).join('\n')}\n`;
const read = (csv: string, data: object = {}): Promise<Dataset> =>
  loadDataset(parseRecipe({ data: { csv, target: 'y', ...data } }));
const readingOf = async (csv: string, data: object = {}) => (await read(csv, data)).reading.columns[0];

async function refusalOf(reading: Promise<unknown>) {
  const refusal = await reading.catch((error: unknown) => error);
  if (!(refusal instanceof AbsumError)) throw new Error('expected a refusal');
  return refusal.issues[0];
}

const pad = (value: number) => String(value).padStart(2, '0');

describe.each([
  ['names', (row: number) => `Item no. ${row}`],
  ['addresses', (row: number) => `user${row}@example.org`],
  ['keys', (row: number) => `${((row * 2654435761) >>> 0).toString(16)}-${row}`],
])('identifiers: %s', (_, cell) => {
  test('are refused, with what leads on', async () => {
    const { place, message, ways } = await refusalOf(read(tableOf(cell)));
    expect(place).toBe('data, column "x"');
    expect(message).toBe('expected texts that repeat, got 40 different ones in 40 cells');
    expect(ways).toEqual([{ data: { ignore: ['x'] } }, { data: { categories: ['x'] } }]);
    expect((await read(tableOf(cell), { ignore: ['x'] })).features.map(({ name }) => name)).toEqual(['w']);
  });
});

describe.each([
  ['days and times', (row: number) => `2021-0${1 + (row % 9)}-${10 + (row % 18)} 12:00:00`, 2021, 18_637.5],
  ['days before months', (row: number) => `${10 + (row % 18)}/${pad(1 + (row % 12))}/1999`, 1999, 10_601],
  [
    'months in words',
    (row: number) => `${['Jan', 'Feb', 'Mar'][row % 3]} ${10 + (row % 18)} 2000`,
    2000,
    10_966,
  ],
])('dates: %s', (_, cell, year, days) => {
  test('are left out, or numbers where asked for', async () => {
    expect(await readingOf(tableOf(cell))).toMatchObject({ role: 'left out', reading: 'date' });
    const { features } = await read(tableOf(cell), { dates: { x: ['year', 'days'] } });
    expect(features.map(({ name }) => name)).toEqual(['x.year', 'x.days', 'w']);
    // The 10th of January.
    expect(features.slice(0, 2).map(({ values }) => values[0])).toEqual([year, days]);
  });
});

describe.each([
  ['zip codes', (row: number) => ['02139', '10001', '00501'][row % 3]],
  ['plants', (row: number) => `0${row % 9}`],
  ['prefixes', (row: number) => `0049${row % 7}`],
])('leading zeros: %s', (_, cell) => {
  test('are said, and kept where categories are asked for', async () => {
    expect(await readingOf(tableOf(cell))).toMatchObject({ reading: 'number', leadingZeros: true });
    const [column] = (await read(tableOf(cell), { categories: ['x'] })).features;
    expect(column).toMatchObject({ kind: 'text' });
    expect(column.values.slice(0, 3)).toEqual([0, 1, 2].map(cell));
  });
});

test.each([
  ['0.7', '0.7000000000000001'],
  ['1e-9', '1.0000000000000002e-9'],
  ['-12345.678', '-12345.678000000002'],
])('%s beside %s is one value', async (one, other) => {
  expect(await readingOf(tableOf((row) => [one, other][row % 2]))).toMatchObject({ reading: 'constant' });
});

test.each([
  ['by tens', (row: number) => 10 * row + 5],
  ['down', (row: number) => 5000 - row],
  ['in any order', (row: number) => 100 + ((row * 17) % ROWS)],
])('whole numbers that count rows %s are found', async (_, count) => {
  const { findings } = await compare(
    {
      data: { csv: tableOf((row) => String(count(row))), target: 'y', ignore: ['w'] },
      network: { hidden: [] },
      training: { epochs: 1 },
      split: { folds: 2, repeats: 1 },
      penalty: { lambdas: [0, 0.1] },
    },
    { engines: [fused] },
  );
  const found = findings.find(({ code }) => code === 'counting-column');
  expect(found?.evidence).toMatchObject({ features: [{ name: 'x' }] });
});

test.each([
  ['nothing', ''],
  ['NA', 'NA'],
  ['null', 'null'],
])('a target of %s in some rows drops them, and they are counted', async (_, gap) => {
  const csv = tableOf(
    (row) => String(row / 4),
    (row) => (row % 10 === 3 ? gap : String(row * 1.5)),
  );
  expect(await read(csv)).toMatchObject({ rows: 36, rowsWithoutTarget: 4 });
});

test.each([
  ['commas', 'a,b,y1,2,34,5,67,8,9'],
  ['semicolons', 'a;b;y1,5;2;34;5,5;6'],
  ['tabs', 'first\tsecond\ty1\t2\t3'],
])('a table between %s whose line breaks are gone is refused', async (_, csv) => {
  expect((await refusalOf(read(csv))).place).toBe('data.csv');
});

test.each([
  ['plain', (row: number) => ({ x: `${row / 8}`, w: `${row % 5}`, y: `${row * 2}` })],
  ['with gaps', (row: number) => ({ x: row % 9 === 4 ? '' : `${row / 8}`, w: 'NA', y: `-${row}e-1` })],
  ['of prices', (row: number) => ({ x: `$${row},500`, w: `${row % 5} kg`, y: `${row}%` })],
])('JSON rows of texts, %s, are read as their CSV is', async (_, makeRow) => {
  const rows = Array.from({ length: ROWS }, (_, row) => makeRow(row + 1));
  const csv = `x;w;y\n${rows.map(({ x, w, y }) => `${x};${w};${y}`).join('\n')}`;
  const ofRows = await loadDataset(parseRecipe({ data: { rows, target: 'y', missing: 'mean' } }));
  const ofCsv = await read(csv, { missing: 'mean' });
  expect(ofRows.reading.columns).toEqual(ofCsv.reading.columns);
  expect(ofRows.features).toEqual(ofCsv.features);
  expect(ofRows.target).toEqual(ofCsv.target);
});
