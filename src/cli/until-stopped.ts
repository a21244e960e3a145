import type { Environment } from './environment.ts';
import { EXIT } from './exit-codes.ts';

/** Does work that the first Ctrl-C stops by its signal; the second ends the process at once. */
export async function workUntilStopped<Result>(
  environment: Environment,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const unhear = environment.onInterrupt(() => {
    if (controller.signal.aborted) environment.exit(EXIT.stopped);
    else controller.abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    unhear();
  }
}
