import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_CHROMIUM, openBrowser, openPage } from './chromium.ts';

/** Works in slices of 25 ms until told to stop, or for 5 s; counts its turns, and the milliseconds that the median one took. */
const WORK = `
  async function work(isStopped) {
    const pacer = createPacer(1);
    const turns = [];
    const end = performance.now() + 5000;
    while (!isStopped() && performance.now() < end) {
      const until = performance.now() + 25;
      while (performance.now() < until);
      const before = performance.now();
      await pacer.pause(1);
      turns.push(performance.now() - before);
    }
    return { turns: turns.length, median: turns.sort((a, b) => a - b)[turns.length >> 1] };
  }
`;

/** In a page: timers and frames come while it works. */
const IN_PAGE = `
  globalThis.workHere = async () => {
    let frames = 0;
    let timers = 0;
    let isOver = false;
    const frame = () => { frames += 1; if (!isOver) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    const timer = setInterval(() => { timers += 1; }, 50);
    setTimeout(() => { isOver = true; }, 1500);
    const result = await work(() => isOver);
    clearInterval(timer);
    return { ...result, frames, timers };
  };
`;

/** In a worker: a message and timers come while it works. */
const IN_WORKER = `
  let isOver = false;
  let timers = 0;
  setInterval(() => { timers += 1; }, 50);
  onmessage = async ({ data }) => {
    if (data === 'stop') isOver = true;
    else postMessage({ ...(await work(() => isOver)), timers });
  };
`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  const bundled = await build({
    entryPoints: ['src/pace.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'absum',
  });
  const script = `${bundled.outputFiles[0].text}; const { createPacer } = absum; ${WORK}`;
  browser = await openBrowser();
  ({ page } = await openPage(browser, 'about:blank'));
  await page.evaluate(
    `${script} ${IN_PAGE} globalThis.workerScript = ${JSON.stringify(script + IN_WORKER)}; 1`,
  );
});
afterAll(() => browser?.close());

interface Turns {
  readonly turns: number;
  readonly median: number;
  readonly timers: number;
}

describe.runIf(HAS_CHROMIUM)('a pause in Chromium', () => {
  test('lets timers and frames of the page run', async () => {
    const { turns, timers, frames } = await page.evaluate<Turns & { frames: number }>('workHere()');
    expect(turns).toBeGreaterThan(20);
    expect(turns).toBeLessThan(100);
    expect(timers).toBeGreaterThan(10);
    expect(frames).toBeGreaterThan(10);
  });

  test('lets messages to a worker and its timers come, and costs less than a timer', async () => {
    const { turns, median, timers } = await page.evaluate<Turns>(`new Promise((resolve) => {
      const worker = new Worker(URL.createObjectURL(new Blob([workerScript])));
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage('start');
      setTimeout(() => worker.postMessage('stop'), 1500);
    })`);
    expect(turns).toBeGreaterThan(20);
    expect(turns).toBeLessThan(100);
    expect(timers).toBeGreaterThan(10);
    // A timer in its place takes 4 ms.
    expect(median).toBeLessThan(3);
  });
});
