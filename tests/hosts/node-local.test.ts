import { request as askHttp } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../src/entries/node.ts';
import { createKey } from '../../src/keys.ts';
import { hasPage } from '../../src/node/page.ts';
import { engines } from '../host.ts';
import { SMALL } from '../http/send.ts';

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const start = async (options: ServerOptions = {}) => {
  server = await startServer({ port: 0, engines, page: hasPage(), ...options });
};

/** A request as it is written, with whatever Host it names; null where the connection was closed. */
function ask(path: string, headers: Record<string, string>, body?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = askHttp({ host: '127.0.0.1', port: server?.port, path, method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(body);
  });
}

const PLAN = JSON.stringify(SMALL);
const JSON_TYPE = { 'content-type': 'application/json' };
const evil = 'evil.example.com';

describe('startServer without keys on a loopback address', () => {
  test('answers no foreign name, neither data sets nor the page nor a POST', async () => {
    await start();
    for (const path of ['/v1/datasets', '/healthz', '/', '/index.html']) {
      for (const host of [evil, `${evil}:${server?.port}`, '192.168.0.7']) {
        expect([path, host, await ask(path, { host, accept: 'text/html' })]).toEqual([path, host, 403]);
      }
    }
    expect(await ask('/v1/plan', { host: evil, origin: `http://${evil}`, ...JSON_TYPE }, PLAN)).toBe(403);
  });

  test('answers the names of this machine, and its own page', async () => {
    await start();
    for (const name of ['localhost', '127.0.0.1', '[::1]', 'absum.localhost']) {
      const host = `${name}:${server?.port}`;
      expect(await ask('/v1/datasets', { host })).toBe(200);
      expect(await ask('/', { host, accept: 'text/html' })).toBe(200);
      expect(await ask('/v1/plan', { host, origin: `http://${host}`, ...JSON_TYPE }, PLAN)).toBe(200);
    }
  });

  test('takes no POST of another site, of none of the types that need no leave of a browser', async () => {
    await start();
    const host = `localhost:${server?.port}`;
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=b',
    ]) {
      const headers = { host, 'content-type': type };
      expect(await ask('/v1/compare', { ...headers, origin: `https://${evil}` }, 'a,y\n1,2\n')).toBe(403);
      expect(await ask('/v1/compare', { ...headers, 'sec-fetch-site': 'cross-site' }, 'a,y\n1,2\n')).toBe(
        403,
      );
    }
  });

  test('goes by the names, and takes the origins, that settings list', async () => {
    await start({ allowHosts: 'lab.example.com', origins: 'https://page.example.com' });
    const headers = { host: 'lab.example.com', origin: 'https://page.example.com', ...JSON_TYPE };
    expect(await ask('/v1/plan', headers, PLAN)).toBe(200);
    expect(await ask('/v1/plan', { ...headers, host: evil }, PLAN)).toBe(403);
    expect(await ask('/v1/plan', { ...headers, origin: `https://${evil}` }, PLAN)).toBe(403);
  });

  test('goes by any name where that is set', async () => {
    await start({ allowHosts: '*' });
    expect(await ask('/v1/datasets', { host: evil })).toBe(200);
  });
});

describe('startServer', () => {
  test('with keys goes by any name, since no page has a key', async () => {
    const { entry } = await createKey('lab');
    await start({ keys: entry });
    expect(await ask('/v1/datasets', { host: evil })).toBe(200);
    expect(await ask('/v1/plan', { host: evil, ...JSON_TYPE }, PLAN)).toBe(401);
  });

  test('on all addresses goes by any name, unless some are listed', async () => {
    await start({ hostname: '0.0.0.0' });
    expect(await ask('/v1/datasets', { host: evil })).toBe(200);
    await server?.close();
    await start({ hostname: '0.0.0.0', allowHosts: 'lab.example.com' });
    expect([
      await ask('/healthz', { host: evil }),
      await ask('/healthz', { host: 'lab.example.com' }),
    ]).toEqual([403, 200]);
  });
});
