import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { CHROMIUM } from '../chromium.ts';
import type { Consumer } from './consumer.ts';
import type { Finding, Host, Skip, SuiteOutcome } from './host.ts';

const PATIENCE_MS = 120_000;

/** What the page, or the worker that it starts, runs; it sends the result back to the server. */
const SCRIPT = `import * as absum from 'absum-l1';
import { createWebPool } from 'absum-l1/workers';
import { runSuite } from './suite.js';

const golden = await (await fetch('/golden.json')).json();
const openPool = () => createWebPool(() => new Worker('/pool-worker.js', { type: 'module' }), { workers: 2 });
const outcome = await runSuite(absum, golden, openPool).catch((error) => ({ failures: [String(error)] }));
const version = navigator.userAgent;
await fetch('/result', { method: 'POST', body: JSON.stringify({ ...outcome, version }) });
`;

/** What a worker of the pool runs. */
const POOL_SCRIPT = `import { servePool } from 'absum-l1/workers';
servePool(self);
`;

const PAGES: Readonly<Record<string, string>> = {
  '/main': '<!doctype html><title>main thread</title><script type="module" src="/page.js"></script>',
  '/worker':
    '<!doctype html><title>worker</title><script>new Worker("/page.js", { type: "module" })</script>',
};

/** Bundles the suite with the packed library, as a page would, and serves it on the loopback address. */
async function serveSuite({
  folder,
}: Consumer): Promise<{ server: Server; port: number; result: Promise<string> }> {
  writeFileSync(join(folder, 'page.js'), SCRIPT);
  writeFileSync(join(folder, 'pool-worker.js'), POOL_SCRIPT);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'page.js'), join(folder, 'pool-worker.js')],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    outdir: join(folder, 'site'),
    write: false,
    logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
  let finish: (body: string) => void = () => {};
  const result = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/result') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      response.end();
      finish(Buffer.concat(parts).toString());
    } else if (path in PAGES) {
      response.setHeader('content-type', 'text/html');
      response.end(PAGES[path]);
    } else if (path === '/golden.json') {
      response.end(readFileSync(join(folder, 'golden.json')));
    } else if (files.has(path)) {
      response.setHeader('content-type', 'text/javascript');
      response.end(files.get(path));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, result };
}

/** Starts a browser on a page, with a profile of its own, and waits for the result. */
async function browse(
  program: string,
  args: (profile: string, url: string) => string[],
  page: string,
  consumer: Consumer,
): Promise<SuiteOutcome & { version: string }> {
  const { server, port, result } = await serveSuite(consumer);
  const profile = mkdtempSync(join(tmpdir(), 'absum-profile-'));
  const browser = spawn(program, args(profile, `http://127.0.0.1:${port}${page}`), {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, HOME: profile },
  });
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  // The whole process group, since browsers start processes of their own.
  const stop = () =>
    browser.pid !== undefined && browser.exitCode === null && process.kill(-browser.pid, 'SIGKILL');
  const ended = once(browser, 'exit').then(() => {
    throw new Error(`${program} ended, or took more than ${PATIENCE_MS / 1000} s, without a result`);
  });
  try {
    return JSON.parse(await Promise.race([result, ended]));
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    stop();
    server.close();
    server.closeAllConnections();
    await once(browser, 'exit').catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function describeBrowser(
  name: string,
  engine: string,
  program: string,
  args: (profile: string, url: string) => string[],
  page: keyof typeof PAGES,
): Host {
  return {
    name,
    engine,
    async try(consumer: Consumer): Promise<Finding | Skip> {
      if (!existsSync(program)) return { skipped: 'not installed (scripts/install-hosts.sh)' };
      const { version, ...outcome } = await browse(program, args, page, consumer);
      const [, number] = /(?:Chrome|Firefox)\/([\d.]+)/.exec(version) ?? [];
      return { version: number ?? version, ...outcome };
    },
  };
}

/** The arguments of Chromium for a page, without a window and without requests of its own. */
const chromium = (profile: string, url: string) => [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--user-data-dir=${profile}`,
  url,
];
const firefox = (profile: string, url: string) => ['--headless', '--no-remote', '--profile', profile, url];

export const BROWSERS: readonly Host[] = [
  describeBrowser('Chromium, page', 'V8', CHROMIUM, chromium, '/main'),
  describeBrowser('Chromium, Web Worker', 'V8', CHROMIUM, chromium, '/worker'),
  describeBrowser('Firefox, page', 'SpiderMonkey', '/usr/bin/firefox-esr', firefox, '/main'),
];
