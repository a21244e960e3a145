import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { postCsv, postForm, postJson, readRefusal } from './send.ts';

const CSV = `age;kind;y\n${Array.from({ length: 20 }, (_, i) => `${i},5;${i % 2 ? 'a' : 'b'};${i * 2}`).join('\r\n')}`;
const QUERY =
  'target=y&decimal=,&lambdas=-0.001,0,1e-3&folds=2&hidden=4,3&epochs=2&optimizer=sgd&learningRate=0.01&seed=7';

const RECIPE = {
  data: { csv: CSV, target: 'y', decimal: ',' },
  split: { folds: 2 },
  network: { hidden: [4, 3] },
  optimizer: { name: 'sgd', learningRate: 0.01 },
  training: { epochs: 2 },
  penalty: { lambdas: [-0.001, 0, 0.001] },
  seed: 7,
};

describe('a recipe in flat fields', () => {
  test('a CSV body with a query is the same recipe as its JSON, byte for byte', async () => {
    const json = await (await postJson('/v1/compare', RECIPE)).text();
    expect(JSON.parse(json)).toMatchObject({
      data: { rows: 20, features: ['age', 'kind'] },
      recipe: { seed: 7 },
    });
    expect(await (await postCsv(QUERY, CSV)).text()).toBe(json);
    expect(await (await postCsv(QUERY, CSV, 'application/x-www-form-urlencoded')).text()).toBe(json);
    expect(await (await postCsv(QUERY, CSV, 'text/csv; charset=UTF-8')).text()).toBe(json);
    // As spreadsheets write it, without its mark too.
    const wide = new Uint8Array(Buffer.from(CSV, 'utf16le'));
    expect(await (await postCsv(QUERY, wide)).text()).toBe(json);
  });

  test('lambdas may be "auto", inner folds and thresholds have names of their own', async () => {
    const penalty = { lambdas: 'auto', method: 'proximal' };
    const recipe = { ...RECIPE, penalty, compare: { nested: { folds: 2 } }, thresholds: { inertShare: 0.5 } };
    const json = await (await postJson('/v1/compare', recipe)).text();
    expect(JSON.parse(json)).toMatchObject({
      recipe: { penalty },
      grid: { exact: false },
      nested: { folds: 2 },
    });
    const query = QUERY.replace(/lambdas=[^&]*/, 'lambdas=auto&method=proximal&nestedFolds=2&inertShare=0.5');
    expect(await (await postCsv(query, CSV)).text()).toBe(json);
  });

  test('a form with a file takes fields, a recipe, or both', async () => {
    const json = await (await postJson('/v1/compare', RECIPE)).text();
    const file = new File([CSV], 'data.csv', { type: 'text/csv' });
    const fields = Object.fromEntries(new URLSearchParams(QUERY));
    expect(await (await postForm({ file, ...fields })).text()).toBe(json);
    const { data: _data, ...rest } = RECIPE;
    expect(
      await (await postForm({ file, recipe: JSON.stringify(rest), target: 'y', decimal: ',' })).text(),
    ).toBe(json);
  });

  test('a field of a form overrides the recipe beside it', async () => {
    const response = await postForm({
      file: CSV,
      recipe: JSON.stringify({ ...RECIPE, data: { target: 'y' } }),
      seed: '8',
      decimal: ',',
    });
    const report = (await response.json()) as Report;
    expect(report.recipe).toMatchObject({ seed: 8, network: { hidden: [4, 3] } });
  });

  test.each([
    ['lambdas=0,abc', 'lambdas[1]', 'expected a number, got "abc"'],
    ['lambdas=0,', 'lambdas[1]', 'expected a number, got ""'],
    ['lambdas=', 'lambdas', 'expected at least 1'],
    ['lambdas=0,0x10', 'lambdas[1]', 'got "0x10"'],
    ['lambdas=Infinity', 'lambdas[0]', 'got "Infinity"'],
    ['folds=two', 'folds', 'expected a number, got "two"'],
    ['folds=1', 'folds', 'expected at least 2'],
    ['fixed=maybe', 'fixed', 'expected true or false'],
    ['optimizer=lbfgs', 'optimizer', 'expected "sgd"'],
    ['penaltyGroups=rows', 'penaltyGroups', 'expected "features"'],
    ['penaltyGroups=features&method=subgradient', 'penaltyGroups', 'use method "proximal"'],
    ['lamda=1', 'lamda', 'unknown parameter; did you mean "lambdas"?'],
    ['toString=1', 'toString', 'unknown parameter'],
    ['seed=1&seed=2', 'seed', 'given more than once'],
    ['momentum=0.9', 'momentum', 'applies only to optimizer "momentum"'],
    ['optimizer=sgd&epsilon=1', 'epsilon', 'applies only to optimizer "adam" or "rmsprop"'],
    ['optimizer=sgd&beta1=0.5', 'beta1', 'applies only to optimizer "adam"'],
    ['ignore=nobody', 'ignore[0]', 'expected one of the columns "a", "b", "y", got "nobody"'],
  ])('?%s is refused at %s', async (query, place, message) => {
    const refusal = await readRefusal(await postCsv(`target=y&${query}`, 'a,b,y\n1,2,3\n4,5,6\n7,8,9\n'));
    expect(refusal.status).toBe(422);
    expect(refusal.places).toContain(place);
    expect(refusal.detail).toContain(message);
  });
});
