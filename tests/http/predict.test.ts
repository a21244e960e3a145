import { describe, expect, test } from 'vitest';
import { request } from '#host';
import type { Model } from '../../src/model/model.ts';
import { predict as predictAtOnce } from '../../src/model/predict.ts';
import type { Report } from '../../src/report/schema.ts';
import { postCsv, postJson, readRefusal, SMALL } from './send.ts';

const DATA = Array.from({ length: 20 }, (_, i) => ({ a: i, b: i % 3 === 0 ? 'p' : 'q', y: (i * 7) % 5 }));

async function trainModel(recipe: object = {}): Promise<Model> {
  const body = { ...SMALL, data: { rows: DATA, target: 'y' }, include: ['model'], ...recipe };
  const { model } = (await (await postJson('/v1/compare', body)).json()) as Report;
  if (!model) throw new Error('the report has no model');
  return model;
}

async function predict(body: object): Promise<{ predictions: unknown[]; unseenCategories: number }> {
  const response = await postJson('/v1/predict', body);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  return (await response.json()) as Awaited<ReturnType<typeof predict>>;
}

describe('POST /v1/predict', () => {
  test('predicts rows, arrays and CSV alike by the model of a report', async () => {
    const model = await trainModel();
    const answer = await predict({ model, rows: DATA });
    expect(answer).toMatchObject({ target: 'y', unseenCategories: 0 });
    expect(answer.predictions).toHaveLength(20);
    expect(await predict({ model, x: DATA.map(({ a, b }) => [a, b]) })).toEqual(answer);
    const csv = ['b,a', ...DATA.map(({ a, b }) => `${b},${a}`)].join('\n');
    expect(await predict({ model, csv })).toEqual(answer);
    const decimals = ['b;a', ...DATA.map(({ a, b }) => `${b};${a},0`)].join('\n');
    expect(await predict({ model, csv: decimals, decimal: ',', delimiter: ';' })).toEqual(answer);
    expect(
      (
        await predict({
          model,
          x: [
            [1, 'z'],
            [1, 'p'],
          ],
        })
      ).unseenCategories,
    ).toBe(1);
    expect((await predict({ model, x: [[1, 'z']], allowUnseen: true })).unseenCategories).toBe(1);
  });

  test('reads a file as training read it: dollars, gaps, dates, columns that were ignored', async () => {
    const line = (i: number) =>
      `r${i},"$${i + 1},${200 + i}",${i % 4 ? `${i}%` : '?'},${10 + i}.03.2024,${i % 3}`;
    const csv = ['id,price,share,sold,y', ...DATA.map((_, i) => line(i))].join('\n');
    const options = { ignore: ['id'], missing: 'mean', missingMarkers: ['?'], dates: { sold: ['days'] } };
    const model = await trainModel({ data: { csv, target: 'y', ...options } });
    const { predictions } = await predict({ model, csv });
    expect(new Set(predictions).size).toBeGreaterThan(10);
    const texts = DATA.map((_, i) => ({
      ...{
        id: `r${i}`,
        price: `$${i + 1},${200 + i}`,
        share: i % 4 ? `${i}%` : '',
        sold: `${10 + i}.03.2024`,
        y: '',
      },
    }));
    expect(await predict({ model, rows: texts })).toMatchObject({ predictions });
    const numbers = DATA.map((_, i) => [1000 * (i + 1) + 200 + i, i % 4 ? i : null, `2024-03-${10 + i}`]);
    expect(await predict({ model, x: numbers })).toMatchObject({ predictions });
  });

  test('reads a file without a line of names', async () => {
    const csv = DATA.map(({ a, y }) => `${a},${y}`).join('\n');
    const model = await trainModel({ data: { csv, target: 'y', header: false } });
    const { predictions } = await predict({ model, csv, header: false });
    expect(await predict({ model, x: DATA.map(({ a }) => [a]) })).toMatchObject({ predictions });
  });

  test('true and false of JSON are what training saw: equal predictions to the training file', async () => {
    const csv = ['flag,a,y', ...DATA.map(({ a, y }) => `${a % 3 ? 'True' : 'False'},${a},${y}`)].join('\n');
    const model = await trainModel({ data: { csv, target: 'y' } });
    const rows = DATA.map(({ a }) => ({ flag: a % 3 > 0, a }));
    expect(await predict({ model, rows })).toEqual(await predict({ model, csv }));
    const wrong = await readRefusal(
      await postJson('/v1/predict', { model, rows: [{ flag: 'yes', a: true }] }),
    );
    expect(wrong).toMatchObject({ status: 422, code: 'invalid-data', places: ['rows[0].flag', 'rows[0].a'] });
  });

  test('gives classes and probabilities for a classifier', async () => {
    const model = await trainModel({ data: { rows: DATA, target: 'b' }, loss: 'cross-entropy' });
    const answer = await predict({ model, rows: [{ a: 3, y: 1 }] });
    expect(answer).toMatchObject({ target: 'b', classes: ['p', 'q'] });
    expect(['p', 'q']).toContain(answer.predictions[0]);
  });

  test('takes the model that a CSV with a query asked for', async () => {
    const csv = ['a,y', ...DATA.map(({ a, y }) => `${a},${y}`)].join('\n');
    const response = await postCsv('target=y&folds=2&repeats=1&epochs=2&hidden=4&include=model', csv);
    const { model } = (await response.json()) as Report;
    expect((await predict({ model, x: [[1]] })).predictions).toHaveLength(1);
    const wrong = await readRefusal(await postCsv('target=y&include=model,everything', csv));
    expect([wrong.code, wrong.places]).toEqual(['invalid-recipe', ['include[1]']]);
  });

  const ROWS = [{ a: 1, b: 'p' }];
  test.each<[string, (model: Model) => unknown, string, string]>([
    ['no object', () => [], 'invalid-request', ''],
    ['null', () => null, 'invalid-request', ''],
    ['no model', () => ({ rows: ROWS }), 'invalid-request', 'model'],
    ['no rows', (model) => ({ model }), 'invalid-request', 'rows'],
    ['rows that are no array', (model) => ({ model, rows: 'a,b' }), 'invalid-request', 'rows'],
    ['rows of two forms', (model) => ({ model, rows: ROWS, x: [[1, 'p']] }), 'invalid-request', 'rows'],
    ['an unknown field', (model) => ({ model, rows: ROWS, batch: 3 }), 'invalid-request', 'batch'],
    [
      'a delimiter without CSV',
      (model) => ({ model, rows: ROWS, delimiter: ',' }),
      'invalid-request',
      'delimiter',
    ],
    [
      'an unknown delimiter',
      (model) => ({ model, csv: 'a', delimiter: 'x' }),
      'invalid-request',
      'delimiter',
    ],
    ['zero rows', (model) => ({ model, rows: [] }), 'invalid-data', 'rows'],
    ['an unknown feature', (model) => ({ model, rows: [{ ...ROWS[0], c: 1 }] }), 'invalid-data', 'rows'],
    ['a missing feature', (model) => ({ model, rows: [{ a: 1 }] }), 'invalid-data', 'rows'],
    ['a missing value', (model) => ({ model, rows: [{ a: null, b: 'p' }] }), 'invalid-data', 'rows[0].a'],
    [
      'a text for a number',
      (model) => ({
        model,
        x: [
          [1, 'p'],
          ['one', 'p'],
        ],
      }),
      'invalid-data',
      'x[1][0]',
    ],
    [
      'a column that training never saw',
      (model) => ({ model, rows: [{ a: 1, b: 'P' }] }),
      'invalid-data',
      'rows[0].b',
    ],
    ['a broken CSV', (model) => ({ model, csv: 'a,b\n1' }), 'invalid-data', 'csv line 2'],
    ['a model of null', () => ({ model: null, rows: ROWS }), 'invalid-model', 'model'],
    [
      'a model of version 2',
      (model) => ({ model: { ...model, version: 2 }, rows: ROWS }),
      'invalid-model',
      'model.version',
    ],
    ['a report for a model', (model) => ({ model: { model }, rows: ROWS }), 'invalid-model', 'model.format'],
    [
      'a model that lost its layers',
      (model) => ({ model: { ...model, layers: [] }, rows: ROWS }),
      'invalid-model',
      'model.layers',
    ],
  ])('refuses %s', async (_, makeBody, code, place) => {
    const refusal = await readRefusal(await postJson('/v1/predict', makeBody(await trainModel())));
    expect(refusal).toMatchObject({ status: 422, type: 'application/problem+json', code, places: [place] });
  });

  test('refuses other bodies, a query, and what exceeds a limit', async () => {
    const headers = { 'content-type': 'text/csv' };
    const csv = await readRefusal(
      await request('/v1/predict', { method: 'POST', headers, body: 'a,b\n1,p' }),
    );
    expect([csv.status, csv.code]).toEqual([415, 'unsupported-media-type']);
    const broken = await readRefusal(await postJson('/v1/predict', '{"model":'));
    expect([broken.status, broken.code]).toEqual([400, 'invalid-json']);
    const query = await readRefusal(await postJson('/v1/predict?rows=1', {}));
    expect([query.status, query.places]).toEqual([400, ['rows']]);
    const model = await trainModel();
    const large = await readRefusal(await postJson('/v1/predict', { model, rows: ROWS }, { products: 10 }));
    expect([large.status, large.code, large.places]).toEqual([422, 'limit-exceeded', ['rows']]);
    const body = await readRefusal(await postJson('/v1/predict', { model, rows: ROWS }, { bodyBytes: 100 }));
    expect([body.status, body.code]).toEqual([413, 'body-too-large']);
    const get = await request('/v1/predict');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

/** A model: inputs, then hidden layers of one unit, then outputs. */
function makeNet(columns: object[], hidden: number, classes?: string[]) {
  const widths = [columns.length, ...Array<number>(hidden).fill(1), classes?.length ?? 1];
  const layers = widths.slice(1).map((outputs, i) => {
    const inputs = widths[i];
    return {
      inputs,
      outputs,
      weights: Array.from({ length: inputs * outputs }, (_, k) => 0.5 / (k + 1)),
      biases: Array(outputs).fill(0),
    };
  });
  return {
    ...{
      format: 'absum-model',
      version: 1,
      lambda: 0,
      epochs: 1,
      target: 'y',
      targetMean: 0,
      targetScale: 1,
    },
    ...{ task: classes === undefined ? 'regression' : 'classification', ...(classes && { classes }) },
    ...{ missing: 'refuse', network: { hidden: Array(hidden).fill(1), activation: 'tanh' }, layers },
    features: [{ name: 'a', kind: columns.length > 1 ? 'text' : 'number', fill: 0, columns }],
  };
}

const NUMBER = [{ category: null, mean: 0, scale: 1 }];

describe('a prediction that would be too much', () => {
  const categories = Array.from({ length: 5000 }, (_, i) => ({ category: `${i}`, mean: 0, scale: 1 }));
  const classes = Array.from({ length: 1000 }, (_, i) => `${i}`);
  test.each<[string, object, unknown[], number]>([
    ['a text feature of 5,000 categories and 99,780 rows', makeNet(categories, 0), ['7'], 99_780],
    ['1,000 classes and 249,000 rows', makeNet(NUMBER, 0, classes), [7], 249_000],
    ['20,001 layers of one tanh unit and 1,000 rows', makeNet(NUMBER, 20_001), [7], 1000],
    ['a class of a million characters and 1,000 rows', makeNet(NUMBER, 0, ['c'.repeat(1e6), 'b']), [7], 1000],
  ])('is refused with what to change: %s', async (_, model, row, rows) => {
    const body = `{"model":${JSON.stringify(model)},"x":[${Array(rows).fill(JSON.stringify(row)).join()}]}`;
    const refusal = await readRefusal(await postJson('/v1/predict', body));
    expect(refusal).toMatchObject({ status: 422, code: 'limit-exceeded', places: ['rows'] });
    expect(refusal.detail).toMatch(/exceed the limit of 500000000: send fewer rows at a time$/);
  });

  test('is made for fewer rows: 5,000 categories, 1,000 classes, 20,001 layers', async () => {
    const [a, b, c] = [makeNet(categories, 0), makeNet(NUMBER, 0, classes), makeNet(NUMBER, 20_001)];
    expect((await predict({ model: a, x: [['7'], ['x']] })).unseenCategories).toBe(1);
    expect((await predict({ model: b, x: [[7], [8]] })).predictions).toEqual(['0', '0']);
    expect((await predict({ model: c, x: [[7], [8]] })).predictions).toHaveLength(2);
  });
});

test('a long answer comes in pieces, and is the JSON of the whole', async () => {
  const model = makeNet(NUMBER, 1, ['p', '"q"']);
  const x = Array.from({ length: 20_000 }, (_, i) => [i / 1000 - 7]);
  const response = await postJson('/v1/predict', { model, x });
  expect(response.headers.get('content-type')).toBe('application/json');
  const text = await response.text();
  expect(text).toBe(JSON.stringify(predictAtOnce(model, x)));
  expect(text.length).toBeGreaterThan(500_000);
});

describe('POST /v1/onnx', () => {
  test('answers with a file', async () => {
    const response = await postJson('/v1/onnx', { model: await trainModel() });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="absum-model.onnx"');
    const bytes = new Uint8Array(await response.arrayBuffer());
    // Version 8 of the format, by absum; tests/model/onnx runs such files.
    expect([...bytes.subarray(0, 4)]).toEqual([0x08, 8, 0x12, 5]);
    expect(new TextDecoder().decode(bytes.subarray(4, 9))).toBe('absum');
  });

  test.each<[string, unknown, string, string]>([
    ['no model', {}, 'invalid-request', 'model'],
    ['rows', { model: {}, rows: [] }, 'invalid-request', 'rows'],
    [
      'a model of version 2',
      { model: { format: 'absum-model', version: 2 } },
      'invalid-model',
      'model.version',
    ],
  ])('refuses %s', async (_, body, code, place) => {
    const refusal = await readRefusal(await postJson('/v1/onnx', body));
    expect(refusal).toMatchObject({ status: 422, code, places: [place] });
  });
});

test('every fault of a request is told, each with its place', async () => {
  const { code, places, detail } = await readRefusal(await postJson('/v1/predict', { batch: 3 }));
  expect([code, places.toSorted()]).toEqual(['invalid-request', ['batch', 'model', 'rows']]);
  expect(detail.split('; ').toSorted()).toEqual([
    'batch: unknown field',
    'model: is required',
    'rows: is required',
  ]);
});
