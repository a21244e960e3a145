import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromium } from '../../scripts/hosts/browsers.ts';

const PROGRAM = '/usr/bin/chromium';
export const HAS_CHROMIUM = existsSync(PROGRAM);
const PATIENCE_MS = 60_000;

/** A page in a browser of its own. */
export interface Page {
  /** Sends a command of the DevTools protocol. */
  send<Result>(method: string, parameters?: object): Promise<Result>;
  /** The value of an expression in the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Resolves once the expression is true; throws with what the page shows where it stays false. */
  waitFor(expression: string): Promise<void>;
  /** Chooses a file in the file input that the selector names. */
  chooseFile(selector: string, path: string): Promise<void>;
  /** Presses a key where the focus is; `text` is what it types. */
  press(key: string, keyCode: number, text?: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts Chromium on an address and talks to it through its debugging pipe, which takes messages ended by a 0 byte. */
export async function openPage(url: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'absum-profile-'));
  const browser = spawn(PROGRAM, ['--remote-debugging-pipe', ...chromium(profile, 'about:blank')], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, since browsers start processes of their own
    env: { ...process.env, HOME: profile },
  });
  const commands = browser.stdio[3] as Writable;
  const answers = browser.stdio[4] as Readable;
  const waiting = new Map<number, (answer: { result: unknown; error?: { message: string } }) => void>();
  let rest = '';
  answers.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages.map((text) => JSON.parse(text))) waiting.get(message.id)?.(message);
  });

  let last = 0;
  let sessionId: string | undefined;
  async function send<Result>(method: string, parameters: object = {}): Promise<Result> {
    last += 1;
    const id = last;
    const answered = new Promise<{ result: unknown; error?: { message: string } }>((resolve) => {
      waiting.set(id, resolve);
    });
    commands.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`);
    const { result, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result as Result;
  }

  async function evaluate<Value>(expression: string): Promise<Value> {
    const parameters = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send<{ result: { value: Value }; exceptionDetails?: object }>(
      'Runtime.evaluate',
      parameters,
    );
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  async function waitFor(expression: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await evaluate<boolean>(expression))) {
      if (performance.now() > deadline) {
        throw new Error(
          `${expression} stays false; the page shows ${await evaluate('document.body.innerText')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function chooseFile(selector: string, path: string): Promise<void> {
    const { root } = await send<{ root: { nodeId: number } }>('DOM.getDocument');
    const chosen = { nodeId: root.nodeId, selector };
    const { nodeId } = await send<{ nodeId: number }>('DOM.querySelector', chosen);
    await send('DOM.setFileInputFiles', { nodeId, files: [path] });
  }

  async function press(key: string, keyCode: number, text?: string): Promise<void> {
    const pressed = { key, code: key, windowsVirtualKeyCode: keyCode };
    await send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed, text });
    await send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
  }

  async function close(): Promise<void> {
    if (browser.pid !== undefined && browser.exitCode === null) {
      const ended = once(browser, 'exit');
      process.kill(-browser.pid, 'SIGKILL');
      await ended;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  const { targetId } = await send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  ({ sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true }));
  await send('Page.navigate', { url });
  await waitFor('document.readyState === "complete"');
  return { send, evaluate, waitFor, chooseFile, press, close };
}
