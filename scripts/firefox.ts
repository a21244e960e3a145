import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian puts Firefox, which playwright, made for a build of its own, cannot drive. */
const FIREFOX = '/usr/bin/firefox-esr';
export const HAS_FIREFOX = existsSync(FIREFOX);

const PATIENCE_MS = 60_000;

/** A page in Firefox, driven by WebDriver BiDi, and what came to pass in it. */
export interface FirefoxPage {
  /** The addresses that were asked for, those of its workers among them. */
  readonly requests: readonly string[];
  /** What the console said as errors. */
  readonly errors: readonly string[];
  /** What the page's content security policy refused since it was opened. */
  listRefused(): Promise<readonly string[]>;
  open(url: string): Promise<void>;
  /** Evaluates an expression, which may be a promise, in the page; its value goes through JSON. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly error?: string;
  readonly message?: string;
  readonly result?: unknown;
  readonly method?: string;
  readonly params?: unknown;
}

/** Starts Firefox with no window and a profile of its own. */
export async function openFirefox(): Promise<FirefoxPage> {
  const profile = mkdtempSync(join(tmpdir(), 'absum-firefox-'));
  const args = [
    '--headless',
    '--no-remote',
    '--profile',
    profile,
    '--remote-debugging-port',
    '0',
    'about:blank',
  ];
  const browser = spawn(FIREFOX, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, HOME: profile },
  });
  const close = async () => {
    // The whole process group, since browsers start processes of their own.
    if (browser.pid !== undefined && browser.exitCode === null) {
      process.kill(-browser.pid, 'SIGKILL');
      await once(browser, 'exit');
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    return await drive(`${await findAddress(browser)}/session`, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads where the browser can be driven. */
function findAddress(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string) => reject(new Error(`Firefox ${why}: ${printed}`));
    const timer = setTimeout(() => fail('did not start'), PATIENCE_MS);
    browser.once('exit', () => fail('ended'));
    browser.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk;
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(printed) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

async function drive(address: string, end: () => Promise<void>): Promise<FirefoxPage> {
  const [requests, errors]: [string[], string[]] = [[], []];
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const socket = new WebSocket(address);
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, ...rest } = JSON.parse(String(data)) as Message;
    if (method === 'network.beforeRequestSent') {
      requests.push((params as { request: { url: string } }).request.url);
    } else if (method === 'log.entryAdded') {
      const { level, text } = params as { level: string; text: string };
      if (level === 'error') errors.push(text);
    }
    const asked = waiting.get(id ?? -1);
    if (asked === undefined) return;
    if (rest.error === undefined) asked.resolve(rest.result);
    else asked.reject(new Error(`${rest.error}: ${rest.message}`));
  });
  await once(socket, 'open');
  let last = 0;
  const ask = <Result>(method: string, params: object): Promise<Result> => {
    last += 1;
    const id = last;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) =>
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject }),
    );
  };
  await ask('session.new', { capabilities: {} });
  await ask('session.subscribe', { events: ['network.beforeRequestSent', 'log.entryAdded'] });
  await ask('script.addPreloadScript', { functionDeclaration: String(collectRefused) });
  const { contexts } = await ask<{ contexts: { context: string }[] }>('browsingContext.getTree', {});
  const [{ context }] = contexts;
  const evaluate = async <Value>(expression: string) => {
    const { type, result, exceptionDetails } = await ask<{
      type: string;
      result?: { value?: string };
      exceptionDetails?: { text: string };
    }>('script.evaluate', {
      // A value goes over the wire as a text: BiDi has a form of its own for objects.
      expression: `(async () => JSON.stringify(await (${expression})) ?? 'null')()`,
      target: { context },
      awaitPromise: true,
    });
    if (type !== 'success') throw new Error(exceptionDetails?.text ?? 'the page threw');
    return JSON.parse(result?.value ?? 'null') as Value;
  };
  return {
    requests,
    errors,
    evaluate,
    listRefused: () => evaluate('globalThis.absumRefused'),
    async open(url) {
      await ask('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async close() {
      socket.close();
      await end();
    },
  };
}

/** Runs in each page before its own scripts. */
function collectRefused(): void {
  const refused: string[] = [];
  Object.assign(globalThis, { absumRefused: refused });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    refused.push(`${effectiveDirective} ${blockedURI}`);
  });
}
