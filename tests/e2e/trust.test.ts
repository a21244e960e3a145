import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWorker, startWorker } from '../../scripts/start-worker.ts';
import { createKey } from '../../src/keys.ts';
import { findBarriers, HAS_CHROMIUM, openBrowser, openPage } from './chromium.ts';

/** The worker as wrangler.toml sets it up, with keys and one origin more. */

const ORIGIN = 'https://lab.example.com';
let key = '';
let worker: RunningWorker;
beforeAll(async () => {
  const made = await createKey('lab');
  key = made.key;
  worker = await startWorker(undefined, { API_KEYS: made.entry, CORS_ORIGINS: ORIGIN });
});
afterAll(() => worker?.stop());

const recipe = { data: { dataset: 'friedman1', rows: 30 }, training: { epochs: 2 } };
const plan = (headers: Record<string, string> = {}, body = JSON.stringify(recipe)) =>
  fetch(`${worker.url}/v1/plan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('the worker', () => {
  test('asks for a key, and lets the scripts of an origin in', async () => {
    const refused = await plan({ origin: ORIGIN });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await plan({ authorization: `Bearer ${key}` })).status).toBe(200);
  });

  test('writes a line for each request, without a word of it', async () => {
    const marked = { 'user-agent': 'S3CR3T', authorization: `Bearer ${key}` };
    const response = await plan(marked, JSON.stringify({ ...recipe, S3CR3T: 'S3CR3T' }));
    const id = String(response.headers.get('x-request-id'));
    await expect.poll(() => worker.printed().includes(id), { timeout: 10_000 }).toBe(true);
    const line = worker
      .printed()
      .split('\n')
      .find((text) => text.includes(id));
    expect(JSON.parse(String(line))).toMatchObject({ route: '/v1/plan', status: 422, key: 'lab' });
    expect(worker.printed()).not.toContain('S3CR3T');
    expect(worker.printed()).not.toContain(key);
  });

  test('lets a key ask 600 times a minute', async () => {
    const ask = async () => {
      const response = await plan({ authorization: `Bearer ${key}` }, '');
      await response.arrayBuffer();
      return `${response.status} ${response.headers.get('retry-after')}`;
    };
    const answers: string[] = [];
    // Minutes are the clock's: the first one may end on the way.
    while (answers.length < 1400 && !answers.includes('429 60')) {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, ask))));
    }
    expect(new Set(answers)).toEqual(new Set(['400 null', '429 60']));
    // The tests before have used some.
    expect(answers.filter((answer) => answer === '400 null').length).toBeGreaterThan(580);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  });
});

const explain = HAS_CHROMIUM ? '' : ' (skipped: not installed, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the page of a server with keys, in Chromium${explain}`, () => {
  let browser: Browser;
  let server: { port: number; close(): Promise<void> };
  beforeAll(async () => {
    const { entry, ...made } = await createKey('page');
    key = made.key;
    // As it is packed; the sources of tfjs need a bundler.
    const built = new URL('../../dist/node.js', import.meta.url).href;
    const { startServer } = (await import(built)) as typeof import('../../src/entries/node.ts');
    [server, browser] = await Promise.all([startServer({ port: 0, keys: entry }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('asks for the key, compares with it, and keeps it in this tab alone', async () => {
    const visit = await openPage(
      browser,
      `http://127.0.0.1:${server.port}/#dataset=diabetes&epochs=2&folds=2`,
    );
    const { page } = visit;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const onServer = async () => {
      await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.includes('trials'));
      await page.getByLabel('on the server', { exact: true }).check();
      await press('Compare');
    };
    await onServer();
    await page.getByText('This server asks for a key.').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.getByLabel('Key of the server').fill(`${key}x`);
    await press('Use this key');
    await page.getByText('The server does not know this key.').waitFor();
    expect(await page.inputValue('input[type=password]')).toBe('');

    await page.getByLabel('Key of the server').fill(` ${key} `);
    await page.keyboard.press('Enter');
    await page.waitForSelector('main[data-state=answered]');
    expect(await page.locator('input[type=password]').count()).toBe(0);
    expect(page.url()).not.toContain(key);

    await page.reload();
    await onServer();
    await page.waitForSelector('main[data-state=answered]');
    expect(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie)).toBe('{}');
    visit.forgive(/401/);
    expect(visit.errors).toEqual([]);
    await visit.close();
  });

  test('asks for it where the plan alone needs the server', async () => {
    const hash = '#dataset=diabetes&epochs=2&folds=2&engine=tfjs';
    const visit = await openPage(browser, `http://127.0.0.1:${server.port}/${hash}`);
    const { page } = visit;
    await page.getByLabel('Key of the server').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.includes('by tfjs'));
    expect(await page.locator('input[type=password]').count()).toBe(0);
    visit.forgive(/401/);
    expect(visit.errors).toEqual([]);
    await visit.close();
  });
});
