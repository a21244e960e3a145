import { errorAt } from './errors.ts';

/** Estimated work between two pauses, in seconds. */
const SECONDS_AT_ONCE = 0.005;

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

/** Keeps a long computation from holding up its host. */
export interface Pacer {
  /** How many steps may run without a pause, at least 1. */
  readonly stepsAtOnce: number;
  /**
   * Called after some steps: lets the host serve others once enough work has piled up.
   *
   * @throws AbsumError `aborted` when the caller's signal has fired
   */
  pause(steps: number): Promise<void>;
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

/** Makes a pacer. Work is counted by estimate, since the clock of some hosts stands still while they compute. */
export function createPacer(secondsPerStep: number, signal: AbortSignal | undefined): Pacer {
  let worked = 0;
  return {
    stepsAtOnce: Math.max(1, Math.floor(SECONDS_AT_ONCE / secondsPerStep)),
    async pause(steps) {
      worked += steps * secondsPerStep;
      if (worked >= SECONDS_AT_ONCE) {
        worked = 0;
        await letPass();
      }
      refuseAborted(signal);
    },
  };
}
