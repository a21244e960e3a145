import { RemoteError } from './remote-error.ts';

const [SHORTEST_MS, LONGEST_MS] = [500, 30_000];

/** Whether the same request may work later: no answer came or not all of it, or one of a service under stress. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  const { code, status } = error;
  if (status === null) return code === 'unreachable' || code === 'interrupted';
  // A budget lasts until midnight, and sweeps run for as long as they run.
  if (code === 'budget-exceeded' || code === 'too-many-sweeps') return false;
  // 501 says that it never will.
  return status === 429 || (status >= 500 && status !== 501);
}

/**
 * Waits before the next attempt, the longer the more have failed, and ends early by the signal. By chance up to half
 * as long, so that all who lost the same service do not come back at once.
 *
 * @param failures in a row, at least 1
 */
export function waitAfter(failures: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (failures - 1)) * (1 - Math.random() / 2);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
