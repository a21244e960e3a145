import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { predict } from '../../src/model/predict.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { fused } from '../host.ts';
import { drawModel } from './draw-model.ts';
import { refusalOf } from './samples.ts';

const open = (name: string) =>
  readFileSync(new URL(`../../fixtures/tables/${name}`, import.meta.url), 'utf8');

/** The rows of a plain CSV text as `csv.DictReader` of Python gives them. */
function readDicts(csv: string): Record<string, string>[] {
  const [header, ...lines] = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header.map((name, c) => [name, cells[c]])));
}

describe('a file that people have', () => {
  const mean = { missing: 'mean' };
  test.each<[string, object]>([
    ['accounting-negative.csv', {}],
    ['blank-first.csv', {}],
    ['comment-first.csv', {}],
    ['currency.csv', {}],
    ['dates-60.csv', {}],
    ['dates-60.csv', { dates: { date: ['year', 'month', 'weekday', 'days'] } }],
    ['dates-60.csv', { categories: ['date'] }],
    ['harm-NA.csv', mean],
    ['harm-q.csv', { ...mean, missingMarkers: ['?'] }],
    ['header-commas.csv', {}],
    ['id-numeric.csv', {}],
    ['index-quoted.csv', {}],
    ['index-unnamed.csv', {}],
    ['leading-zero.csv', { categories: ['zip'] }],
    ['missing-div0-15.csv', { ...mean, missingMarkers: ['#DIV/0!'] }],
    ['missing-excelna-4.csv', { ...mean, missingMarkers: ['#N/A'] }],
    ['names-60.csv', { ignore: ['name'] }],
    ['near-constant.csv', {}],
    ['percent.csv', {}],
    ['r-rownames.csv', {}],
    ['sep-line.csv', {}],
    ['sep-line-comma.csv', {}],
    ['thousands-space.csv', {}],
    ['title-first.csv', {}],
    ['trailing-all.csv', {}],
    ['units.csv', {}],
    ['bool-train.csv', {}],
  ])('is predicted as it was read for training: %s, %o', async (name, data) => {
    const csv = open(name);
    const { model, expected, dataset } = await drawModel({ csv, target: 'y', ...data });
    expect(dataset.rows).toBeGreaterThan(10);
    const { predictions, unseenCategories } = predict(model, csv);
    expect(unseenCategories).toBe(0);
    expect(predictions).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(5);
  });

  it('gives for true and false of JSON what it gave for True and False of the file', async () => {
    const { model, expected } = await drawModel({ csv: open('bool-train.csv'), target: 'y', ignore: ['Id'] });
    const rows = JSON.parse(open('bool-rows.json'));
    const { predictions, unseenCategories } = predict(model, rows);
    expect(predictions).toEqual(expected.slice(0, rows.length));
    expect(unseenCategories).toBe(0);
  });

  it('of texts alone, as csv.DictReader gives them, is read as numbers, for training and after it', async () => {
    const { data } = JSON.parse(open('dictreader.json'));
    const { model, expected } = await drawModel(data);
    expect(model.features.map(({ kind }) => kind)).toEqual(['number', 'number', 'number']);
    expect(predict(model, data.rows).predictions).toEqual(expected);
    const numbers = data.rows.map((row: object) =>
      Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)])),
    );
    expect(predict(model, numbers).predictions).toEqual(expected);
  });
});

describe('rows to predict', () => {
  const flags = Array.from({ length: 20 }, (_, i) => ({ flag: i % 3 === 0, a: i, y: (i * 7) % 5 }));

  it('give for True of a CSV what they gave for true of JSON', async () => {
    const { model, expected } = await drawModel({ rows: flags, target: 'y' });
    expect(model.features.map(({ binary }) => binary)).toEqual([true, undefined]);
    const csv = ['flag,a', ...flags.map(({ flag, a }) => `${flag ? 'True' : 'FALSE'},${a}`)].join('\n');
    expect(predict(model, csv).predictions).toEqual(expected);
    expect(predict(model, flags).predictions).toEqual(expected);
    const wrong = flags.map(({ a, ...row }) => ({ ...row, a: a > 3 }));
    expect(refusalOf(() => predict(model, wrong))).toMatchObject({ place: 'rows[0].a' });
  });

  it('may have gaps as CSV and as JSON have them: nothing, NA, and what the recipe named', async () => {
    const csv = [
      'a,b,y',
      ...flags.map(({ a, y }, i) => `${['', 'NA', '?', '-999', a][i % 5]},${i % 2 ? 'p' : 'q'},${y}`),
    ].join('\n');
    const data = { csv, target: 'y', missing: 'mean', missingMarkers: ['?', '-999'] };
    const { model, expected } = await drawModel(data);
    expect(model.missingMarkers).toEqual(['?', '-999']);
    expect(predict(model, csv).predictions).toEqual(expected);
    expect(predict(model, readDicts(csv)).predictions).toEqual(expected);
  });

  it('may have every column that training had, though it ignored some', async () => {
    const line = (i: number) =>
      `${i},r${i},2024-01-${10 + i},,${i % 2 ? 'train' : 'validation'},${i % 4},${i * i},${i % 7}`;
    const csv = ['id,name,sold,none,part,group,a,y', ...Array.from({ length: 20 }, (_, i) => line(i))].join(
      '\n',
    );
    const split = { column: 'part' };
    const { model, expected } = await drawModel(
      { csv, target: 'y', ignore: ['id', 'name'], missing: 'mean' },
      { split },
    );
    expect(model.ignored).toEqual(['id', 'name', 'sold', 'none', 'part']);
    expect(predict(model, csv).predictions).toEqual(expected);
    expect(predict(model, readDicts(csv)).predictions).toEqual(expected);
    const { message } = refusalOf(() => predict(model, csv.replace('name', 'names')));
    expect(message).toBe('expected the features "group", "a", got "names"');
  });

  it('ignore a column of dates whose parts training left out, and read it where one was taken', async () => {
    const csv = [
      'sold,a,y',
      ...flags.map(({ a, y }) => `${String(a + 1).padStart(2, '0')}/02/2024,${a},${y}`),
    ].join('\n');
    const dates = { sold: ['year', 'days'] };
    const { model, expected } = await drawModel({ csv, target: 'y', dates, ignore: ['sold.year'] });
    expect(model.features.map(({ name }) => name)).toEqual(['sold.days', 'a']);
    expect(predict(model, csv).predictions).toEqual(expected);
    // The first of February or the second of January: as in training, where the 20th of a month came.
    expect(predict(model, 'sold,a\n01/02/2024,0').predictions).toEqual([expected[0]]);
    const none = await drawModel({ csv, target: 'y', dates, ignore: ['sold.year', 'sold.days'] });
    expect(predict(none.model, csv).predictions).toEqual(none.expected);
  });

  it('have no line of names where training had none, with the target and without', async () => {
    const lines = flags.map(({ a, y }) => `${a},${(a * a) % 11},${y}`);
    const { model, expected } = await drawModel({
      csv: lines.join('\n'),
      target: 'y',
      header: false,
      ignore: ['x1'],
    });
    const options = { header: false };
    expect(predict(model, lines.join('\n'), options).predictions).toEqual(expected);
    const without = lines.map((line) => line.replace(/,\d+$/, '')).join('\n');
    expect(predict(model, without, options).predictions).toEqual(expected);
    expect(refusalOf(() => predict(model, lines.join('\n')))).toMatchObject({
      place: 'csv line 1',
      ways: [{ header: false }, { header: true }],
    });
  });

  it('give what the engine gave, in dollars and per cent, with dates', async () => {
    const line = (i: number) =>
      `"$${1 + (i % 9)},${100 + i * 7}.5";${i % 13}%;0${1 + (i % 9)}/${13 + (i % 9)}/2024;${i % 3 ? 'p' : 'q'};${(i * i) % 17}`;
    const csv = ['price;share;sold;kind;y', ...Array.from({ length: 40 }, (_, i) => line(i))].join('\n');
    const { recorder, recording } = recordEngine(fused);
    const data = { csv, target: 'y', dates: { sold: ['month' as const, 'days' as const] } };
    const { model } = await compare(smallRecipe({ data, include: ['model'] }), { engines: [recorder] });
    expect(model?.features[0]?.notation).toEqual({ decimal: '.', thousands: ',', prefix: '$', suffix: '' });
    const { predictions } = predict(JSON.parse(JSON.stringify(model)), csv);
    const outputs = recording.trials.at(-1)?.outputs ?? [];
    const { targetMean = 0, targetScale = 0 } = model ?? {};
    predictions.forEach((prediction, row) => {
      const expected = outputs[row] * targetScale + targetMean;
      // As in predict.test.ts: sums of at most 16 terms of some 4 through three layers, in float32.
      expect(Math.abs(Number(prediction) - expected)).toBeLessThan(1.2e-5 * targetScale);
    });
  });
});
