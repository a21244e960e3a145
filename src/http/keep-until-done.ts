import type { Context } from 'hono';

/**
 * Lets the work end by itself when the client goes away: workerd drops the rest of a request that nothing
 * awaits, and the engines would never release what they hold.
 */
export function keepUntilDone(c: Context, work: Promise<unknown>): void {
  const done = work.catch(() => {});
  try {
    c.executionCtx.waitUntil(done);
  } catch {
    // Other hosts have no such context, and do not drop anything.
  }
}
