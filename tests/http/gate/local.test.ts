import { describe, expect, test } from 'vitest';
import { createTestApp } from '#host';
import { isLoopback, judgeSource } from '../../../src/http/gate/local.ts';
import { createFakeSweeps } from '../fake-sweeps.ts';
import { readRefusal, SMALL } from '../send.ts';

const ORIGINS = ['https://lab.example.com'];
const evil = 'https://evil.example.com';

/** What a server is asked by a browser that calls it by a name. */
const ask = (host: string, headers: Record<string, string> = {}, method = 'GET') =>
  judgeSource(new Request(`http://${host}/v1/compare`, { method, headers }), {
    hosts: ['lab.test'],
    origins: ORIGINS,
  })?.code;

describe('a server for this machine alone', () => {
  test.each([
    ...[
      'localhost',
      'localhost:8787',
      'LOCALHOST',
      'localhost.',
      'absum.localhost:80',
      '127.0.0.1',
      '127.1.2.3:99',
    ],
    ...['[::1]', '[::1]:8787', 'lab.test', 'lab.test:8787'],
  ])('goes by the name %s', (host) => expect(ask('placeholder.test', { host })).toBeUndefined());

  test.each([
    ...[
      'evil.example.com',
      'evil.example.com:8787',
      'localhost.evil.example.com',
      'notlocalhost',
      '127.0.0.1.nip.io',
    ],
    ...[
      '192.168.0.7',
      '0.0.0.0',
      '[::]',
      '[fe80::1]',
      'a.lab.test',
      'localhost:x',
      'localhost@evil.test',
      '',
      'a b',
    ],
  ])('does not go by the name %j', (host) =>
    expect(ask('placeholder.test', { host })).toBe('forbidden-host'),
  );

  test('goes by the address of the request where no header names one', () => {
    expect([ask('localhost:8787'), ask('evil.example.com')]).toEqual([undefined, 'forbidden-host']);
  });

  test.each<[string, Record<string, string>]>([
    ['no browser', {}],
    ['its own page', { origin: 'http://localhost:8787', 'sec-fetch-site': 'same-origin' }],
    ['its own page behind TLS', { origin: 'https://localhost:8787' }],
    ['a person', { 'sec-fetch-site': 'none' }],
    ['an origin that is allowed', { origin: ORIGINS[0], 'sec-fetch-site': 'cross-site' }],
  ])('takes a POST of %s', (_, headers) => {
    expect(ask('localhost:8787', headers, 'POST')).toBeUndefined();
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: evil }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['another name of this machine', { origin: 'http://127.0.0.1:8787' }],
    ['a file or a sandbox', { origin: 'null' }],
    ['an origin that begins as one that is allowed', { origin: `${ORIGINS[0]}.evil.example.com` }],
    ['a browser that names no origin', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { 'sec-fetch-site': 'same-site' }],
    ['text that is no origin', { origin: 'localhost:8787' }],
  ])('takes no POST of %s', (_, headers) => {
    expect(ask('localhost:8787', headers, 'POST')).toBe('forbidden-origin');
    expect(ask('localhost:8787', headers, 'DELETE')).toBe('forbidden-origin');
    expect(ask('localhost:8787', headers, 'GET')).toBeUndefined();
  });

  test('goes by any name, and takes the POST of any page, where that is set', () => {
    const post = (origins: '*' | undefined) =>
      judgeSource(new Request('http://any.test/', { method: 'POST', headers: { origin: evil } }), {
        hosts: '*',
        origins,
      });
    expect([post('*'), post(undefined)?.code]).toEqual([null, 'forbidden-origin']);
  });

  test.each([
    [true, ['127.0.0.1', '127.0.0.2', 'localhost', '::1']],
    [false, ['0.0.0.0', '::', '192.168.0.7', 'example.com', '']],
  ])('is one that listens on such an address: %s for %j', (isLocal, hostnames) => {
    expect(hostnames.map(isLoopback)).toEqual(hostnames.map(() => isLocal));
  });
});

describe('an app that allows some hosts', () => {
  const app = createTestApp({ allowHosts: 'lab.test', sweeps: createFakeSweeps().service });
  const send = async (path: string, headers: Record<string, string>, method = 'GET') =>
    app.request(`http://lab.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: JSON.stringify(SMALL) }),
    });

  test('refuses all others on every path, before it reads anything', async () => {
    for (const path of ['/', '/healthz', '/openapi.json', '/v1/datasets', '/v1/compare', '/nothing']) {
      const refusal = await readRefusal(await send(path, { host: 'evil.example.com' }));
      expect(refusal).toMatchObject({ status: 403, code: 'forbidden-host', places: ['host'] });
    }
    expect((await send('/v1/datasets', { host: 'lab.test' })).status).toBe(200);
  });

  test('refuses the forms and scripts of other sites', async () => {
    for (const path of ['/v1/compare', '/v1/plan', '/v1/sweeps', '/v1/predict', '/v1/onnx']) {
      const refusal = await readRefusal(await send(path, { host: 'lab.test', origin: evil }, 'POST'));
      expect(refusal).toMatchObject({ status: 403, code: 'forbidden-origin', places: ['origin'] });
    }
    const own = await send('/v1/plan', { host: 'lab.test', origin: 'http://lab.test' }, 'POST');
    expect(own.status).toBe(200);
  });

  test('is open to all without that setting', async () => {
    const headers = { host: 'evil.example.com', origin: evil, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
    expect((await createTestApp({}).request('/v1/plan', init)).status).toBe(200);
  });
});
