import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/entries/index.ts';
import { diffReports } from '../../../src/report/diff/diff.ts';
import { findBarriers, HAS_CHROMIUM, openBrowser, openPage, type PageOptions } from '../chromium.ts';
import { ROOT, run } from '../commands.ts';

/** The component by itself, in a document of its own, as wide as beside the form. */
const HOST = `
  import { h, render } from 'preact';
  import { SideBySide } from '${join(ROOT, 'src/page/runs/side-by-side.tsx')}';
  import '${join(ROOT, 'src/page/style.css')}';
  render(h(SideBySide, globalThis.REPORTS), document.querySelector('#host'));`;
const NAMES = { a: 'diabetes, 40 epochs', b: 'diabetes, 15 epochs' };

let folder = '';
let browser: Browser;
let reports: { a: Report; b: Report; other: Report };

async function compareBy(options: string): Promise<Report> {
  const quick = '--dataset diabetes --lambdas 0,0.01,0.1 --repeats 1 --workers 0 --json';
  return JSON.parse((await run(`node dist/cli.js compare ${quick} ${options}`)).stdout);
}

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'absum-side-'));
  reports = {
    a: await compareBy('--epochs 40'),
    b: await compareBy('--epochs 15'),
    other: await compareBy('--epochs 15 --seed 2'),
  };
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    oxc: { jsx: { importSource: 'preact', runtime: 'automatic' } },
    plugins: [
      {
        name: 'host',
        resolveId: (id) => (id === 'virtual:host' ? join(ROOT, 'src/page/virtual-host.js') : null),
        load: (id) => (id.endsWith('virtual-host.js') ? HOST : null),
      },
    ],
    build: {
      outDir: folder,
      emptyOutDir: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: 'virtual:host',
        output: { format: 'iife', entryFileNames: 'host.js', assetFileNames: 'host[extname]' },
      },
    },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') rmSync(folder, { recursive: true });
});

/** Opens two reports beside each other. */
function open(a: Report, b: Report, options: PageOptions = {}) {
  const given = { a: { name: NAMES.a, report: a }, b: { name: NAMES.b, report: b } };
  const data = JSON.stringify(given).replaceAll('<', '\\u003c');
  const style = readFileSync(join(folder, 'host.css'), 'utf8');
  const html = `<!doctype html><html lang="en"><title>absum</title><meta name="viewport" content="width=device-width">
    <style>${style}</style><main><header><h1>absum</h1><h2>Earlier runs</h2></header><div></div>
    <div id="host" class="outcome"></div></main><script>globalThis.REPORTS = ${data}</script>
    <script src="host.js"></script></html>`;
  writeFileSync(join(folder, 'index.html'), html);
  return openPage(browser, pathToFileURL(join(folder, 'index.html')).href, options);
}

describe.skipIf(!HAS_CHROMIUM)('two runs, side by side', () => {
  test('show both headlines, what differs, the lambdas of both, the test and the curves', async () => {
    const { page, errors, close } = await open(reports.a, reports.b);
    const { sentence, lambdas } = diffReports(reports.a, reports.b, NAMES);
    const text = (await page.locator('main').textContent())?.replaceAll('\u00a0', ' ');
    for (const said of [sentence, reports.a.headline, reports.b.headline]) expect(text).toContain(said);
    const fields = page.getByRole('table', { name: 'What differs in recipe and data' });
    expect(await fields.getByRole('row').allInnerTexts()).toEqual([
      `field\t${NAMES.a}\t${NAMES.b}`,
      'training.epochs\t40\t15',
    ]);
    const rows = await page
      .getByRole('table', { name: 'The lambdas of both' })
      .getByRole('row')
      .allInnerTexts();
    expect(rows.slice(1).map((row) => row.split('\t').at(-1))).toEqual(
      lambdas.map(({ same, comparison }) => (same ? 'the same' : comparison?.verdict)),
    );
    expect(await page.getByRole('img').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('say why nothing was tested', async () => {
    const { page, close } = await open(reports.a, reports.other);
    expect(await page.locator('.headline').textContent()).toContain('seed: 1 and 2');
    expect(await page.getByRole('columnheader', { name: 'the second is' }).count()).toBe(0);
    await close();
  });

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('are usable at %d px, %s', async (width, theme) => {
    const { page, close } = await open(reports.a, reports.b, { width, theme });
    expect(await findBarriers(page)).toEqual([]);
    const { scroll, tops } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      tops: [...document.querySelectorAll('.pair > div')].map((each) => each.getBoundingClientRect().top),
    }));
    expect(scroll).toBeLessThanOrEqual(width);
    expect(tops[0] === tops[1]).toBe(width === 1280);
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/${width}-${theme}.png`, fullPage: true });
    await close();
  });
});
