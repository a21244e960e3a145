import type { ServiceLimits } from '../../src/http/app.ts';
import worker from '../../src/worker.ts';

/** What the app on this host trains with. */
export const engineNames: readonly string[] = ['fused', 'tfjs'];

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
): Promise<Response> {
  return Promise.resolve(worker.fetch(new Request(`http://absum.test${path}`, init), { LIMITS: limits }));
}
