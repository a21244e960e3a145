import { afterEach, describe, expect, test } from 'vitest';
import { request } from '#host';
import { postCsv, postJson, readRefusal, SMALL } from './send.ts';

// After every refusal the next request works.
afterEach(async () => {
  expect((await postJson('/v1/compare', SMALL)).status).toBe(200);
});

const LIMIT = 4 * 2 ** 20;
const NAMES = Array.from({ length: 100_000 }, (_, c) => `c${c}`).join(',');
const DIGITS = '7'.repeat(1_000_000);

function fill(start: string, text: string, end = ''): string {
  return start + text.repeat(Math.floor((LIMIT - start.length - end.length) / text.length)) + end;
}

/** [what it is, CSV, code, places] */
const TEXTS: [string, string, string, ...string[]][] = [
  ['a header of 100,000 columns without rows', NAMES, 'invalid-data', 'data.csv'],
  ['a header of 4 million nameless columns', ','.repeat(LIMIT), 'invalid-data', 'data.csv line 1'],
  ['quotes alone', '"'.repeat(LIMIT), 'invalid-data', 'data.csv'],
  ['quotes that never close', fill('a,y\n', '"', '"'), 'invalid-data', 'data.csv line 2'],
  ['quotes with text behind them', fill('a,y\n', '"a" '), 'invalid-data', 'data.csv line 2'],
  ['quotes around line breaks', fill('', '"\n'), 'invalid-data', 'data.csv'],
  ['line breaks alone', '\n'.repeat(LIMIT), 'invalid-data', 'data.csv'],
  ['line breaks behind a header', fill('a,y', '\n', 'x'), 'limit-exceeded', 'data', 'split'],
  ['carriage returns behind a header', fill('a,y', '\r'), 'limit-exceeded', 'data.csv'],
  ['spaces alone', ' '.repeat(LIMIT), 'invalid-data', 'data.csv'],
  ['rows without a value', fill('a,y\n', ',\n'), 'limit-exceeded', 'data', 'split'],
  ['a number of a million digits', `a,y\n${DIGITS},1\n2,3\n`, 'invalid-data', 'data.csv line 2, column "a"'],
  [
    'an exponent of a million digits',
    `a,y\n1e${DIGITS},1\n2,3\n`,
    'invalid-data',
    'data.csv line 2, column "a"',
  ],
  [
    'a target of a million digits and a letter',
    `a,y\n1,${DIGITS}x\n2,3\n`,
    'invalid-data',
    'data.csv line 2, column "y"',
  ],
];

describe('a hostile CSV', () => {
  test.each(TEXTS)('of %s is refused and the place named', async (_, csv, code, ...places) => {
    const refusal = await readRefusal(await postCsv('target=y', csv));
    expect(refusal).toMatchObject({ status: 422, code, places });
    expect(refusal.detail.length).toBeLessThan(500);
  });

  test('with a header of 100,000 columns and rows is refused, or its cost told', async () => {
    const csv = [NAMES, ...[1, 2, 3, 4].map((r) => `${r},`.repeat(100_000).slice(0, -1))].join('\n');
    const refusal = await readRefusal(await postCsv('target=c0&folds=2', csv));
    expect(refusal).toMatchObject({ status: 422, code: 'limit-exceeded' });
    // On tfjs it takes too long besides.
    expect(refusal.places).toContain('hidden');
  });

  test('with columns named like what every object inherits is read as any other', async () => {
    const rows = Array.from({ length: 8 }, (_, r) => `${r},${(r * r) % 5},${r % 3}`).join('\n');
    const response = await postCsv(
      'target=toString&folds=2&repeats=1&epochs=1&lambdas=0',
      `__proto__,constructor,toString\n${rows}`,
    );
    const report = (await response.json()) as { data: { features: string[]; target: string } };
    expect(report.data).toMatchObject({ features: ['__proto__', 'constructor'], target: 'toString' });
  });
});

describe('a hostile query', () => {
  test.each([
    ['epochs', DIGITS],
    ['learningRate', `${DIGITS}x`],
    ['lambdas', `0,${DIGITS}x`],
    ['__proto__', '1'],
    ['constructor', '1'],
  ])('with a bad %s is refused', async (name, value) => {
    const response = await postCsv(`target=y&${name}=${value}`, 'a,y\n1,2\n3,4\n5,6\n');
    const refusal = await readRefusal(response);
    expect(refusal).toMatchObject({ status: 422, code: 'invalid-recipe' });
    expect(refusal.places[0]).toMatch(name);
    expect(refusal.detail.length).toBeLessThan(500);
  });
});

describe('a hostile body', () => {
  test.each(['gzip', 'br', 'deflate', 'GZIP', 'identity, gzip'])(
    'that is compressed by %s is refused before it is read',
    async (encoding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      for (const path of ['/v1/compare', '/v1/plan', '/v1/predict', '/v1/onnx']) {
        const response = await request(path, { method: 'POST', headers, body: '{}' });
        expect(response.headers.get('accept-encoding')).toBe('identity');
        expect(await readRefusal(response)).toMatchObject({ status: 415, places: ['content-encoding'] });
      }
    },
  );

  test('that names the encoding "identity" is read', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'identity' };
    const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
    expect((await request('/v1/plan', init)).status).toBe(200);
  });

  test.each([
    ['p', 'p'],
    ['epochs', 'epochs'],
    ['__proto__', '__proto__'],
  ])('of 150 parts named %s is refused', async (name, place) => {
    const part = `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = `${part.repeat(150)}--x--\r\n`;
    const refusal = await readRefusal(await request('/v1/compare', { method: 'POST', headers, body }));
    expect(refusal).toMatchObject({ status: 422, code: 'invalid-recipe' });
    expect(new Set(refusal.places)).toEqual(new Set([place]));
    expect(refusal.places).toHaveLength(20);
  });

  test.each([
    ['x', 'multipart/form-data; boundary=x'],
    ['a b', 'multipart/form-data; charset=utf-8; boundary="a b"'],
  ])('of 50,000 form parts is refused before they are read: boundary %j', async (boundary, type) => {
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="p"\r\n\r\n1\r\n`;
    const headers = { 'content-type': type };
    const body = `${part.repeat(50_000)}--${boundary}--\r\n`;
    const refusal = await readRefusal(await request('/v1/compare', { method: 'POST', headers, body }));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid-body', places: [''] });
    expect(refusal.detail).toBe('expected at most 200 parts, got 50000');
  });

  test.each(['file', 'recipe'])('of two parts named %s is refused', async (name) => {
    const form = new FormData();
    form.append('target', 'y');
    for (const value of ['{}', '{}']) form.append(name, new Blob([value]));
    const refusal = await readRefusal(await request('/v1/compare', { method: 'POST', body: form }));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid-body', places: [name] });
    expect(refusal.detail).toBe(`${name}: expected one part of this name, got another`);
  });

  const LONG = 'k'.repeat(4_000_000);
  test.each<[string, string, string]>([
    ['/v1/compare', `{"${LONG}":1}`, 'application/json'],
    ['/v1/compare', `{"data":{"${LONG}":1,"dataset":"diabetes"}}`, 'application/json'],
    ['/v1/compare', `{"data":{"rows":[{"${LONG}":"NaN"}],"target":"y"}}`, 'application/json'],
    ['/v1/compare', `{"data":{"rows":[{"${LONG}":1}],"target":"y"}}`, 'application/json'],
    ['/v1/compare', `{"data":{"dataset":"${LONG}"}}`, 'application/json'],
    ['/v1/compare', `${LONG}`, 'application/json'],
    ['/v1/compare?target=y', `${LONG},${LONG.slice(1_000_000)}\n1`, 'text/csv'],
    ['/v1/compare?target=y', `a,y\n${'1,2\n'.repeat(20)}${LONG},2\n`, 'text/csv'],
    ['/v1/predict', `{"${LONG}":1}`, 'application/json'],
    ['/v1/predict', `{"model":{"${LONG}":1}}`, 'application/json'],
    ['/v1/onnx', `{"model":{"format":"${LONG}"}}`, 'application/json'],
    [
      '/v1/compare',
      `--x\r\ncontent-disposition: form-data; name="${LONG}"\r\n\r\n1\r\n--x--\r\n`,
      'multipart/form-data; boundary=x',
    ],
    ['/v1/compare', '{}', `text/${LONG.slice(0, 8000)}`],
    ['/v1/compare', '{}', `application/json; charset=${LONG.slice(0, 8000)}`],
    [`/v1/plan?${LONG.slice(0, 8000)}=1`, '{}', 'application/json'],
    [`/v1/plan?${LONG.slice(0, 8000)}=1`, 'a,y\n1,2', 'text/csv'],
    [`/${LONG.slice(0, 8000)}`, '{}', 'application/json'],
  ])('with a key, a value or a name of 4 MB is answered in few words: %#', async (path, body, type) => {
    const response = await request(path, { method: 'POST', headers: { 'content-type': type }, body });
    const text = await response.text();
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(text.length).toBeLessThan(8192);
    expect(text).not.toMatch(/k{101}/);
  });

  test('with many faults of many long names is answered in less than 16 KiB', async () => {
    const fields = Array.from({ length: 1000 }, (_, i) => [
      `${'\u{1f600}"'.repeat(500)}${i}`,
      { toString: 1 },
    ]);
    const response = await postJson('/v1/compare', Object.fromEntries(fields));
    expect(response.status).toBe(422);
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(16_384);
  });

  test('with an enormous header is refused, or answered as if it were not there', async () => {
    const name = 'x'.repeat(100_000);
    const headers = { 'content-type': 'application/json', accept: 'a/b;q=0.1,'.repeat(10_000), [name]: name };
    const response = await request('/v1/plan', { method: 'POST', headers, body: JSON.stringify(SMALL) });
    expect(response.status).toBeLessThan(500);
    await response.text();
  });
});
