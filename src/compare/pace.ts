import { errorAt } from '../errors.ts';

/** Estimated work between two pauses, in seconds; other requests wait little longer than this. */
const SECONDS_AT_ONCE = 0.025;

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
    else if (isBrowser()) awaitMessage(resume);
    else setTimeout(resume, 0);
  });
}

/** A page, or a worker of one. The workers of servers have fewer of a browser's names. */
function isBrowser(): boolean {
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

/**
 * Makes a pacer. Work is counted by estimate, since the clock of some hosts stands still while they
 * compute.
 *
 * @param secondsAtOnce estimated work between two pauses
 */
export function createPacer(
  secondsPerStep: number,
  signal: AbortSignal | undefined,
  secondsAtOnce = SECONDS_AT_ONCE,
): Pacer {
  let worked = 0;
  return {
    stepsAtOnce: Math.max(1, Math.floor(secondsAtOnce / secondsPerStep)),
    async pause(steps) {
      worked += steps * secondsPerStep;
      if (worked >= secondsAtOnce) {
        worked = 0;
        await takeTurn();
      }
      refuseAborted(signal);
    },
  };
}
