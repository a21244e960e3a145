import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWorker, startWorker } from '../../scripts/start-worker.ts';
import { findBarriers, findStrangers, HAS_CHROMIUM, openBrowser, openPage } from './chromium.ts';

/** What no answer with a file of the page may lack. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  wasm: 'application/wasm',
};
const forever = 'public, max-age=31536000, immutable';

let worker: RunningWorker;
let html: string;
beforeAll(async () => {
  worker = await startWorker();
  html = await (await ask('/')).text();
});
afterAll(() => worker?.stop());

const ask = (path: string, init?: RequestInit) => fetch(worker.url + path, { redirect: 'manual', ...init });

function checkHeaders({ headers }: Response): void {
  const policy = headers.get('content-security-policy')?.split('; ');
  expect(policy).toEqual(expect.arrayContaining(POLICY));
  // Nothing inline, no eval, nobody else's host.
  expect(policy?.join().replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe|http|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('permissions-policy')).toContain('camera=()');
}

describe('the worker', () => {
  test('serves the page at /, to be asked for anew, and no script or style stands in it', async () => {
    const answer = await ask('/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect([answer.headers.get('cache-control'), answer.headers.get('vary')]).toEqual(['no-cache', 'Accept']);
    checkHeaders(answer);
    expect(html).toContain('<script type="module"');
    for (const [, attributes, content] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      expect([attributes, content]).toEqual([expect.stringMatching(/ src="\.\/assets\//), '']);
    }
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:\/\//);
  });

  test('serves what the page names, with types, to be kept for a year', async () => {
    const named = [...html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(0);
    for (const path of named) {
      const answer = await ask(path);
      const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, type]);
      expect(answer.headers.get('cache-control')).toBe(forever);
      checkHeaders(answer);
      await answer.arrayBuffer();
    }
  });

  test('answers HEAD as GET, and knows the file that a browser has', async () => {
    const { status, headers } = await ask('/', { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const known = { 'if-none-match': String(headers.get('etag')) };
    expect((await ask('/', { headers: known })).status).toBe(304);
  });

  test('sends /index.html to /', async () => {
    const { status, headers } = await ask('/index.html');
    expect([status, headers.get('location')]).toEqual([307, '/']);
  });

  test('answers an unknown path with a problem document, for browsers and programs alike', async () => {
    for (const path of ['/nothing', '/v1/nothing', '/assets/nothing.js', '/_headers', '/..%2fabsum.wasm']) {
      const answer = await ask(path, { headers: { accept: 'text/html' } });
      const type = answer.headers.get('content-type');
      expect([path, answer.status, type]).toEqual([path, 404, 'application/problem+json']);
      expect(await answer.json()).toMatchObject({ code: 'not-found' });
    }
  });

  test('keeps its endpoints, and the index of them for who takes JSON alone', async () => {
    const index = await ask('/', { headers: { accept: 'application/json' } });
    expect(await index.json()).toMatchObject({ name: 'absum', endpoints: { '/v1/compare': 'POST' } });
    expect(await (await ask('/healthz')).json()).toMatchObject({ status: 'ok' });
    expect(await (await ask('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    const { status, headers } = await ask('/', { method: 'POST' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

const explain = HAS_CHROMIUM ? '' : ' (skipped: not installed, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the page in Chromium${explain}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'stands at %i pixels, %s, open to all, without errors, asking nobody else',
    async (width, theme) => {
      const visit = await openPage(browser, worker.url, { width, theme });
      await visit.page.waitForSelector('h1');
      expect(await findBarriers(visit.page)).toEqual([]);
      // Nothing is cut off at the right.
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
      expect([visit.errors, visit.failures, findStrangers(visit)]).toEqual([[], [], []]);
      expect(visit.requests.length).toBeGreaterThan(1);
      await visit.close();
    },
  );
});
