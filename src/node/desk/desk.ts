import { Worker } from 'node:worker_threads';
import { AbsumError, errorAt } from '../../errors.ts';
import type { AskedBy } from '../../http/desk.ts';
import type { FromDesk, ToDesk } from './protocol.ts';

/** A thread that answers requests. */
export interface Desk {
  /**
   * @param body of the request; it is handed over, and can be read no more
   * @throws AbsumError `worker-lost` if the thread ends before the answer begins
   */
  ask(request: Request, body: ArrayBuffer | null, about: AskedBy): Promise<Response>;
  /** Has the thread leave its work as it stands. */
  leave(): void;
  /** Has the thread end. */
  close(): Promise<void>;
}

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
 * @param script of the thread, which calls `serveDesk`
 * @param settings for it, by structured clone
 * @param onLog called with what it writes to the log
 * @throws AbsumError for settings that it cannot be opened with
 */
export async function openDesk(
  script: URL,
  settings: unknown,
  onLog: (entry: unknown) => void,
): Promise<Desk> {
  const asked = new Map<number, Asked>();
  let count = 0;
  let isClosing = false;
  let thread = await start();

  function start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(script, { execArgv: [], workerData: settings });
      let reason = 'its thread ended';
      worker.on('message', (message: FromDesk) => {
        if (message.kind === 'open') resolve(worker);
        else if (message.kind === 'shut') reject(new AbsumError('misconfigured', message.issues));
        else receive(message);
      });
      worker.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => {
        const lost = errorAt('worker-lost', '', `the thread that answers requests ended: ${reason}`);
        reject(lost);
        for (const each of asked.values()) each.fail(lost);
        asked.clear();
        if (isClosing) return;
        restart();
      });
    });
  }

  /** Until it is open, requests go to the thread that was lost, and fail. */
  function restart(): void {
    start().then(
      (worker) => {
        thread = worker;
      },
      () => setTimeout(restart, RESTART_MS).unref(),
    );
  }

  function say(message: ToDesk, transferred: ArrayBuffer[] = []): void {
    thread.postMessage(message, transferred);
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
        const headers = [...request.headers].filter(([name]) => !KEPT_BACK.has(name));
        say({ kind: 'ask', id, method, url, headers, body, about }, body === null ? [] : [body]);
      });
    },
    leave: () => say({ kind: 'rest' }),
    async close() {
      isClosing = true;
      const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
      say({ kind: 'end' });
      await ended;
    },
  };
}

/** How long a thread that cannot be started is left alone. */
const RESTART_MS = 1000;

/** Headers that the desk has no use for. */
const KEPT_BACK: ReadonlySet<string> = new Set(['authorization', 'cookie']);
