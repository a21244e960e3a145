import type { Context } from 'hono';
import { type MemoryAdmission, measureNeed, type Release } from '../../admission/memory.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import { HttpError } from '../problem.ts';

/** Admits a comparison to the memory that all requests share. */
export function enterMemory(c: Context, memory: MemoryAdmission, figures: PlanFigures): Release {
  return memory.enter(measureNeed(figures)) ?? refuseForNow(c, memory);
}

/** Says that there is no memory now, and when there may be. */
export function refuseForNow(c: Context, memory: MemoryAdmission): never {
  const seconds = memory.secondsToWait();
  c.header('retry-after', String(seconds));
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
  throw new HttpError('busy', `the memory is taken by the work of others: try again in ${wait}`);
}
