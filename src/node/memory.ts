import { totalmem } from 'node:os';
import { DEFAULT_SERVICE_LIMITS } from '../http/settings.ts';

/**
 * The memory for comparisons unless a setting says otherwise: half of what the machine has, or of what its
 * container may take, and never less than on a worker.
 *
 * @param constrained what the container may take; 0 or more than the machine has where there is no limit
 */
export function shareMemory(constrained = process.constrainedMemory(), total = totalmem()): number {
  const available = constrained > 0 ? Math.min(constrained, total) : total;
  return Math.max(DEFAULT_SERVICE_LIMITS.memory, Math.floor(available / 2));
}
