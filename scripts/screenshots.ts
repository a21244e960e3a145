/**
 * Takes the screenshots of the README: starts the worker, opens the page in Chromium at two widths, light and dark,
 * waits for the example's answer, and writes what a first visitor sees into docs/.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { CHROMIUM, HAS_CHROMIUM, openBrowser } from './chromium.ts';
import { startWorker } from './start-worker.ts';

/** Window sizes of a desktop and a phone, tall enough to show all parts of an answer. */
const WINDOWS = [
  { width: 1280, height: 1640 },
  { width: 390, height: 1400 },
];
const THEMES = ['light', 'dark'] as const;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs' } } });
if (!HAS_CHROMIUM) throw new Error(`${CHROMIUM} is not installed (scripts/install-hosts.sh)`);
const worker = await startWorker();
try {
  const browser = await openBrowser();
  for (const viewport of WINDOWS) for (const theme of THEMES) await takePicture(browser, viewport, theme);
  await browser.close();
} finally {
  await worker.stop();
}

async function takePicture(
  browser: Browser,
  viewport: (typeof WINDOWS)[number],
  colorScheme: (typeof THEMES)[number],
): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(worker.url);
  await page.waitForSelector('main[data-state="answered"] figure svg');
  // Whatever is under the mouse is highlighted.
  await page.mouse.move(0, 0);
  const path = `${values.out}/page-${viewport.width}-${colorScheme}.png`;
  const png = await page.screenshot({ path });
  console.log(`${path}: ${Math.round(png.length / 1024)} KB`);
  await context.close();
}
