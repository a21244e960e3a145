import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../../src/entries/node.ts';
import { findKey, parseKeys } from '../../../src/keys.ts';
import { engines } from '../../host.ts';
import { failRemotely, openFolder, QUICK } from '../samples.ts';
import { type } from '../screen.ts';

const at = openFolder();

describe('absum key', () => {
  it('prints a new key, and the entry that lets it in', async () => {
    const { code, stdout } = await type(['key', 'laptop']);
    const [, key, entry] = /^key {4}(\S+)\nentry {2}(\S+)\n\n/.exec(stdout) ?? [];
    expect([code, await findKey(parseKeys(entry), key)]).toEqual([0, 'laptop']);
    expect((await type(['key', 'laptop'])).stdout).not.toContain(key);
  });

  it('prints both as JSON', async () => {
    const { key, entry } = JSON.parse((await type(['key', '--json'])).stdout);
    expect(await findKey(parseKeys(entry), key)).toBe('default');
  });
});

describe('a deployment with keys', () => {
  const client = () => import('../../../src/client/compare-remotely.ts');

  it('answers a command that has one, typed or in ABSUM_KEY', async () => {
    const { key, entry } = JSON.parse((await type(['key', '--json'])).stdout);
    const server = await startServer({ port: 0, engines, keys: entry, page: false });
    const url = ['--url', `http://127.0.0.1:${server.port}`];
    const words = ['compare', at('data.csv'), '--target', 'y', ...QUICK.slice(0, -2), ...url];
    const services = { client };
    expect((await type([...words, '--key', key], { services })).code).toBe(0);
    expect((await type(words, { services, env: { ABSUM_KEY: key } })).code).toBe(0);
    const plan = ['plan', '--dataset', 'diabetes', ...url];
    expect((await type(plan, { services, env: { ABSUM_KEY: key } })).code).toBe(0);
    for (const env of [{}, { ABSUM_KEY: '' }, { ABSUM_KEY: `${key}x` }]) {
      const { code, stderr } = await type(plan, { services, env });
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('put yours into ABSUM_KEY, or after --key'),
      ]);
      expect(stderr).not.toContain(key);
    }
    await server.close();
  });

  it('never sees a key that fits into no header, and nobody is shown it', async () => {
    const words = ['plan', '--dataset', 'diabetes', '--url', 'http://127.0.0.1:9', '--key', 'secret\nkey'];
    const { code, stderr } = await type(words, { services: { client } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('key: expected only letters, digits')]);
    expect(stderr).not.toContain('secret');
  });

  it('that refuses for another reason is told so without a word on keys', async () => {
    const refuse = async () => ({ planRemotely: () => Promise.reject(failRemotely('other', 403, [])) });
    const words = ['plan', '--dataset', 'diabetes', '--url', 'http://x'];
    const { stderr } = await type(words, { services: { client: refuse } as never });
    expect(stderr).toBe('error: as the service says\n');
  });
});

describe('absum serve', () => {
  it('gives keys, rate, origins, budget, memory, names and log to the server', async () => {
    writeFileSync(at('keys.txt'), 'a:b\n');
    const keyboard = { press: () => {} };
    let given: { log?: (entry: object) => void } = {};
    const startServer = async (options: typeof given) => {
      given = options;
      options.log?.({ level: 'info' });
      setTimeout(() => keyboard.press());
      return { port: 1, close: async () => {} };
    };
    const server = async () => ({ startServer });
    const words = ['--keys', at('keys.txt'), '--rate', '60', '--origins', 'https://a.test', '--log'];
    words.push('--budget', '3600', '--most-sweeps', '2', '--memory', '500', '--allow-hosts', 'a.test');
    const { stderr } = await type(['serve', '--workers', '0', ...words], {
      services: { server } as never,
      keyboard,
    });
    expect(given).toMatchObject({
      ...{ keys: 'a:b\n', rate: 60, origins: 'https://a.test', allowHosts: 'a.test' },
      ...{ budgetSeconds: 3600, mostSweeps: 2, limits: { memory: 500e6 } },
    });
    expect(stderr).toBe('{"level":"info"}\n');
  });

  it.each([
    ['--keys', 'FOLDER/data.csv', 'error: keys: entry 1: expected name:digest'],
    ['--keys', 'FOLDER/nothing', 'there is no such file'],
    ['--origins', 'example.com', 'error: origins: entry 1: expected an origin'],
    ['--allow-hosts', 'example.com:80', 'error: allowHosts: entry 1: expected a name'],
    ['--most-sweeps', '1001', 'error: mostSweeps: expected a whole number from 1 to 1000'],
    ['--budget', '0', 'Expected a whole number from 1 to 9999999'],
  ])('refuses %s %s', async (option, value, message) => {
    const server = async () => ({
      startServer: (options: object) => startServer({ ...options, port: 0, engines }),
    });
    const { code, stderr } = await type(
      ['serve', '--workers', '0', option, value.replace('FOLDER', at('.'))],
      { services: { server } as never },
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
