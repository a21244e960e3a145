import { beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, request } from '#host';
import { createKey } from '../../src/keys.ts';
import { readRefusal, SMALL } from './send.ts';

let [right, other] = ['', ''];
let keys = '';
beforeAll(async () => {
  const made = await Promise.all([createKey('lab'), createKey('field')]);
  [right, other] = made.map(({ key }) => key);
  keys = made.map(({ entry }) => entry).join('\n');
});

function post(path: string, authorization?: string, body: string = JSON.stringify(SMALL)) {
  const headers = {
    'content-type': 'application/json',
    ...(authorization !== undefined && { authorization }),
  };
  return request(path, { method: 'POST', headers, body }, { bodyBytes: 1000 }, { keys });
}

describe('a service with keys', () => {
  test('answers every caller with one of them', async () => {
    for (const header of [`Bearer ${right}`, `bearer  ${other}`]) {
      expect((await post('/v1/compare', header)).status).toBe(200);
      expect((await post('/v1/plan', header)).status).toBe(200);
    }
  });

  const UNAUTHORIZED = {
    status: 401,
    type: 'application/problem+json',
    code: 'unauthorized',
    places: [''],
  };

  test.each(['compare', 'plan', 'predict', 'onnx', 'sweeps', 'nothing', 'datasets'])(
    'refuses who has none at /v1/%s, before it reads the body',
    async (name) => {
      const response = await post(`/v1/${name}`, undefined, 'x'.repeat(2000));
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await readRefusal(response)).toMatchObject(UNAUTHORIZED);
    },
  );

  test.each([
    ['GET', ''],
    ['GET', '/events'],
    ['GET', '/report'],
    ['DELETE', ''],
  ])('lets who has none %s no sweep%s', async (method, rest) => {
    const path = `/v1/sweeps/${'a'.repeat(26)}${rest}`;
    expect(await readRefusal(await request(path, { method }, {}, { keys }))).toMatchObject(UNAUTHORIZED);
  });

  test('refuses what is no key of it, and shows nothing of it', async () => {
    const wrong = [right.slice(1), `${right}x`, keys.slice(4, 68), ''].map((key) => `Bearer ${key}`);
    for (const header of [...wrong, right, `Basic ${right}`, `Bearer ${right} ${other}`]) {
      const response = await post('/v1/compare', header);
      expect([header, response.status]).toEqual([header, 401]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(await response.text()).not.toContain(right.slice(2, 20));
    }
  });

  test('takes no key from the query', async () => {
    expect((await post(`/v1/plan?key=${right}&access_token=${right}`)).status).toBe(401);
  });

  test.each(['/', '/healthz', '/openapi.json', '/v1/datasets'])('shows %s to all', async (path) => {
    expect((await request(path, {}, {}, { keys })).status).toBe(200);
  });

  test.each([
    '/v1/compare/../datasets/../compare',
    '/v1//compare',
    '/V1/compare',
    '/v1/compare/',
    '//v1/compare',
    '/v1%2fcompare',
    '/%761/compare',
    '/v1/datasets/../compare',
    '/v1/x/v1/datasets',
  ])('compares for nobody at the other spelling %s', async (path) => {
    expect([401, 404]).toContain((await post(path)).status);
  });
});

test('a service without keys answers whatever key is sent', async () => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer x' };
  const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
  expect((await request('/v1/plan', init)).status).toBe(200);
});

test.each(['', 'a:b'])('a service whose keys are %j serves nobody', (wrong) => {
  expect(() => createTestApp({ keys: wrong })).toThrow('keys: ');
});
