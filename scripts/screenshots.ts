/**
 * Takes the screenshots of the README: starts the worker, opens the page in Chromium at two widths, light and dark,
 * compares as a first visitor would, and writes what is then seen into docs/.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, HAS_CHROMIUM, openBrowser } from './chromium.ts';
import { startWorker } from './start-worker.ts';

const WIDTHS = [1280, 390];
const THEMES = ['light', 'dark'] as const;
const MOST_BYTES = 400 * 1024;
/** What is taken away of a picture that is too large, at its foot. */
const STEP = 0.9;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs' } } });
if (!HAS_CHROMIUM) throw new Error(`${CHROMIUM} is not installed (scripts/install-hosts.sh)`);
const worker = await startWorker();
try {
  const browser = await openBrowser();
  for (const width of WIDTHS) for (const theme of THEMES) await takePicture(browser, width, theme);
  await browser.close();
} finally {
  await worker.stop();
}

async function takePicture(browser: Browser, width: number, theme: (typeof THEMES)[number]): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(worker.url);
  await page.click('button[type=submit]');
  await page.waitForSelector('main[data-state="answered"]');
  // The mouse marks what it is over.
  await page.mouse.move(0, 0);
  const file = `${values.out}/page-${width}-${theme}.png`;
  const { png, height, full } = await shoot(page, width);
  writeFileSync(file, png);
  const cut = height < full ? `, its first ${height} of ${full} pixels` : '';
  console.log(`${file}: ${Math.round(png.length / 1024)} KB${cut}`);
  await context.close();
}

/** The whole page, or as much of it from the top as the largest picture holds. */
async function shoot(page: Page, width: number) {
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  let height = full;
  while (true) {
    const clip = { x: 0, y: 0, width, height };
    const png = await page.screenshot({ fullPage: true, clip });
    if (png.length <= MOST_BYTES) return { png, height, full };
    height = Math.floor(height * STEP);
  }
}
