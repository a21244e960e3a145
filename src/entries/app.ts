/** The HTTP service as a Hono app, to be mounted under any path. */
import { loadModule, loadRelaxed } from '#absum-module';
import { createFusedEngine } from '../engines/fused/engine.ts';
import { createApp as createAppWith } from '../http/app.ts';
import type { AppOptions } from '../http/parts.ts';

export type { Allowance, BudgetStore, Payment, SweepPayment } from '../admission/budget.ts';
export type { MemoryAdmission, Need, Release, TextAccount } from '../admission/memory.ts';
export type { ErrorEntry, Log, RequestEntry } from '../http/log.ts';
export { createRateLimiter, type RateLimiter } from '../http/rate-limiter.ts';
export { DEFAULT_SERVICE_LIMITS, type ServiceLimits } from '../http/settings.ts';
export { DEFAULT_SWEEP_LIMITS } from '../sweeps/limits.ts';
export type { SweepEvent, SweepInput, SweepService, SweepStanding, SweepView } from '../sweeps/sweep.ts';
export type { AppOptions };

/** Makes the service; by default with the fused engine, whose module comes with the library. */
export function createApp(options: Partial<AppOptions> = {}): ReturnType<typeof createAppWith> {
  return createAppWith({
    ...options,
    engines: options.engines ?? [createFusedEngine(loadModule, loadRelaxed)],
  });
}
