import { errorAt } from '../errors.ts';

/** Estimated work between two pauses, in seconds; other requests wait no longer than this. */
const SECONDS_BETWEEN_PAUSES = 0.025;

/**
 * Makes the pause that a long computation takes after each unit of its work: it lets the host serve
 * others once enough work has piled up, and throws when the caller's signal fired. Work is counted by
 * estimate, since the clock of some hosts stands still while they compute.
 *
 * @throws AbsumError `aborted`, by the pause
 */
export function createPause(secondsPerUnit: number, signal: AbortSignal | undefined): () => Promise<void> {
  let worked = 0;
  return async () => {
    worked += secondsPerUnit;
    if (worked >= SECONDS_BETWEEN_PAUSES) {
      worked = 0;
      await new Promise((resume) => setTimeout(resume, 0));
    }
    if (signal?.aborted) throw errorAt('aborted', '', 'the caller stopped the work');
  };
}
