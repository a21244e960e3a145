import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServerHost, type Running } from '../../scripts/chaos/hosts.ts';
import { startWorker } from '../../scripts/start-worker.ts';
import { buildRecipe, FIRST_SETUP, INCLUDED } from '../../src/page/setup/setup.ts';
import { findStrangers, HAS_CHROMIUM, openBrowser, openPage, type Visit } from './chromium.ts';
import { ROOT } from './commands.ts';

/** Sweeps on the page: started, left, found again, stopped. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';
const SETUP = 'dataset=diabetes&lambdas=0,0.01&hidden=32&epochs=3000&folds=2&repeats=2';

/** Hosts that serve the page and run sweeps. */
const HOSTS: Readonly<Record<string, () => Promise<Pick<Running, 'url' | 'stop'>>>> = {
  worker: () => startWorker(),
  async server() {
    const server = openServerHost(ROOT);
    const { url, stop } = await server.start();
    return { url, stop: () => stop().finally(server.remove) };
  },
};

describe.skipIf(!HAS_CHROMIUM).each(Object.entries(HOSTS))(
  `sweeps on the page of a %s${explain}`,
  (_, open) => {
    let host: Pick<Running, 'url' | 'stop'>;
    let browser: Browser;
    beforeAll(async () => {
      [host, browser] = await Promise.all([open(), openBrowser()]);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
    const state = (page: Page, name: string) => page.waitForSelector(`main[data-state=${name}]`);

    /** Opens the page on a setup, starts it as a sweep, and returns once the address names it. */
    async function start(setup: string): Promise<{ visit: Visit; id: string }> {
      const visit = await openPage(browser, `${host.url}/#${setup}`);
      const { page } = visit;
      await page.getByLabel('on the server, as a sweep').check();
      await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.includes('trials'));
      await press(page, 'Compare');
      await page.waitForFunction(() => location.hash.includes('sweep='));
      const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('sweep') ?? '';
      return { visit, id };
    }

    test('one that is left goes on, and its address finds the report, the same as in the browser', async () => {
      const { visit, id } = await start(SETUP);
      await press(visit.page, 'Leave it running');
      await state(visit.page, 'left');
      const link = visit.page.url();
      expect([visit.errors, findStrangers(visit)]).toEqual([[], []]);
      // The list of sweeps is kept by the browser, for the next visit.
      await visit.page.reload();
      await visit.page.getByText('Sweeps started here').click();
      expect(await visit.page.locator('.sweeps a').first().getAttribute('href')).toContain(id);
      await visit.close();

      const found = await openPage(browser, link);
      await state(found.page, 'answered');
      expect(await found.page.inputValue('#field-epochs')).toBe('3000');
      const [saved] = await Promise.all([
        found.page.waitForEvent('download'),
        press(found.page, 'Download report'),
      ]);
      const fields = { lambdas: '0,0.01', hidden: '32', epochs: '3000', folds: '2', repeats: '2' };
      const recipe = buildRecipe({ ...FIRST_SETUP, fields }, INCLUDED);
      const direct = await fetch(`${host.url}/v1/compare`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(recipe),
      });
      expect(readFileSync(await saved.path(), 'utf8')).toBe(await direct.text());
      expect([found.errors, findStrangers(found)]).toEqual([[], []]);
      await found.close();
    });

    test('Stop ends one on the server, and keeps what was done', async () => {
      const { visit, id } = await start(SETUP.replace('epochs=3000', 'epochs=20000'));
      await press(visit.page, 'Stop');
      await state(visit.page, 'stopped');
      await expect
        .poll(async () => (await (await fetch(`${host.url}/v1/sweeps/${id}`)).json()).state, {
          timeout: 20_000,
        })
        .toBe('stopped');
      expect(visit.errors).toEqual([]);
      await visit.close();
    });
  },
);
