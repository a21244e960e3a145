import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import type { Context, ExecutionContext } from 'hono';
import absum from '../../dist/absum.wasm';
import relaxed from '../../dist/absum-relaxed.wasm';
import { type Budget, createBudgets } from '../cloudflare/budget-object.ts';
import { hasSweeps, type SweepEnv } from '../cloudflare/environment.ts';
import { SweepLaneBase } from '../cloudflare/lane.ts';
import { createSweepService } from '../cloudflare/service.ts';
import { createFusedEngine } from '../engines/fused/engine.ts';
import { createTfjsEngine } from '../engines/tfjs/engine.ts';
import { errorAt } from '../errors.ts';
import { buildApp } from '../http/app.ts';
import { asksForPage } from '../http/asks-for-page.ts';
import { openOrClose } from '../http/closed-app.ts';
import { writeEntry } from '../http/log.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import { type AppSettings, readHostSettings } from '../http/settings.ts';
import { chooseSweepLimits } from '../sweeps/limits.ts';

export { Budget } from '../cloudflare/budget-object.ts';
export { Sweep } from '../cloudflare/sweep-object.ts';

/** What `wrangler.toml` binds. `readHostSettings` reads its variables and the secret `API_KEYS`. */
interface Env extends Partial<SweepEnv> {
  /** The files of the page; a worker without them answers `/` with the index of its endpoints. */
  readonly ASSETS?: { fetch(request: Request): Promise<Response> };
  /** How often a key or an address may ask. */
  readonly RATE_LIMIT?: RateLimiter;
  /** What each caller has used of its budget. */
  readonly BUDGETS?: DurableObjectNamespace<Budget>;
}

const engines = [createFusedEngine(absum, relaxed), createTfjsEngine({ absum, tfjs })];

/** Both are set by the edge, which overwrites whatever a caller may have sent. */
const findAddress = (c: Context) => c.req.header('cf-connecting-ip');
const findRequestId = (c: Context) => /^[0-9a-f]{16}(-[A-Z]{3})?$/.exec(c.req.header('cf-ray') ?? '')?.[0];

/** The lanes of sweeps. */
export class SweepLane extends SweepLaneBase {
  protected override readonly engines = engines;
  protected override readonly limits = chooseSweepLimits(readHostSettings({ ...this.env }).app.limits);
}

const openApp = onceForEach((env: Env) =>
  openOrClose(() => {
    const { app, log, sweeps } = readHostSettings({ ...env });
    return buildApp({
      ...app,
      budgets: openBudgets(env, app),
      lanes: sweeps.mostLanes,
      engines,
      sweeps: hasSweeps(env) ? createSweepService(env, sweeps) : undefined,
      limiter: env.RATE_LIMIT,
      findAddress,
      findRequestId,
      log: log === 'requests' ? writeEntry : undefined,
    });
  }),
);

/** An isolate comes and goes as the platform likes, so that it can keep no budget itself. */
function openBudgets({ BUDGETS }: Env, { budgetSeconds, mostSweeps }: AppSettings) {
  if (BUDGETS !== undefined) return createBudgets(BUDGETS);
  if (budgetSeconds === undefined && mostSweeps === undefined) return undefined;
  const place = budgetSeconds === undefined ? 'MOST_SWEEPS' : 'BUDGET_SECONDS';
  throw errorAt('misconfigured', place, 'expected the binding BUDGETS in wrangler.toml, got none');
}

/** The Cloudflare Worker. */
export default {
  fetch(request: Request, env: Env, context?: ExecutionContext) {
    const { ASSETS } = env;
    // Of the page's files, only `/` comes here (wrangler.toml).
    if (ASSETS !== undefined && new URL(request.url).pathname === '/' && asksForPage(request)) {
      return ASSETS.fetch(request);
    }
    return openApp(env).fetch(request, env, context);
  },
};

/**
 * Makes what depends on an environment when it is first needed. A deployment passes the same object to all
 * requests of an isolate, so the isolate has one app; nothing is kept for an environment that is no longer
 * referenced.
 */
function onceForEach<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new WeakMap<Key, Made>();
  return (key) => {
    const made = known.get(key) ?? make(key);
    known.set(key, made);
    return made;
  };
}
