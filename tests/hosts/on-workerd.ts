import absum from '../../dist/absum.wasm';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import worker from '../../src/entries/worker.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppOptions } from '../../src/http/parts.ts';
import type { ServiceLimits } from '../../src/http/settings.ts';
import type { Settings } from './settings.ts';

/** What the app on this host trains with. */
export const engineNames: readonly string[] = ['fused', 'tfjs'];

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
  { keys, origins, limiter, isLogging }: Settings = {},
): Promise<Response> {
  const env = {
    LIMITS: limits,
    ...(keys !== undefined && { API_KEYS: keys }),
    ...(origins !== undefined && { CORS_ORIGINS: origins }),
    ...(limiter && { RATE_LIMIT: limiter }),
    ...(isLogging && { LOG: 'requests' }),
  };
  return Promise.resolve(worker.fetch(new Request(`http://absum.test${path}`, init), env));
}

const engines = [createFusedEngine(absum)];

/** The app on this host, with sweeps or settings of a test's own, for which the worker has no place. */
export function createTestApp(options: Omit<AppOptions, 'engines'>) {
  return createApp({ engines, ...options });
}
