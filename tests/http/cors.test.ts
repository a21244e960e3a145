import { describe, expect, test } from 'vitest';
import { createTestApp, request } from '#host';
import { SMALL } from './send.ts';

const [ours, strange] = ['https://lab.example.com', 'https://evil.example.com'];
const origins = `${ours}, http://localhost:3000`;

const listAllowed = ({ headers }: Response) =>
  [...headers].map(([name]) => name).filter((name) => name.startsWith('access-control-'));

const ask = (origin: string, settings: { origins?: string; keys?: string } = {}, body: object = SMALL) => {
  const headers = { origin, 'content-type': 'application/json' };
  return request('/v1/plan', { method: 'POST', headers, body: JSON.stringify(body) }, {}, settings);
};
const askBefore = (origin: string, settings: { origins?: string; keys?: string } = {}) => {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-other',
  };
  return request('/v1/plan', { method: 'OPTIONS', headers }, {}, settings);
};

describe('answers to scripts of other origins', () => {
  test('allow nothing unless it is set', async () => {
    expect(listAllowed(await ask(ours))).toEqual([]);
    const before = await askBefore(ours);
    expect([before.status, listAllowed(before)]).toEqual([405, []]);
  });

  test('allow the origins set, problems among them', async () => {
    for (const body of [SMALL, {}]) {
      const { headers } = await ask(ours, { origins }, body);
      expect(headers.get('access-control-allow-origin')).toBe(ours);
      expect(headers.get('vary')).toContain('Origin');
      const exposed = headers.get('access-control-expose-headers')?.split(',');
      expect(exposed).toEqual(expect.arrayContaining(['ratelimit', 'ratelimit-policy', 'x-request-id']));
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  test('say beforehand what may be sent, without a key', async () => {
    const { status, headers } = await askBefore(ours, { origins, keys: `a:${'0'.repeat(64)}` });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(ours);
    expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,DELETE');
    expect(headers.get('access-control-allow-headers')).toContain('authorization,content-type');
    expect(headers.get('access-control-allow-headers')).not.toContain('x-other');
    expect(headers.get('vary')).toContain('Origin');
  });

  test('do not allow another origin, and are kept apart from theirs', async () => {
    for (const origin of [strange, 'null', `${ours}.evil.example.com`, ours.replace('https', 'http')]) {
      for (const response of [await ask(origin, { origins }), await askBefore(origin, { origins })]) {
        expect(response.headers.has('access-control-allow-origin')).toBe(false);
        expect(response.headers.get('vary')).toContain('Origin');
      }
    }
  });

  test('allow all where that is set', async () => {
    expect((await ask(strange, { origins: '*' })).headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([`${ours}/`, 'lab.example.com', '', `${ours},*`, 'null'])(
    'are of no service whose origins are %j',
    (wrong) => {
      expect(() => createTestApp({ origins: wrong })).toThrow('expected an origin such as');
    },
  );
});
