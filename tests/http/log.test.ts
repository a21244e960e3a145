import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestApp, request } from '#host';
import { writeEntry } from '../../src/http/log.ts';
import { createKey } from '../../src/keys.ts';
import { SMALL } from './send.ts';

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  for (const name of ['log', 'error', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...parts) => void lines.push(parts.join(' ')));
  }
});
afterEach(() => vi.restoreAllMocks());

const post = (path: string, body: string, headers: Record<string, string> = {}, keys?: string) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  return request(path, init, {}, { isLogging: true, ...(keys !== undefined && { keys }) });
};
const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log', () => {
  test('has one line of JSON for a request, with the id that the answer bears', async () => {
    const body = JSON.stringify(SMALL);
    const response = await post('/v1/plan', body, { 'content-length': String(body.length) });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(entries()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: 'info',
        requestId: id,
        method: 'POST',
        route: '/v1/plan',
        status: 200,
        code: null,
        ms: expect.any(Number),
        key: null,
        bytes: body.length,
      },
    ]);
    expect(lines[0]).not.toContain('\n');
  });

  test("takes the edge's id of a request, and no other text for it", async () => {
    const ray = '8c1d2e3f4a5b6c7d-FRA';
    const { headers } = await post('/v1/plan', '{}', { 'cf-ray': ray });
    expect(headers.get('x-request-id')).toBe(ray);
    await post('/v1/plan', '{}', { 'cf-ray': 'my-own-text' });
    expect(entries().map(({ requestId }) => requestId)).toEqual([
      ray,
      expect.not.stringContaining('my-own-text'),
    ]);
  });

  test('has an id of our own where no edge sets it, whatever a caller sends', async () => {
    const headers = { 'cf-ray': '8c1d2e3f4a5b6c7d-FRA', 'x-request-id': '8c1d2e3f4a5b6c7d' };
    const app = createTestApp({ log: writeEntry });
    const response = await app.request('http://absum.test/healthz', { headers });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(entries()).toMatchObject([{ requestId: id }]);
  });

  test('names the fault and the key, and where nothing answers no route', async () => {
    const { key, entry } = await createKey('lab');
    await post('/v1/plan', '{', { authorization: `Bearer ${key}` }, entry);
    await post('/v1/plan', '{', { authorization: 'Bearer wrong' }, entry);
    await post('/nowhere', '');
    expect(entries()).toMatchObject([
      { level: 'warn', status: 400, code: 'invalid-json', key: 'lab', route: '/v1/plan' },
      { level: 'warn', status: 401, code: 'unauthorized', key: null, route: '/v1/plan' },
      { level: 'warn', status: 404, code: 'not-found', route: null },
    ]);
  });

  test('writes of requests nothing unless it is told to', async () => {
    const response = await request('/v1/plan', { method: 'POST', body: '{' });
    expect([response.status, lines]).toEqual([415, []]);
    expect(response.headers.has('x-request-id')).toBe(true);
  });

  test('holds nothing that a caller wrote', async () => {
    const secret = 'S3CR3T';
    const { key, entry } = await createKey('lab');
    const marked = { authorization: `Bearer ${key}`, cookie: secret, 'user-agent': secret, 'cf-ray': secret };
    const more = { referer: `http://${secret}.test/`, 'x-request-id': secret, 'x-forwarded-for': secret };
    const headers = { ...marked, ...more };
    const csv = `${secret},y\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 7}`).join('\n')}\n`;
    const recipe = { ...SMALL, data: { csv, target: 'y' } };
    const broken = csv.replace('\n3,', `\n${secret},`);
    const statuses = [
      await post('/v1/compare', JSON.stringify(recipe), headers, entry),
      await post('/v1/compare', JSON.stringify(recipe), { ...headers, accept: 'text/event-stream' }, entry),
      await post(
        '/v1/compare',
        JSON.stringify({ ...recipe, data: { csv: broken, target: 'y' } }),
        headers,
        entry,
      ),
      await post('/v1/compare', JSON.stringify({ ...recipe, [secret]: secret }), headers, entry),
      await post('/v1/plan', `{"${secret}"`, headers, entry),
      await post(`/v1/plan?${secret}=${secret}`, csv, { ...headers, 'content-type': 'text/csv' }, entry),
      await post(`/v1/plan`, csv, { ...headers, 'content-type': `text/${secret}` }, entry),
      await post(`/v1/${secret}`, secret, headers, entry),
      await post(`/v1/predict`, JSON.stringify({ model: { [secret]: secret }, rows: [] }), headers, entry),
      await post('/v1/plan', secret, { ...headers, authorization: `Bearer ${secret}` }, entry),
      await request(`/${secret}?${secret}`, { method: 'PROPFIND', headers }, {}, { isLogging: true }),
    ];
    await Promise.all(statuses.map((response) => response.text()));
    expect(statuses.map(({ status }) => status)).toEqual([
      200, 200, 422, 422, 400, 422, 415, 404, 422, 401, 404,
    ]);
    expect(lines).toHaveLength(statuses.length);
    // Also in the forms that a header or an address gives it.
    for (const text of [secret, secret.toLowerCase(), key, key.slice(0, 12), 'PROPFIND']) {
      expect(lines.join('\n').includes(text), text).toBe(false);
    }
  });
});
