import type { Context, MiddlewareHandler } from 'hono';
import { type MemoryAdmission, measureNeed, type Release } from '../../admission/memory.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import { readWork } from '../keep-until-done.ts';
import { HttpError } from '../problem.ts';

// The memory that requests hold together: their bodies while they are read, and comparisons while they run.

/** Bytes that reading takes for each byte of a body: the bytes, their text, and what is read from it. */
const BYTES_READ = 3;

/**
 * Holds the bytes of a body until its request has been answered, and the work that it asked for has ended.
 *
 * @param most the bytes that a body may have whose length is not stated
 */
export function holdBody(memory: MemoryAdmission, most: number): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const release = memory.read(BYTES_READ * (readLength(c) ?? most));
    if (release === null) refuseForNow(c, memory);
    try {
      await next();
    } finally {
      const work = readWork(c);
      if (work === undefined) release();
      else void work.finally(release);
    }
  };
}

/** Admits a comparison to the memory. */
export function enterMemory(c: Context, memory: MemoryAdmission, figures: PlanFigures): Release {
  return memory.enter(measureNeed(figures)) ?? refuseForNow(c, memory);
}

function refuseForNow(c: Context, memory: MemoryAdmission): never {
  const seconds = memory.secondsToWait();
  c.header('retry-after', String(seconds));
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
  throw new HttpError('busy', `the memory is taken by the work of others: try again in ${wait}`);
}

function readLength(c: Context): number | null {
  const header = c.req.header('content-length');
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
