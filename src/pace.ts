import { errorAt } from './errors.ts';

/** Estimated work between two pauses, in seconds. */
const SECONDS_AT_ONCE = 0.005;

/**
 * Turns of the host's loop before a piece of work of some milliseconds. What others ask for takes several on its way
 * (`wrangler dev` passes a request on eight times), and at each it waits for all who work in that turn. A turn costs
 * microseconds.
 */
const TURNS_OF_PIECE = 16;
/**
 * The same before a slice of a long computation, which takes them again while others begin pieces, but not for ever. To
 * slices of others it does not give way: long computations take turns.
 */
const TURNS_OF_SLICE = 8;
const MOST_WAITS = 32;

/** Pieces of work that have begun on this thread; slices of long computations are none. */
let begun = 0;

/** Keeps a long computation from holding up its host. */
export interface Pacer {
  /** So many steps may run without a pause, at least 1. */
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

/** Lets everything run that waits; a timer costs a millisecond or more where there is something quicker. */
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

/** In a page one turn is enough: nobody asks it for anything. */
async function takeTurns(turns: number): Promise<void> {
  for (let turn = isPage() ? 1 : turns; turn > 0; turn--) await takeTurn();
}

/** A page, or a worker of one. The workers of servers have fewer of a browser's names. */
function isPage(): boolean {
  return 'document' in globalThis || 'DedicatedWorkerGlobalScope' in globalThis;
}

/** Browsers let a timer that follows a timer wait 4 ms, while a message comes once what is due before it has run. */
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
