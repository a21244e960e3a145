import type { Context } from 'hono';

const WORK = 'absumWork';

/**
 * Lets the work end by itself when the client goes away: workerd drops the rest of a request that nothing
 * awaits, and the engines would never release what they hold.
 */
export function keepUntilDone(c: Context, work: Promise<unknown>): void {
  const done = work.catch(() => {});
  c.set(WORK, Promise.all([c.get(WORK), done]));
  try {
    c.executionCtx.waitUntil(done);
  } catch {
    // Other hosts have no such context, and do not drop anything.
  }
}

/** Resolves once all work that was left to itself has ended; undefined where there is none. */
export const readWork = (c: Context): Promise<unknown> | undefined => c.get(WORK);
