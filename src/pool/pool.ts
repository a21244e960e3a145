// The symbols of `using`, for programs whose own target has none.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Executor, ExecutorOptions } from '../compare/executor.ts';
import type { Pair } from '../data/split.ts';
import { errorAt } from '../errors.ts';
import type { TimeLimit } from '../pace.ts';
import type { PairOutcome, Work } from '../training/pair.ts';
import { compareOn, type Errand, sweepOn, type TextsOptions } from './errands.ts';
import { type FromWorker, type ToWorker, unpackFault } from './protocol.ts';

/** Workers that comparisons and sweeps share, taking turns pair by pair. */
export interface Pool extends Executor {
  /** Ends all workers; comparisons still running on them reject with `worker-lost`. */
  close(): Promise<void>;
  /** Does so at the end of a block: `await using pool = createPool()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A pool whose workers know how to work on sweeps: they were given `workOnTexts`. */
export interface SweepPool extends Pool {
  /**
   * Does what is left of each pair, whose results come as texts.
   *
   * @throws what `options` throw and the work throws; AbsumError `aborted` when the signal fired; `worker-lost`
   */
  runTexts(work: Work, pairs: readonly Pair[], options: TextsOptions): Promise<void>;
}

/** A worker of any host, as the pool holds it. */
interface PoolWorker {
  post(message: ToWorker): void;
  /** Called when work starts and when none is left: an idle worker need not keep its host alive. */
  setBusy(isBusy: boolean): void;
  end(): Promise<void>;
}

/** Starts a worker that calls `servePool`. */
export type StartWorker = (told: {
  onMessage(message: FromWorker): void;
  /** Called when the worker is gone or must not be used any more, possibly more than once. */
  onEnd(reason: string): void;
}) => PoolWorker;

/** An errand that is being worked on. */
interface Run extends Errand {
  readonly id: number;
  /** The pair to be handed out next. */
  next: number;
  left: number;
  isOver: boolean;
  readonly settle: (error?: { readonly reason: unknown }) => void;
}

/** How often the time of workers is counted. */
const WATCH_MS = 250;

/** The last that a worker says of a pair. */
const LAST: ReadonlySet<FromWorker['kind']> = new Set(['outcome', 'closing', 'failure']);

/** A worker, the comparisons that it knows, and the pair that it works on. */
interface Seat {
  readonly worker: PoolWorker;
  readonly opened: Set<Run>;
  task: { readonly run: Run; readonly index: number; readonly timeLimit: TimeLimit; since: number } | null;
}

/**
 * A pool of at most `size` workers, each started when there is work for it. Several comparisons take turns, pair by
 * pair.
 *
 * @throws RangeError for a size that is not a whole number of at least 1
 */
export function createWorkerPool(size: number, startWorker: StartWorker): SweepPool {
  if (!(Number.isSafeInteger(size) && size >= 1)) {
    throw new RangeError(`workers: expected a whole number of at least 1, got ${size}`);
  }
  return new WorkerPool(size, startWorker);
}

class WorkerPool implements SweepPool {
  readonly #size: number;
  readonly #startWorker: StartWorker;
  readonly #seats = new Set<Seat>();
  /** Comparisons with pairs to hand out; the one whose turn it is comes first. */
  readonly #waiting: Run[] = [];
  readonly #runs = new Set<Run>();
  #opened = 0;
  #clock: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  constructor(size: number, startWorker: StartWorker) {
    this.#size = size;
    this.#startWorker = startWorker;
  }

  async runPairs(
    work: Work,
    pairs: readonly Pair[],
    { signal, ...told }: ExecutorOptions,
  ): Promise<readonly PairOutcome[]> {
    const outcomes: PairOutcome[] = [];
    await this.#run(compareOn(work, pairs, told, outcomes), signal);
    return outcomes;
  }

  async runTexts(work: Work, pairs: readonly Pair[], { signal, ...told }: TextsOptions): Promise<void> {
    if (pairs.length > 0) await this.#run(sweepOn(work, pairs, told), signal);
  }

  #run(errand: Errand, signal: AbortSignal | undefined): Promise<void> {
    if (this.#isClosed) {
      return Promise.reject(errorAt('worker-lost', '', 'the pool of workers is closed'));
    }
    return new Promise((resolve, reject) => {
      const stop = () => this.#finish(run, { reason: errorAt('aborted', '', 'the caller stopped the work') });
      const run: Run = {
        ...errand,
        id: this.#opened++,
        next: 0,
        left: errand.count,
        isOver: false,
        settle(error) {
          signal?.removeEventListener('abort', stop);
          if (error === undefined) resolve();
          else reject(error.reason);
        },
      };
      this.#runs.add(run);
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop);
      this.#waiting.push(run);
      this.#watch();
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const reason = errorAt('worker-lost', '', 'the pool of workers was closed before the work was done');
    for (const run of [...this.#runs]) this.#finish(run, { reason });
    const ends = [...this.#seats].map(({ worker }) => worker.end());
    this.#seats.clear();
    await Promise.all(ends);
  }

  // Where a host knows no such symbol, this is one more name that nobody uses.
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Gives every free worker a pair, and starts workers while there are pairs for them. */
  #handOut(): void {
    while (this.#waiting.length > 0) {
      const [run] = this.#waiting;
      try {
        const seat = this.#findSeat(run);
        if (seat === null) return;
        this.#waiting.shift();
        if (run.next + 1 < run.count) this.#waiting.push(run);
        this.#assign(seat, run);
      } catch (reason) {
        // No worker could be started, or the work could not be cloned.
        this.#finish(run, { reason });
      }
    }
  }

  /** A free worker, preferably one that knows the comparison; null when all are busy. */
  #findSeat(run: Run): Seat | null {
    const free = [...this.#seats].filter(({ task }) => task === null);
    const seat = free.find(({ opened }) => opened.has(run)) ?? free[0];
    if (seat !== undefined) return seat;
    return this.#seats.size < this.#size ? this.#openSeat() : null;
  }

  #assign(seat: Seat, run: Run): void {
    const { worker, opened } = seat;
    const index = run.next++;
    const task = run.assign(index, run.id);
    if (!opened.has(run)) worker.post({ kind: 'open', comparison: run.id, work: run.work });
    opened.add(run);
    worker.post(task);
    worker.setBusy(true);
    seat.task = { run, index, timeLimit: run.limitTime(), since: performance.now() };
  }

  #openSeat(): Seat {
    const seat: Seat = {
      worker: this.#startWorker({
        onMessage: (message) => this.#receive(seat, message),
        onEnd: (reason) => this.#lose(seat, reason),
      }),
      opened: new Set(),
      task: null,
    };
    this.#seats.add(seat);
    return seat;
  }

  #receive(seat: Seat, message: FromWorker): void {
    const { task } = seat;
    if (task === null) return;
    const { run, index } = task;
    this.#charge(seat);
    if (!LAST.has(message.kind)) {
      this.#tell(run, index, message);
      return;
    }
    seat.task = null;
    seat.worker.setBusy(false);
    if (message.kind === 'failure') this.#finish(run, { reason: unpackFault(message.fault) });
    else {
      this.#tell(run, index, message);
      run.left -= 1;
      if (run.left === 0) this.#finish(run);
    }
    this.#handOut();
  }

  #tell(run: Run, index: number, message: FromWorker): void {
    if (run.isOver) return;
    try {
      run.hear(index, message);
    } catch (reason) {
      this.#finish(run, { reason });
    }
  }

  #lose(seat: Seat, reason: string): void {
    const { task } = seat;
    this.#seats.delete(seat);
    seat.task = null;
    if (task !== null) {
      const message = `a worker ended before its work was done: ${reason}`;
      this.#finish(task.run, { reason: errorAt('worker-lost', '', message) });
    }
    this.#handOut();
  }

  /** Looks at the clock while there is work: a worker that computes may say nothing for long. */
  #watch(): void {
    if (this.#clock !== undefined) return;
    this.#clock = setInterval(() => {
      for (const seat of this.#seats) this.#charge(seat);
    }, WATCH_MS);
  }

  /** Counts the time that a worker has worked since it was last counted. */
  #charge({ task }: Seat): void {
    if (task === null || task.run.isOver) return;
    const now = performance.now();
    const seconds = (now - task.since) / 1000;
    task.since = now;
    try {
      task.timeLimit.use(seconds);
    } catch (reason) {
      this.#finish(task.run, { reason });
    }
  }

  /** Ends a comparison, well or with an error; workers forget it, and those working on it stop. */
  #finish(run: Run, error?: { readonly reason: unknown }): void {
    if (run.isOver) return;
    run.isOver = true;
    this.#runs.delete(run);
    if (this.#runs.size === 0) {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
    const place = this.#waiting.indexOf(run);
    if (place !== -1) this.#waiting.splice(place, 1);
    for (const { worker, opened } of this.#seats) {
      if (opened.delete(run)) worker.post({ kind: 'close', comparison: run.id });
    }
    run.settle(error);
  }
}
