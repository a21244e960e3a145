import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type RunningServer, startServer } from '../../../scripts/start-server.ts';
import type { Report } from '../../../src/report/schema.ts';
import { findStrangers, openBrowser, openPage, type PageOptions, type Visit } from '../chromium.ts';
import { ROOT } from '../commands.ts';

/** Some trials of one data set: an answer in a second or so. */
export const SHORT = 'dataset=diabetes&lambdas=0,0.01&epochs=3&folds=2&repeats=1';
/** As much as takes many seconds. */
export const LONG = 'dataset=diabetes&lambdas=0,0.01&epochs=20000&folds=2&repeats=2';

export interface LabPage {
  readonly url: () => string;
  readonly browser: () => Browser;
  readonly visit: () => Visit;
  readonly page: () => Page;
  /** Opens the page in a browser that keeps nothing of another test. */
  open(hash?: string, options?: PageOptions): Promise<void>;
  /** Opens the page once more, in a tab of the same browser. */
  openTab(hash?: string): Promise<Page>;
  state(name: string, page?: Page): Promise<unknown>;
  press(name: string | RegExp, page?: Page): Promise<void>;
  fill(name: string, text: string): Promise<void>;
  /** Waits until what the form says now can be compared. */
  ready(page?: Page): Promise<unknown>;
  compare(page?: Page): Promise<void>;
  headline(page?: Page): Promise<string | null>;
  chooseFile(name: string, text: string): Promise<void>;
  /** The report that the page shows, as it is saved. */
  saveReport(): Promise<Report>;
}

/** Every default as it is, and nothing computed until Compare is pressed. */
const PLAIN = '#dataset=diabetes';

/** A server and a browser for the tests of a `describe`, each of which opens the page. */
export function useLabPage(): LabPage {
  let server: RunningServer;
  let browser: Browser;
  let visit: Visit;
  let page: Page;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'absum-page-'));
    [server, browser] = await Promise.all([
      startServer(ROOT, ['--sweeps', join(folder, 'sweeps')]),
      openBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    expect([visit.errors, findStrangers(visit)]).toEqual([[], []]);
    await visit.close();
  });
  const state: LabPage['state'] = (name, on = page) => on.waitForSelector(`main[data-state=${name}]`);
  const press: LabPage['press'] = (name, on = page) =>
    on.getByRole('button', { name, exact: typeof name === 'string' }).click();
  const ready: LabPage['ready'] = (on = page) => on.waitForSelector('button[type=submit]:enabled');
  return {
    ...{ url: () => server.url, browser: () => browser, visit: () => visit, page: () => page },
    ...{ state, press, ready },
    async open(hash = PLAIN, options = {}) {
      visit = await openPage(browser, `${server.url}/${hash}`, options);
      page = visit.page;
    },
    async openTab(hash = PLAIN) {
      const tab = await page.context().newPage();
      await tab.goto(`${server.url}/${hash}`);
      return tab;
    },
    async fill(name, text) {
      await page.fill(`#field-${name}`, text);
      // A plan is made a moment after the last letter.
      await page.waitForTimeout(300);
    },
    async compare(on = page) {
      await ready(on);
      await press('Compare', on);
      await state('answered', on);
    },
    headline: async (on = page) =>
      (await on.textContent('.answer .headline'))?.replaceAll('\u00a0', ' ') ?? null,
    async chooseFile(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      await page.setInputFiles('input[type=file]', path);
    },
    async saveReport() {
      const [saved] = await Promise.all([page.waitForEvent('download'), press('Download report')]);
      return JSON.parse(readFileSync(await saved.path(), 'utf8')) as Report;
    },
  };
}

/** A table of two features that tell something of the target. */
export function writeTable(rows = 40): string {
  const lines = Array.from({ length: rows }, (_, i) => `${i},${(i * 7) % 11},${i * 2 + (i % 3)}`);
  return `a,b,y\n${lines.join('\n')}\n`;
}
