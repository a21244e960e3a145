import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FirefoxPage, HAS_FIREFOX, openFirefox } from '../../../scripts/firefox.ts';
import { writeXlsx } from '../../data/doors/xlsx/write-xlsx.ts';
import { HAS_CHROMIUM, openBrowser, openPage } from '../chromium.ts';
import { ROOT } from '../commands.ts';
import { type BuiltSite, buildSite } from './build-site.ts';
import { compareInFirefox, findOthers, SMALL } from './drive.ts';

/** dist/absum.html, opened from the disk: for people whose data may not leave the room. */

let built: BuiltSite;
let address: string;
beforeAll(async () => {
  built = await buildSite();
  address = pathToFileURL(built.oneFile).href;
});
afterAll(() => built?.remove());

test('the one file is smaller than 1.3 megabytes, holds notices, and names no other file', () => {
  expect(statSync(built.oneFile).size).toBeLessThan(1_300_000);
  expect(built.printed).toMatch(/absum\.html: \d+ KiB/);
  const html = readFileSync(built.oneFile, 'utf8');
  expect(html).toMatch(/preact \d/);
  const markup = html.replace(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, '');
  expect(markup).not.toMatch(/(?:src|href)="(?!data:)/);
});

const noChromium = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the one file in Chromium${noChromium}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    const columnData = [
      { name: 'x', data: Array.from({ length: 40 }, (_, i) => (i * i) % 13) },
      { name: 'y', data: Array.from({ length: 40 }, (_, i) => ((i * i) % 13) + (i % 3)) },
    ];
    const rows = columnData[0].data.map((x, i) => [x, columnData[1].data[i]]);
    writeFileSync(locate('mine.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })));
    writeFileSync(locate('mine.xlsx'), await writeXlsx({ Data: [['x', 'y'], ...rows] }));
  });
  afterAll(() => browser?.close());

  /** A file of the repository, or one that the test writes beside what is built. */
  const locate = (file: string) =>
    file.includes('/') ? join(ROOT, file) : join(dirname(built.oneFile), file);
  const TABLES = [
    ['a built-in set', SMALL, null],
    ['another built-in set', '#dataset=friedman1&lambdas=0,0.1&epochs=5&repeats=1', null],
    ['relaxed arithmetic', `${SMALL}&arithmetic=relaxed`, null],
    [
      'classes',
      '#dataset=cps-wages-1985&target=gender&loss=cross-entropy&lambdas=0,0.1&epochs=5&repeats=1',
      null,
    ],
    ['a CSV file', '#target=y&lambdas=0,0.1&epochs=5&repeats=1', 'fixtures/diabetes.csv'],
    ['a Parquet file', '#target=y&lambdas=0,0.1&epochs=5&repeats=1', 'mine.parquet'],
    ['a spreadsheet', '#target=y&lambdas=0,0.1&epochs=5&repeats=1', 'mine.xlsx'],
  ] as const;
  test('judges scores of others without a network', async () => {
    const visit = await openPage(browser, 'about:blank');
    const { page } = visit;
    await page.context().setOffline(true);
    await page.goto(address);
    await page.getByRole('link', { name: 'Judge scores' }).click();
    await page.getByRole('button', { name: 'Try an example' }).click();
    await page.waitForSelector('main[data-judge=answered] .headline', { timeout: 60_000 });
    await page.locator('.judge figure svg').nth(1).waitFor();
    expect(visit.errors).toEqual([]);
    await visit.close();
  });

  test('checks a loop, and trains it, without a network', async () => {
    const visit = await openPage(browser, 'about:blank');
    const { page } = visit;
    await page.context().setOffline(true);
    await page.goto(address);
    await page.getByRole('link', { name: 'Check your loop' }).click();
    await page.getByRole('button', { name: 'Try an example' }).click();
    await page.waitForSelector('main[data-check=answered] .faults', { timeout: 60_000 });
    await page.selectOption('#worth-dataset', 'diabetes');
    await page.fill('#worth-repeats', '1');
    await page.locator('#worth-target').waitFor();
    await page.getByRole('button', { name: 'Compare as written' }).click();
    await page.waitForSelector('[data-worth=answered] .headline', { timeout: 60_000 });
    expect(visit.errors).toEqual([]);
    await visit.close();
  });

  test.each(TABLES)('goes to the verdict without a network, with %s', async (_, hash, file) => {
    const visit = await openPage(browser, 'about:blank');
    const { page } = visit;
    await page.context().setOffline(true);
    await page.goto(address + hash);
    if (file !== null) await page.setInputFiles('input[type=file]', locate(file));
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.waitForSelector('main[data-state=answered] .headline', { timeout: 60_000 });
    expect(await page.getByRole('radio').count()).toBe(0);
    // What is loaded on a press elsewhere is there already.
    await page.getByRole('button', { name: 'Cite this' }).click();
    await page.getByRole('region', { name: 'Citation' }).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Model as ONNX' }).click(),
    ]);
    expect(statSync(await saved.path()).size).toBeGreaterThan(100);
    expect([visit.errors, visit.failures, findOthers(visit.requests, 'file:///')]).toEqual([[], [], []]);
    expect(visit.requests.filter((url) => url.startsWith('file:') && !url.startsWith(address))).toEqual([]);
    await visit.close();
  });
});

const noFirefox = HAS_FIREFOX ? '' : ' (skipped: no Firefox, scripts/install-hosts.sh)';

describe.skipIf(!HAS_FIREFOX)(`the one file in Firefox${noFirefox}`, () => {
  let page: FirefoxPage;
  beforeAll(async () => {
    page = await openFirefox();
  });
  afterAll(() => page?.close());

  test('goes from opening to the verdict, and asks for nothing', async () => {
    expect(await compareInFirefox(page, address + SMALL)).toMatch(/lambda|penalty/);
    const refused = await page.listRefused();
    expect([page.errors, refused, findOthers(page.requests, address)]).toEqual([[], [], []]);
  });
});
