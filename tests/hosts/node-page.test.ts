import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../src/entries/node.ts';
import { createPage, hasPage } from '../../src/node/page.ts';
import { engines } from '../host.ts';

const HEADERS = `# a comment
/*
  X-Content-Type-Options: nosniff

/
  Cache-Control: no-cache

/assets/*
  Cache-Control: public, max-age=31536000, immutable
`;
const FILES = {
  'page/_headers': HEADERS,
  'page/index.html': '<!doctype html><title>page</title>',
  'page/assets/main-x1.js': 'start();',
  'page/assets/main-x1.css': 'p { margin: 0 }',
  'page/assets/absum-x1.wasm': '\0asm',
  'secret.txt': 'secret',
};

let outer = '';
let folder: URL;
beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'absum-page-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(outer, name)), { recursive: true });
    writeFileSync(join(outer, name), text);
  }
  folder = pathToFileURL(join(outer, 'page/'));
});
afterAll(() => rmSync(outer, { recursive: true }));

const ask = (path: string, init?: RequestInit) =>
  createPage(folder)(new Request(`http://absum.test${path}`, init));

describe('the page on Node', () => {
  test('answers with its files, their types, and the headers that _headers gives their paths', async () => {
    const shown = async (path: string) => {
      const answer = ask(path);
      const { headers } = answer ?? new Response();
      const named = ['content-type', 'cache-control', 'x-content-type-options', 'content-length'];
      return [answer?.status, await answer?.text(), ...named.map((name) => headers.get(name))];
    };
    const forever = 'public, max-age=31536000, immutable';
    const html = FILES['page/index.html'];
    expect(await shown('/')).toEqual([200, html, 'text/html; charset=utf-8', 'no-cache', 'nosniff', '34']);
    const script = [200, 'start();', 'text/javascript; charset=utf-8', forever, 'nosniff', '8'];
    expect(await shown('/assets/main-x1.js')).toEqual(script);
    expect((await shown('/assets/main-x1.css'))[2]).toBe('text/css; charset=utf-8');
    expect((await shown('/assets/absum-x1.wasm'))[2]).toBe('application/wasm');
  });

  test('answers HEAD with the same headers and no body', async () => {
    const [get, head] = [ask('/'), ask('/', { method: 'HEAD' })];
    expect([...(head?.headers ?? [])]).toEqual([...(get?.headers ?? [])]);
    expect(await head?.text()).toBe('');
  });

  test('says that a file is the one the browser has', async () => {
    const etag = ask('/')?.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(ask('/', { headers: { 'if-none-match': `"other", ${etag}` } })?.status).toBe(304);
    expect(ask('/', { headers: { 'if-none-match': '"other"' } })?.status).toBe(200);
  });

  test('sends /index.html to /, as Workers do', () => {
    expect([ask('/index.html')?.status, ask('/index.html')?.headers.get('location')]).toEqual([307, '/']);
  });

  test('leaves the rest to the app: other paths and methods, and JSON asked for at /', () => {
    for (const path of ['/nothing', '/v1/compare', '/assets/', '/assets', '/_headers', '/secret.txt']) {
      expect([path, ask(path)]).toEqual([path, null]);
    }
    expect(ask('/', { method: 'POST' })).toBeNull();
    expect(ask('/', { headers: { accept: 'application/json' } })).toBeNull();
    expect(ask('/', { headers: { accept: 'text/html,application/json;q=0.9' } })?.status).toBe(200);
    expect(ask('/', { headers: { accept: '*/*' } })?.status).toBe(200);
  });

  test('says what is wrong with a folder', () => {
    const broken = pathToFileURL(join(outer, 'broken/'));
    expect(() => createPage(broken)).toThrow(`page: ${join(outer, 'broken/')} has no index.html`);
    mkdirSync(broken);
    writeFileSync(new URL('index.html', broken), '');
    const refuse = (text: string, message: string) => {
      writeFileSync(new URL('_headers', broken), text);
      expect(() => createPage(broken)).toThrow(message);
    };
    refuse('  X-A: b\n', '_headers line 1: expected a path or an indented header, got "  X-A: b"');
    refuse('/*\n  ! X-A\n', '_headers line 2: ');
    refuse('/:name\n', '_headers line 1: ');
    refuse('/a/*/b\n', '_headers line 1: ');
  });
});

/** The status line and the body of an answer to a path that no client would send as it is. */
function sendRaw(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nconnection: close\r\n\r\n`),
    );
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

describe.skipIf(!hasPage())('startServer', () => {
  test('serves the page beside the endpoints, and no file beside the page', async () => {
    const server = await startServer({ port: 0, engines });
    const url = `http://127.0.0.1:${server.port}`;
    try {
      const page = await fetch(url);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await page.text()).toContain('<script type="module"');
      expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ status: 'ok' });
      expect((await fetch(url, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
      const json = await fetch(url, { headers: { accept: 'application/json' } });
      expect(await json.json()).toMatchObject({ name: 'absum' });
      const outside = ['/../absum.wasm', '/..%2fabsum.wasm', '/%2e%2e/absum.wasm'];
      for (const path of [...outside, '/assets/..%2f_headers', '//etc/passwd', '/%2fetc%2fpasswd']) {
        const answer = await sendRaw(server.port, path);
        expect(answer, path).toMatch(/^HTTP\/1\.1 404 [\s\S]*"code":"not-found"/);
      }
    } finally {
      await server.close();
    }
  });

  test('serves no page where it shall not', async () => {
    const server = await startServer({ port: 0, engines, page: false });
    const answer = await fetch(`http://127.0.0.1:${server.port}`, { headers: { accept: 'text/html' } });
    expect(await answer.json()).toMatchObject({ name: 'absum' });
    await server.close();
  });
});
