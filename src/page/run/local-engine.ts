import type { ProgressEvent } from '../../compare/progress.ts';
import { unpackFault } from '../../pool/protocol.ts';
import type { Source } from '../setup/setup.ts';
import type { Answers, FromEngine, QuestionName, ToEngine } from './protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((event: ProgressEvent) => void) | undefined;
}

interface AskOptions {
  /** Stops a comparison. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** The page's end of the line to its Web Worker, which is started at the first question, and again after it broke. */
export class LocalEngine {
  readonly #startWorker: () => Worker;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #source: Source | null = null;
  #asked = 0;

  constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker;
  }

  /** Starts the worker before there is a question. */
  warmUp(): void {
    if (this.#worker === null) this.#start();
  }

  /** Names the data that all further questions are about; those that are open already are not sent again. */
  open(source: Source): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#worker?.postMessage({ kind: 'open', source } satisfies ToEngine);
  }

  /** @throws what the worker threw; AbsumError where the library did */
  ask<Name extends QuestionName>(
    kind: Name,
    what: Answers[Name]['ask'],
    { signal, onProgress }: AskOptions = {},
  ): Promise<Answers[Name]['answer']> {
    const worker = this.#worker ?? this.#start();
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<Answers[Name]['answer']>((resolve, reject) => {
      this.#waiting.set(id, {
        // The worker is a part of this page: what it answers is what `Answers` says.
        resolve: (value) => resolve(value as Answers[Name]['answer']),
        reject,
        onProgress,
      });
      worker.postMessage({ ...what, kind, id });
      const stop = () => worker.postMessage({ kind: 'stop', id } satisfies ToEngine);
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  #start(): Worker {
    const worker = this.#startWorker();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => this.#receive(data));
    worker.addEventListener('error', (event) =>
      this.#lose(worker, event.message || 'it could not be loaded'),
    );
    if (this.#source !== null) worker.postMessage({ kind: 'open', source: this.#source } satisfies ToEngine);
    return worker;
  }

  #receive(message: FromEngine): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.kind === 'progress') {
      waiting.onProgress?.(message.event);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting.resolve(message.value);
    else waiting.reject(unpackFault(message.fault));
  }

  #lose(worker: Worker, reason: string): void {
    worker.terminate();
    if (this.#worker === worker) this.#worker = null;
    const error = new Error(`the page's own worker broke off: ${reason}`);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
