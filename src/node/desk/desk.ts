import { Worker } from 'node:worker_threads';
import { AbsumError, errorAt } from '../../errors.ts';
import type { Log } from '../../http/log.ts';
import type { DeskLine } from '../../http/parts.ts';
import { locateBuilt } from '../built.ts';
import type { Workshop } from '../workshop.ts';
import type { DeskSettings, FromDesk, ToDesk } from './protocol.ts';

/** A workshop in a thread, which answers requests. */
export interface Desk extends Pick<DeskLine, 'ask'>, Pick<Workshop, 'tellUrl' | 'leave' | 'close'> {}

/** A request that the desk works on. */
interface Asked {
  begin(response: Response): void;
  fail(fault: unknown): void;
  /** The answer once it has begun. */
  body: ReadableStreamDefaultController<Uint8Array> | null;
  /** Called when there is a chunk, or there are no more. */
  advance: (() => void) | null;
}

/**
 * Opens a desk. A thread that is lost, to a lack of memory say, takes its requests with it, and another takes its place.
 *
 * @param onLog called with what it writes to the log
 * @param script of the thread; it calls `serveDesk`
 * @throws AbsumError as `openWorkshop` does
 */
export async function openDesk(
  settings: DeskSettings,
  onLog: Log,
  script: URL = locateBuilt('desk-worker.js'),
): Promise<Desk> {
  const asked = new Map<number, Asked>();
  let count = 0;
  let isClosing = false;
  let ownUrl: string | null = null;
  /** Null between two threads. */
  let thread: Worker | null = await start();

  function start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(script, { execArgv: [], workerData: settings });
      let isOpen = false;
      let reason = 'it exited';
      worker.on('message', (message: FromDesk) => {
        if (message.kind === 'open') {
          isOpen = true;
          resolve(worker);
        } else if (message.kind === 'shut') reject(new AbsumError('misconfigured', message.issues));
        else receive(message);
      });
      worker.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => {
        reject(lose(reason));
        if (!isOpen) return;
        thread = null;
        for (const each of asked.values()) each.fail(lose(reason));
        asked.clear();
        if (!isClosing) void restart();
      });
    });
  }

  async function restart(): Promise<void> {
    try {
      thread = await start();
      if (ownUrl !== null) say({ kind: 'url', url: ownUrl });
    } catch {
      setTimeout(restart, RESTART_MS).unref();
    }
  }

  function say(message: ToDesk, transferred: ArrayBuffer[] = []): void {
    thread?.postMessage(message, transferred);
  }

  function receive(message: Exclude<FromDesk, { kind: 'open' | 'shut' }>): void {
    if (message.kind === 'log') {
      onLog(message.entry);
      return;
    }
    const { id } = message;
    const known = asked.get(id);
    if (known === undefined) return;
    switch (message.kind) {
      case 'head': {
        const { status, headers, hasBody } = message;
        if (!hasBody) asked.delete(id);
        known.begin(
          new Response(hasBody ? openBody(id, known) : null, {
            status,
            headers: [...headers] as [string, string][],
          }),
        );
        return;
      }
      case 'chunk':
        known.body?.enqueue(message.bytes);
        break;
      case 'done':
        asked.delete(id);
        known.body?.close();
        break;
      case 'broken':
        known.fail(errorAt('worker-lost', '', 'the answer broke off'));
        asked.delete(id);
    }
    known.advance?.();
  }

  function openBody(id: number, known: Asked): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          known.body = controller;
        },
        pull: () =>
          new Promise<void>((resolve) => {
            known.advance = resolve;
            say({ kind: 'pull', id });
          }),
        cancel() {
          asked.delete(id);
          say({ kind: 'leave', id });
        },
      },
      // One chunk is ready while another is sent.
      { highWaterMark: 1 },
    );
  }

  return {
    ask(request, body, about) {
      const id = count++;
      return new Promise<Response>((resolve, reject) => {
        if (thread === null) throw lose('another is about to start');
        const known: Asked = {
          body: null,
          advance: null,
          begin: resolve,
          fail(fault) {
            reject(fault);
            this.body?.error(fault);
            this.advance?.();
          },
        };
        asked.set(id, known);
        request.signal.addEventListener('abort', () => {
          if (asked.delete(id)) say({ kind: 'leave', id });
          reject(errorAt('aborted', '', 'the client closed the request'));
        });
        const { method, url } = request;
        const headers = [...request.headers];
        say({ kind: 'ask', id, method, url, headers, body, about }, body === null ? [] : [body]);
      });
    },
    tellUrl(url) {
      ownUrl = url;
      say({ kind: 'url', url });
    },
    leave: async () => say({ kind: 'rest' }),
    async close() {
      isClosing = true;
      const ending = thread;
      if (ending === null) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      say({ kind: 'end' });
      await ended;
    },
  };
}

/** How long a thread that cannot be started is left alone. */
const RESTART_MS = 1000;

function lose(reason: string): AbsumError {
  return errorAt('worker-lost', '', `the thread that answers requests ended: ${reason}`);
}
