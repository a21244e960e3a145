import { beforeAll, describe, expect, test } from 'vitest';
import { request } from '#host';
import { createRateLimiter } from '../../src/http/rate-limiter.ts';
import { createKey } from '../../src/keys.ts';
import { readRefusal, SMALL } from './send.ts';

let [first, second] = ['', ''];
let keys = '';
beforeAll(async () => {
  const made = await Promise.all([createKey('first'), createKey('second')]);
  [first, second] = made.map(({ key }) => key);
  keys = made.map(({ entry }) => entry).join();
});

/** An app that lets each caller ask twice, and the callers that it counted. */
function openTwice(settings: { keys?: string } = {}) {
  const callers: string[] = [];
  const { limit } = createRateLimiter(2, () => 0);
  const limiter = {
    limit(caller: { key: string }) {
      callers.push(caller.key);
      return limit(caller);
    },
  };
  const ask = async (address: string, key?: string, path = '/v1/plan') => {
    const headers = {
      'content-type': 'application/json',
      ...(address !== '' && { 'cf-connecting-ip': address }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    };
    const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
    return request(path, init, {}, { limiter, ...settings });
  };
  const count = async (times: number, ...asked: Parameters<typeof ask>) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) statuses.push((await ask(...asked)).status);
    return statuses;
  };
  return { ask, count, callers };
}

describe('a service with a limiter', () => {
  test('refuses an address that asks too often, and says when to ask again', async () => {
    const { ask, count } = openTwice();
    expect(await count(2, '203.0.113.7')).toEqual([200, 200]);
    const response = await ask('203.0.113.7');
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await readRefusal(response)).toMatchObject({
      status: 429,
      type: 'application/problem+json',
      code: 'rate-limited',
    });
    expect(await count(1, '203.0.113.8')).toEqual([200]);
  });

  test('counts by key where there is one, wherever it is used', async () => {
    const { count, callers } = openTwice({ keys });
    expect(await count(2, '203.0.113.7', first)).toEqual([200, 200]);
    expect(await count(1, '203.0.113.8', first)).toEqual([429]);
    expect(await count(1, '203.0.113.7', second)).toEqual([200]);
    expect(new Set(callers)).toEqual(new Set(['key:first', 'key:second']));
  });

  test('counts wrong keys by address, and each of them', async () => {
    const { count } = openTwice({ keys });
    expect(await count(3, '203.0.113.7', `${first}x`)).toEqual([401, 401, 429]);
    expect(await count(1, '203.0.113.7')).toEqual([429]);
    expect(await count(1, '203.0.113.7', first)).toEqual([200]);
  });

  test('takes a network of IPv6 for one address', async () => {
    const { count, callers } = openTwice();
    expect(await count(2, '2001:db8:0:1::1')).toEqual([200, 200]);
    expect(await count(1, '2001:db8:0:1:ffff::2')).toEqual([429]);
    expect(await count(1, '2001:db8:0:2::1')).toEqual([200]);
    expect(callers[0]).toBe('address:2001:db8:0:1::/64');
  });

  test('has one limit for all whose address is not known', async () => {
    expect(await openTwice().count(3, '')).toEqual([200, 200, 429]);
  });

  test('lets everybody see whether it is up, and the data sets', async () => {
    const { count } = openTwice();
    await count(3, '203.0.113.7');
    const limiter = { limit: async () => ({ success: false }) };
    for (const path of ['/healthz', '/v1/datasets', '/']) {
      expect((await request(path, {}, {}, { limiter })).status).toBe(200);
    }
  });
});
