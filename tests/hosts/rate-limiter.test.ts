import { describe, expect, it, test } from 'vitest';
import { startServer } from '../../src/entries/node.ts';
import { createRateLimiter, nameNetwork } from '../../src/http/rate-limiter.ts';
import { engines } from '../host.ts';

describe('createRateLimiter', () => {
  it('lets each caller ask so often in a minute, and again in the next', async () => {
    let time = 59_000;
    const limiter = createRateLimiter(2, () => time);
    const ask = async (key: string) => (await limiter.limit({ key })).success;
    expect([await ask('a'), await ask('a'), await ask('a'), await ask('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    time = 60_000;
    expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([true, true, false]);
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['1:2:3::5:6:7:8', '1:2:3:0::/64'],
  ['1::4:5:6:7:8', '1:0:0:4::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('nameNetwork takes %s as %s', (address, network) => expect(nameNetwork(address)).toBe(network));

test('startServer counts by the address of the connection, whatever a header says', async () => {
  const server = await startServer({ port: 0, engines, rate: 2, page: false });
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const address = `203.0.113.${i}`;
    const headers = { 'cf-connecting-ip': address, 'x-forwarded-for': address, 'x-real-ip': address };
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/plan`, { method: 'POST', headers });
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([415, 415, 429]);
  await server.close();
});

test('startServer does not start with keys that cannot be read', async () => {
  await expect(startServer({ port: 0, engines, keys: 'a' })).rejects.toThrow('keys: entry 1');
});
