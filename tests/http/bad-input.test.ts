import { afterEach, describe, expect, test } from 'vitest';
import { request } from '#host';
import { postCsv, postForm, postJson, readRefusal, SMALL } from './send.ts';

// After every refusal the next request works.
afterEach(async () => {
  expect((await postJson('/v1/compare', SMALL)).status).toBe(200);
});

/** [what is wrong, recipe, code, place] */
const RECIPES: [string, unknown, string, string][] = [
  ['no object', [], 'invalid-recipe', ''],
  ['null', null, 'invalid-recipe', ''],
  ['no data', {}, 'invalid-recipe', 'data'],
  ['data of no known form', { data: { file: 'x' } }, 'invalid-recipe', 'data'],
  ['an unknown field', { ...SMALL, lambdas: [0] }, 'invalid-recipe', 'lambdas'],
  ['an unknown inner field', { ...SMALL, penalty: { lambda: 0 } }, 'invalid-recipe', 'penalty.lambda'],
  [
    'a field named like an inherited one',
    '{"data":{"dataset":"diabetes"},"__proto__":{}}',
    'invalid-recipe',
    '__proto__',
  ],
  ['lambdas as text', { ...SMALL, penalty: { lambdas: '0.01' } }, 'invalid-recipe', 'penalty.lambdas'],
  ['lambdas empty', { ...SMALL, penalty: { lambdas: [] } }, 'invalid-recipe', 'penalty.lambdas'],
  ['lambdas of null', { ...SMALL, penalty: { lambdas: [null] } }, 'invalid-recipe', 'penalty.lambdas[0]'],
  ['lambdas an object', { ...SMALL, penalty: { lambdas: {} } }, 'invalid-recipe', 'penalty.lambdas'],
  ['a lambda twice', { ...SMALL, penalty: { lambdas: [0, 1, 0] } }, 'invalid-recipe', 'penalty.lambdas[2]'],
  ['NaN as a string', { ...SMALL, penalty: { lambdas: ['NaN'] } }, 'invalid-recipe', 'penalty.lambdas[0]'],
  [
    'a number beyond all numbers',
    '{"data":{"dataset":"diabetes"},"penalty":{"lambdas":[1e999]}}',
    'invalid-recipe',
    'penalty.lambdas[0]',
  ],
  [
    'a negative lambda for the proximal method',
    { ...SMALL, penalty: { lambdas: [-1], method: 'proximal' } },
    'invalid-recipe',
    'penalty.lambdas[0]',
  ],
  [
    'groups of the penalty with the subgradient',
    { ...SMALL, penalty: { groups: 'features', method: 'subgradient' } },
    'invalid-recipe',
    'penalty.groups',
  ],
  ['folds and a holdout', { ...SMALL, split: { folds: 2, holdout: 0.5 } }, 'invalid-recipe', 'split'],
  ['more folds than rows', { ...SMALL, split: { folds: 31, repeats: 1 } }, 'invalid-recipe', 'split.folds'],
  ['an unknown data set', { data: { dataset: 'iris' } }, 'unknown-dataset', 'data.dataset'],
  ['one row', { data: { x: [[1]], y: [1] } }, 'invalid-data', 'data'],
  ['zero rows', { data: { rows: [], target: 'y' } }, 'invalid-data', 'data.rows'],
  [
    'a row that is no object',
    { data: { rows: [{ a: 1, y: 2 }, 5], target: 'y' } },
    'invalid-data',
    'data.rows[1]',
  ],
  [
    'Infinity as a string',
    {
      data: {
        rows: [
          { a: 'Infinity', y: 2 },
          { a: 1, y: 2 },
        ],
        target: 'y',
      },
    },
    'invalid-data',
    'data.rows[0].a',
  ],
  ['a missing value', { data: { x: [[1], [null], [3]], y: [1, 2, 3] } }, 'invalid-data', 'data.x[1][0]'],
  [
    'text in a regression target',
    { data: { x: [[1], [2], [3]], y: [1, 'two', 3] } },
    'invalid-data',
    'data.y[1]',
  ],
  ['an absent target', { data: { csv: 'a,b\n1,2\n3,4\n', target: 'y' } }, 'invalid-data', 'data.target'],
  [
    'a CSV without a header',
    { data: { csv: '1,2\n3,4\n5,6\n', target: '1' } },
    'invalid-data',
    'data.csv line 1',
  ],
  ['a ragged CSV', { data: { csv: 'a,y\n1,2\n3\n4,5\n', target: 'y' } }, 'invalid-data', 'data.csv line 3'],
  ['an empty CSV', { data: { csv: '', target: 'y' } }, 'invalid-data', 'data.csv'],
  ['no column to mark rows', { ...SMALL, split: { column: 'part' } }, 'invalid-data', 'split'],
];

describe('a wrong recipe', () => {
  test.each(RECIPES)('%s is refused and the place named', async (_, recipe, code, place) => {
    const refusal = await readRefusal(await postJson('/v1/compare', recipe));
    expect(refusal).toMatchObject({ status: 422, type: 'application/problem+json', code });
    expect(refusal.places).toContain(place);
    const plan = await readRefusal(await postJson('/v1/plan', recipe));
    expect(plan).toEqual(refusal);
  });

  test('deep JSON is refused and walked nowhere', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const body of [
      deep,
      `{"data":${deep}}`,
      `{"data":{"x":${deep},"y":[1]}}`,
      `{"data":{"dataset":"diabetes"},"split":${deep}}`,
    ]) {
      const { status } = await readRefusal(await postJson('/v1/compare', body));
      expect(status).toBe(422);
    }
    const nested = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect((await postJson('/v1/compare', `{"data":${nested}}`)).status).toBe(422);
  });

  test('a constant feature is no error', async () => {
    const data = {
      x: [
        [1, 5],
        [2, 5],
        [3, 5],
        [4, 5],
      ],
      y: [1, 2, 3, 4],
    };
    expect((await postJson('/v1/compare', { ...SMALL, data })).status).toBe(200);
  });
});

describe('a wrong request', () => {
  test.each(['{', '', 'null x', '{"data":NaN}', "{'a':1}"])('the body %j is no JSON', async (body) => {
    expect(await readRefusal(await postJson('/v1/compare', body))).toMatchObject({
      status: 400,
      code: 'invalid-json',
    });
  });

  test.each([undefined, 'text/plain', 'application/xml', 'text/csv; charset=latin1'])(
    'the content type %s is refused with those that work',
    async (type) => {
      const response = await request('/v1/compare', {
        method: 'POST',
        body: new TextEncoder().encode('{}'),
        ...(type && { headers: { 'content-type': type } }),
      });
      const refusal = await readRefusal(response);
      expect(refusal).toMatchObject({
        status: 415,
        code: 'unsupported-media-type',
        places: ['content-type'],
      });
    },
  );

  test('a JSON body with a query is refused, since one of them would be ignored', async () => {
    expect(await readRefusal(await postJson('/v1/compare?seed=2', SMALL))).toMatchObject({
      status: 400,
      places: ['seed'],
    });
  });

  test('bytes that are no UTF-8 are refused at their line, in a body and in a form', async () => {
    const bytes = new Uint8Array(Buffer.from('a,y\nGröße,1\n', 'latin1'));
    for (const response of [
      await postCsv('target=y', bytes),
      await postForm({ file: new File([bytes], 'a.csv'), target: 'y' }),
    ]) {
      const refusal = await readRefusal(response);
      expect(refusal).toMatchObject({ status: 400, code: 'invalid-body', places: ['data.csv line 2'] });
    }
    // JSON is UTF-8 by its standard.
    const wide = new Uint8Array(Buffer.from('{}', 'utf16le'));
    const headers = { 'content-type': 'application/json' };
    const json = await request('/v1/compare', { method: 'POST', headers, body: wide });
    expect(await readRefusal(json)).toMatchObject({ status: 400, code: 'invalid-json' });
  });

  test('posted by `curl -d @file`: a body whose line breaks are gone is told to use --data-binary', async () => {
    const response = await postCsv('target=y', 'a,b,y1,2,34,5,6', 'application/x-www-form-urlencoded');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'invalid-body',
      detail: expect.stringContaining('curl -d strips line breaks; use --data-binary @file.csv'),
    });
  });

  test.each([
    ['PK\x03\x04', 'a spreadsheet or an archive'],
    ['\x1f\x8b\x08', 'a gzip archive; unpack it first (gunzip)'],
    ['PAR1\x15', 'a Parquet file; the command line and the page read it'],
    ['{"data": {}}', 'JSON; it is sent as application/json'],
  ])('a file that is no CSV is refused by its name: %j', async (start, what) => {
    const response = await postCsv('target=y', new Uint8Array(Buffer.from(start, 'latin1')));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'invalid-body',
      detail: expect.stringContaining(`expected a CSV text, got ${what}`),
    });
  });

  test('a packed body is refused, as CSV and as JSON', async () => {
    for (const type of ['text/csv', 'application/json']) {
      const headers = { 'content-type': type, 'content-encoding': 'gzip' };
      const response = await request('/v1/compare', { method: 'POST', headers, body: 'x' });
      const refusal = await readRefusal(response);
      expect(refusal).toMatchObject({ status: 415, places: ['content-encoding'] });
    }
  });

  test('a form without its boundary, with a stray file or without a valid recipe is refused', async () => {
    const headers = { 'content-type': 'multipart/form-data' };
    const broken = await request('/v1/compare', { method: 'POST', headers, body: 'x' });
    expect(await readRefusal(broken)).toMatchObject({ status: 400, code: 'invalid-body' });
    const stray = await postForm({ file: 'a,y\n1,2\n', target: new Blob(['y']) });
    expect(await readRefusal(stray)).toMatchObject({ status: 400, places: ['target'] });
    const recipe = await postForm({ file: 'a,y\n1,2\n', recipe: '[]' });
    expect(await readRefusal(recipe)).toMatchObject({ status: 400, places: ['recipe'] });
  });

  test('a body over the limit is refused, whether its length is told or not', async () => {
    const body = JSON.stringify({ data: { csv: 'x'.repeat(2000), target: 'y' } });
    const told = await postJson('/v1/compare', body, { bodyBytes: 1000 });
    expect(await readRefusal(told)).toMatchObject({ status: 413, code: 'body-too-large' });
    const stream = new Blob([body]).stream();
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    };
    const untold = await request('/v1/compare', init, { bodyBytes: 1000 });
    expect(await readRefusal(untold)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  test.each([
    ['cells', 'data'],
    ['trials', 'penalty.lambdas'],
    ['assignments', 'split'],
    ['bytes', 'network.hidden'],
    ['seconds', 'training.epochs'],
  ] as const)('work over the limit of %s is refused before it begins', async (limit, place) => {
    const refusal = await readRefusal(await postJson('/v1/compare', SMALL, { [limit]: 1e-9 }));
    expect(refusal).toMatchObject({ status: 422, code: 'limit-exceeded', places: [place] });
    expect(refusal.detail).toMatch(/exceed the limit of 1e-9: /);
  });

  test('an unknown path is 404 and a wrong method 405 with those allowed', async () => {
    expect(await readRefusal(await request('/v2/compare'))).toMatchObject({ status: 404, code: 'not-found' });
    const wrong = await request('/v1/compare');
    expect(wrong.headers.get('allow')).toBe('POST');
    expect(await readRefusal(wrong)).toMatchObject({ status: 405, code: 'method-not-allowed' });
  });
});
