import { countTold, type Executor, type ExecutorOptions } from '../compare/executor.ts';
import type { Pair } from '../data/split.ts';
import { errorAt } from '../errors.ts';
import { Allowance } from '../pace.ts';
import type { PairOutcome, Work } from '../training/pair.ts';
import { type FromWorker, type ToWorker, unpackFault } from './protocol.ts';

/** Workers that comparisons share, taking turns pair by pair. */
export interface Pool extends Executor {
  /** Ends all workers; comparisons still running on them reject with `worker-lost`. */
  close(): Promise<void>;
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

/** A comparison that is being worked on. */
interface Run {
  readonly id: number;
  readonly work: Work;
  readonly pairs: readonly Pair[];
  readonly told: Pick<ExecutorOptions, 'onTrial' | 'onEpoch'>;
  readonly outcomes: PairOutcome[];
  /** The seconds that all its pairs may take. */
  readonly allowance: Allowance;
  /** The pair to be handed out next. */
  next: number;
  left: number;
  isOver: boolean;
  readonly settle: (error?: { readonly reason: unknown }) => void;
}

/** How often the time of workers is counted. */
const WATCH_MS = 250;

type Told = Extract<FromWorker, { kind: 'trial' | 'epoch' }>;

/** A worker, the comparisons that it knows, and the pair that it works on. */
interface Seat {
  readonly worker: PoolWorker;
  readonly opened: Set<Run>;
  task: { readonly run: Run; readonly index: number; since: number } | null;
}

/**
 * A pool of at most `size` workers, each started when there is work for it. Several comparisons take turns, pair by
 * pair.
 *
 * @throws RangeError for a size that is not a whole number of at least 1
 */
export function createWorkerPool(size: number, startWorker: StartWorker): Pool {
  if (!(Number.isSafeInteger(size) && size >= 1)) {
    throw new RangeError(`workers: expected a whole number of at least 1, got ${size}`);
  }
  return new WorkerPool(size, startWorker);
}

class WorkerPool implements Pool {
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
    { signal, allowance = new Allowance(), ...told }: ExecutorOptions,
  ): Promise<readonly PairOutcome[]> {
    if (this.#isClosed) throw errorAt('worker-lost', '', 'the pool of workers is closed');
    return new Promise((resolve, reject) => {
      const stop = () => this.#finish(run, { reason: errorAt('aborted', '', 'the caller stopped the work') });
      const run: Run = {
        id: this.#opened++,
        work,
        pairs,
        told,
        outcomes: [],
        allowance,
        next: 0,
        left: pairs.length,
        isOver: false,
        settle(error) {
          signal?.removeEventListener('abort', stop);
          if (error === undefined) resolve(run.outcomes);
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

  /** Gives every free worker a pair, and starts workers while there are pairs for them. */
  #handOut(): void {
    while (this.#waiting.length > 0) {
      const [run] = this.#waiting;
      try {
        const seat = this.#findSeat(run);
        if (seat === null) return;
        this.#waiting.shift();
        if (run.next + 1 < run.pairs.length) this.#waiting.push(run);
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
    const comparison = run.id;
    const index = run.next++;
    if (!opened.has(run)) worker.post({ kind: 'open', comparison, work: run.work });
    opened.add(run);
    const { onTrial, onEpoch } = run.told;
    const epochs = onEpoch === undefined ? 0 : countTold(run.work, run.pairs, index);
    const tell = { trials: onTrial !== undefined, epochs };
    worker.post({ kind: 'pair', comparison, pair: run.pairs[index], tell });
    worker.setBusy(true);
    seat.task = { run, index, since: performance.now() };
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
    if (message.kind === 'trial' || message.kind === 'epoch') {
      this.#tell(run, run.pairs[index], message);
      return;
    }
    seat.task = null;
    seat.worker.setBusy(false);
    if (message.kind === 'failure') this.#finish(run, { reason: unpackFault(message.fault) });
    else {
      run.outcomes[index] = message.outcome;
      run.left -= 1;
      if (run.left === 0) this.#finish(run);
    }
    this.#handOut();
  }

  #tell(run: Run, pair: Pair, message: Told): void {
    if (run.isOver) return;
    const { onTrial, onEpoch } = run.told;
    try {
      if (message.kind === 'trial') onTrial?.(pair, message.lambda, message.value);
      else onEpoch?.(pair, message.lambda, message.point);
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
      task.run.allowance.use(seconds);
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
