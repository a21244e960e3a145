import { errorAt } from './errors.ts';

// How work takes turns with what else its host has to do, and how it ends when it takes too long.

/** Work between two pauses, in seconds, while others work on this thread too. */
const SECONDS_AT_ONCE = 0.005;
/**
 * The same for a computation that is alone: a turn costs up to 0.1 ms in workerd, so that short slices would take a
 * tenth of the time, and whoever comes waits for this one alone.
 */
const SECONDS_ALONE = 0.02;

/**
 * Turns of the host's loop before a piece of work of some milliseconds. A request of someone else takes
 * several turns to arrive (`wrangler dev` passes it on eight times), and in each it waits for all the work of
 * that turn. A turn costs microseconds.
 */
const TURNS_OF_PIECE = 16;
/**
 * The same before a slice of a long computation, which takes these turns again while others begin pieces, up
 * to a limit. It does not give way to other slices: long computations take turns.
 */
const TURNS_OF_SLICE = 8;
const MOST_WAITS = 32;

/** Pieces of work that have begun on this thread, not counting slices of long computations. */
let begun = 0;
/** Slices of long computations that have ended on it. */
let slices = 0;

/** Keeps a long computation from holding up its host. */
export interface Pacer {
  /** How many steps may run without a pause, at least 1. */
  readonly stepsAtOnce: number;
  /**
   * Called after some steps: lets the host serve others once enough work has piled up.
   *
   * @throws AbsumError `aborted` when the caller's signal has fired, `out-of-time` when its time is over
   */
  pause(steps: number): Promise<void>;
  /**
   * The same after other work.
   *
   * @param seconds that it takes by estimate
   */
  spend(seconds: number): Promise<void>;
}

/** The seconds that a comparison may work, wherever it does. */
export class TimeLimit {
  readonly seconds: number;
  /** How often it has begun. */
  begun = 1;
  #used = 0;

  constructor(seconds: number = Number.POSITIVE_INFINITY) {
    this.seconds = seconds;
  }

  get left(): number {
    return Math.max(0, this.seconds - this.#used);
  }

  /** Begins anew. What was waited for since the last work, hours perhaps, is no work. */
  renew(): void {
    this.#used = 0;
    this.begun += 1;
  }

  /** @throws AbsumError `out-of-time` when more is used than there was */
  use(seconds: number): void {
    this.#used += seconds;
    if (this.#used > this.seconds) throw outOfTime(this.seconds);
  }
}

/** The error of work that has used its seconds. */
export function outOfTime(seconds: number) {
  const message = `the work has taken its limit of ${Number(seconds.toPrecision(3))} seconds, and was stopped`;
  const advice = 'take fewer epochs, lambdas, folds or repeats, or larger batches';
  return errorAt('out-of-time', 'training.epochs', `${message}: ${advice}`);
}

/** @throws AbsumError `aborted` when the signal has fired */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw errorAt('aborted', '', 'the caller stopped the work');
}

/** Lets everything that waits run, without a timer where possible: a timer costs a millisecond or more. */
export function takeTurn(): Promise<void> {
  return new Promise((resume) => {
    if (typeof setImmediate === 'function') setImmediate(resume);
    else if (isPage()) awaitMessage(resume);
    else setTimeout(resume, 0);
  });
}

/** Lets others be served before a piece of work of some milliseconds. */
export async function serveOthers(): Promise<void> {
  await takeTurns(TURNS_OF_PIECE);
  begun += 1;
}

/** The same before a slice of a long computation, which lets the pieces of others pass. */
async function letPass(): Promise<void> {
  let waits = 0;
  let before: number;
  do {
    before = begun;
    await takeTurns(TURNS_OF_SLICE);
    waits += 1;
  } while (begun !== before && waits < MOST_WAITS);
}

/** In a page one turn is enough: it has no requests to serve. */
async function takeTurns(turns: number): Promise<void> {
  for (let turn = isPage() ? 1 : turns; turn > 0; turn--) await takeTurn();
}

/** A page, or a worker of one. The workers of servers have fewer of a browser's names. */
function isPage(): boolean {
  return 'document' in globalThis || 'DedicatedWorkerGlobalScope' in globalThis;
}

/**
 * Browsers delay a timer set by a timer by 4 ms, while a message arrives as soon as what is due before it has
 * run.
 */
function awaitMessage(resume: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resume();
  };
  port2.postMessage(null);
}

interface PacerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Unlimited by default. */
  readonly timeLimit?: TimeLimit | undefined;
  /** Milliseconds since some moment. */
  readonly now?: (() => number) | undefined;
}

/**
 * On a host whose clock stands still while it computes, a turn shows what the work before it took, and what others
 * did in it. So much more than the estimate counts at most.
 */
const MOST_OVER_ESTIMATE = 4;

/**
 * Makes a pacer. Its work is measured by the clock, and by estimate on hosts whose clock stands still while they
 * compute.
 *
 * @param secondsPerStep by estimate
 */
export function createPacer(
  secondsPerStep: number,
  { signal, timeLimit = new TimeLimit(), now = () => performance.now() }: PacerOptions = {},
): Pacer {
  let estimated = 0;
  let resumed = now();
  let atOnce = SECONDS_AT_ONCE;
  // What had been done on this thread when the last slice of this computation ended.
  let then = { slices, begun };
  let { begun: began } = timeLimit;
  const spend = async (seconds: number) => {
    if (timeLimit.begun !== began) {
      began = timeLimit.begun;
      estimated = 0;
      resumed = now();
    }
    estimated += seconds;
    const worked = (now() - resumed) / 1000;
    if (Math.max(estimated, worked) >= atOnce) {
      let used = worked;
      if (worked === 0) {
        await takeTurn();
        used = Math.min((now() - resumed) / 1000, MOST_OVER_ESTIMATE * estimated) || estimated;
      }
      timeLimit.use(used);
      estimated = 0;
      slices += 1;
      const own = slices;
      await letPass();
      const isAlone = slices === own && own === then.slices + 1 && begun === then.begun;
      atOnce = isAlone ? SECONDS_ALONE : SECONDS_AT_ONCE;
      then = { slices: own, begun };
      resumed = now();
    }
    refuseAborted(signal);
  };
  return {
    stepsAtOnce: Math.max(1, Math.floor(SECONDS_AT_ONCE / secondsPerStep)),
    pause: (steps) => spend(steps * secondsPerStep),
    spend,
  };
}
