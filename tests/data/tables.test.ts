import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compare as compareWith } from '../../src/compare/compare.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { AbsumError, type Issue } from '../../src/errors.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { fused } from '../host.ts';

// The files of fixtures/tables, each of a kind that people have: what reading them must give.

const compare = (recipe: object) => compareWith(recipe, { engines: [fused] });
const open = (name: string) =>
  readFileSync(new URL(`../../fixtures/tables/${name}`, import.meta.url), 'utf8');
const read = (name: string, data: object = {}, more: object = {}): Promise<Dataset> =>
  loadDataset(parseRecipe({ data: { csv: open(`${name}.csv`), target: 'y', ...data }, ...more }));

async function refusal(reading: Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof AbsumError) return error.issues;
    throw error;
  }
  throw new Error('expected a refusal, got a table');
}

const columnOf = ({ reading }: Dataset, name: string) =>
  reading.columns.find((column) => column.name === name);
const numbersOf = ({ features }: Dataset, name: string) => [
  ...(features.find((feature) => feature.name === name)?.values ?? []),
];

describe('marks for missing values', () => {
  test.each([
    ['missing-q-4', '?', 15],
    ['missing-q-15', '?', 4],
    ['missing-excelna-4', '#N/A', 15],
    ['missing-div0-15', '#DIV/0!', 4],
    ['harm-q', '?', 25],
  ])('%s: %j is refused and offered; so read, %i cells of a are missing', async (name, marker, missing) => {
    const [issue, ...others] = await refusal(read(name));
    expect(others).toEqual([]);
    expect(issue.place).toMatch(/^data\.csv line \d+, column "a"$/);
    expect(issue.message).toContain(`${JSON.stringify(marker)} in ${missing} of `);
    expect(issue.ways?.[0]).toEqual({ data: { missingMarkers: [marker] } });
    const dataset = await read(name, { missing: 'mean', missingMarkers: [marker] });
    expect(columnOf(dataset, 'a')).toMatchObject({ reading: 'number', missing, missingAs: [marker] });
    expect(numbersOf(dataset, 'a').filter(Number.isNaN)).toHaveLength(missing);
  });

  test('harm-NA is read as it is', async () => {
    const dataset = await read('harm-NA', { missing: 'mean' });
    expect(columnOf(dataset, 'a')).toMatchObject({ reading: 'number', missing: 25, missingAs: ['NA'] });
  });

  test('harm-q gives the report of harm-NA', async () => {
    const run = (name: string, missingMarkers: string[]) =>
      compare({
        data: { csv: open(`${name}.csv`), target: 'y', missing: 'mean', missingMarkers },
        network: { hidden: [8] },
        training: { epochs: 10 },
        penalty: { lambdas: [0, 0.01, 0.1] },
      });
    const [marked, named] = await Promise.all([run('harm-q', ['?']), run('harm-NA', [])]);
    expect(marked.lambdas).toEqual(named.lambdas);
    expect(marked.choice).toEqual(named.choice);
    expect(marked.findings).toEqual(named.findings);
  });
});

describe('notations', () => {
  test.each([
    ['currency', ['"$"', 'thousands commas'], [4744, 4070, 6037]],
    ['percent', ['"%"'], [47, 41, 60]],
    ['units', ['"kg"'], [47, 41, 60]],
    ['accounting-negative', ['parentheses for negatives'], [-0.26, -0.93, 1.04]],
    ['thousands-space', ['thousands spaces'], [4744, 4070, 6037]],
  ])('%s: %j is taken off, and said', async (name, removed, values) => {
    const dataset = await read(name);
    expect(columnOf(dataset, 'a')).toMatchObject({ reading: 'number', removed });
    expect(numbersOf(dataset, 'a').slice(0, 3)).toEqual(values);
  });

  test('a column with two units is refused', async () => {
    const csv = open('units.csv').replace('41 kg', '41 lb');
    const [issue] = await refusal(read('units', { csv }));
    expect(issue.message).toContain('"47 kg" and "41 lb"');
  });
});

describe('what is not part of the table', () => {
  test.each([
    ['index-unnamed', { leftOut: [{ name: '', position: 0, why: 'counts rows' }] }],
    ['index-quoted', { leftOut: [{ name: '', position: 0, why: 'counts rows' }] }],
    ['r-rownames', { leftOut: [{ name: null, position: 0, why: 'counts rows' }] }],
    ['trailing-all', { leftOut: [{ name: null, position: 4, why: 'is empty' }] }],
    ['sep-line', { delimiter: ';', skippedLines: 1, leftOut: [] }],
    ['sep-line-comma', { delimiter: ',', skippedLines: 1, leftOut: [] }],
    ['header-commas', { delimiter: ';', skippedLines: 0, leftOut: [] }],
    ['comment-first', { skippedLines: 2, leftOut: [] }],
    ['title-first', { skippedLines: 2, leftOut: [] }],
    ['blank-first', { skippedLines: 1, leftOut: [] }],
  ])('%s: %j is said, and the table is read whole', async (name, format) => {
    const dataset = await read(name);
    expect(dataset.reading.format).toMatchObject(format);
    expect(dataset.rows).toBe(60);
    expect(dataset.features).toHaveLength(3);
    expect(dataset.features[0].values.slice(0, 3)).toEqual(Float64Array.of(-0.256, -0.93, 1.037));
    expect(dataset.target).toMatchObject({ name: 'y' });
  });

  test('nbsp-inner: the target is found by its name as one types it', async () => {
    expect((await read('nbsp-inner', { target: 'unit price' })).target.name).toBe('unit\u00a0price');
    const [issue] = await refusal(read('nbsp-inner', { target: 'price' }));
    expect(issue.message).toContain('unit\\u00a0price');
  });

  test('curl-d: one line is refused', async () => {
    expect((await refusal(read('curl-d', { csv: 'a,b,y1,2,34,5,67,8,9' })))[0].place).toBe('data.csv');
  });
});

describe('columns that are no features', () => {
  test('names-60 is refused as an identifier', async () => {
    expect(await refusal(read('names-60'))).toEqual([
      {
        place: 'data, column "name"',
        message: 'expected texts that repeat, got 60 different ones in 60 cells',
        ways: [{ data: { ignore: ['name'] } }, { data: { categories: ['name'] } }],
      },
    ]);
    expect(columnOf(await read('names-60', { categories: ['name'] }), 'name')?.reading).toBe('category');
    expect(columnOf(await read('names-60', { ignore: ['name'] }), 'name')).toMatchObject({
      role: 'ignored',
      reading: 'identifier',
    });
  });

  test('dates-60: the date is left out, and a finding says how it is taken', async () => {
    const dataset = await read('dates-60');
    expect(columnOf(dataset, 'date')).toMatchObject({ role: 'left out', reading: 'date', distinct: 60 });
    expect(dataset.features.map(({ name }) => name)).toEqual(['b', 'c']);
    const parts = ['year', 'month', 'weekday', 'days'];
    const taken = await read('dates-60', { dates: { date: parts } });
    expect(taken.features.map(({ name }) => name)).toEqual([
      ...parts.map((part) => `date.${part}`),
      'b',
      'c',
    ]);
    // 2020-01-01 was a Wednesday, 18,262 days after 1970-01-01.
    expect(parts.map((part) => numbersOf(taken, `date.${part}`)[0])).toEqual([2020, 1, 3, 18_262]);
    const report = await compare({
      data: { csv: open('dates-60.csv'), target: 'y' },
      network: { hidden: [2] },
      training: { epochs: 1 },
      penalty: { lambdas: [0, 0.1] },
    });
    expect(report.findings.find(({ code }) => code === 'date-column')).toMatchObject({
      evidence: { columns: [{ name: 'date', distinct: 60 }] },
      message: expect.stringMatching(/date.*data\.dates.*split\.order "given"/),
      next: { data: { dates: { date: parts } } },
    });
  });

  test('leading-zero: zips are numbers, which is said, or categories where asked', async () => {
    expect(columnOf(await read('leading-zero'), 'zip')).toMatchObject({
      reading: 'number',
      leadingZeros: true,
    });
    const { features } = await read('leading-zero', { categories: ['zip'] });
    expect(features[0]).toMatchObject({ kind: 'text', name: 'zip' });
    expect(new Set<unknown>(features[0].values)).toEqual(
      new Set(['60601', '10001', '02139', '01010', '90210']),
    );
  });

  test('id-numeric: row numbers from a million are found', async () => {
    const report = await compare({
      data: { csv: open('id-numeric.csv'), target: 'y' },
      network: { hidden: [2] },
      training: { epochs: 1 },
      penalty: { lambdas: [0, 0.1] },
    });
    expect(report.findings.find(({ code }) => code === 'counting-column')?.evidence).toMatchObject({
      features: [{ from: 1_000_000, to: 1_000_299 }],
    });
  });

  test('near-constant: two neighbours of 0.3 are one value', async () => {
    expect(columnOf(await read('near-constant'), 'k')?.reading).toBe('constant');
  });
});

test('dictreader: numbers that are texts in JSON are numbers', async () => {
  const { data } = JSON.parse(open('dictreader.json')) as { data: object };
  const dataset = await loadDataset(parseRecipe({ data }));
  expect(dataset.features.map(({ kind }) => kind)).toEqual(['number', 'number', 'number']);
  expect(dataset.features[0].values.slice(0, 2)).toEqual(Float64Array.of(-0.256, -0.93));
});

describe('rows with gaps', () => {
  test('both-missing: rows without a target are left out and counted, features filled', async () => {
    const dataset = await read('both-missing', { missing: 'mean' });
    expect(dataset).toMatchObject({ rowsWithoutTarget: 3, droppedRows: 0, rows: 57 });
    expect(dataset.features.some(({ values }) => [...values].some((value) => Number.isNaN(value)))).toBe(
      true,
    );
    const { dropped, droppedRows } = await read('both-missing', { missing: 'drop-row' });
    expect(dropped?.columns.map(({ rows }) => rows).reduce((sum, rows) => sum + rows)).toBe(droppedRows);
  });

  test('sparse-missing: drop-row leaves nothing, and says which columns cost it', async () => {
    const issues = await refusal(read('sparse-missing', { missing: 'drop-row' }));
    const told = issues
      .map(({ message, place, ways = [] }) => `${place} ${message} ${JSON.stringify(ways)}`)
      .join('\n');
    for (const word of ['a', 'b', 'c']) expect(told).toMatch(new RegExp(`\\b${word}\\b`));
    expect(told).toContain('mean');
  });
});
