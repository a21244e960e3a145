import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

export { HAS_CHROMIUM, openBrowser } from '../../scripts/chromium.ts';

export interface PageOptions {
  /** Pixels; 1280 by default. */
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** A page, and what came to pass in it since it was opened, its Web Workers included. */
export interface Visit {
  readonly page: Page;
  /** What the console told as errors, refusals of the content security policy among them, and what no code caught. */
  readonly errors: readonly string[];
  /** Requests without an answer, with the reason: `net::ERR_ABORTED` where the page itself let go. */
  readonly failures: readonly string[];
  /** The address of every request. */
  readonly requests: readonly string[];
  /** Forgets the errors and failures that a test brought about by itself. */
  forgive(expected: RegExp): void;
  close(): Promise<void>;
}

/** Opens an address in a context of its own: no page knows another's storage. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, theme = 'light' }: PageOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
  const page = await context.newPage();
  const errors: string[] = [];
  const failures: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) =>
    failures.push(`${request.url()}: ${request.failure()?.errorText}`),
  );
  await page.goto(url);
  const forgive = (expected: RegExp) => {
    for (const list of [errors, failures]) {
      for (let i = list.length - 1; i >= 0; i--) if (expected.test(list[i])) list.splice(i, 1);
    }
  };
  return { page, errors, failures, requests, forgive, close: () => context.close() };
}

/** The requests that went to another origin than the page's. */
export function findStrangers({ page, requests }: Visit): string[] {
  const { origin } = new URL(page.url());
  // A blob or data address is a part of the page.
  return requests.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== origin);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against the page's accessibility, each as rule, reason and places; an empty list is a pass. */
export async function findBarriers(page: Page): Promise<string[]> {
  // As a program of the debugger: the content security policy lets no script element in.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** An event of Chromium's trace. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of a task, the microseconds that its thread worked, which a machine that is busy elsewhere makes no longer. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Watches the main thread of a browser's pages from now on.
 *
 * @returns ends the watch, and gives the milliseconds that the longest task since then worked
 */
export async function watchLongTasks(browser: Browser, page: Page): Promise<() => Promise<number>> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  return async () => {
    const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
    const main = new Set(
      traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = traceEvents.filter(
      ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && main.has(`${pid} ${tid}`),
    );
    if (tasks.length === 0) throw new Error('the trace holds no task of a page');
    return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
  };
}
