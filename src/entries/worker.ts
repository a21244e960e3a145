import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import type { Context, ExecutionContext, Hono } from 'hono';
import absum from '../../dist/absum.wasm';
import { hasSweeps, type SweepEnv } from '../cloudflare/environment.ts';
import { SweepLaneBase } from '../cloudflare/sweep-lane.ts';
import { createSweepService } from '../cloudflare/sweep-service.ts';
import { createFusedEngine } from '../engines/fused/engine.ts';
import { createTfjsEngine } from '../engines/tfjs/engine.ts';
import { type AppOptions, createApp, type ServiceLimits } from '../http/app.ts';
import { asksForPage } from '../http/asks-for-page.ts';
import { createClosedApp } from '../http/closed-app.ts';
import { writeEntry } from '../http/log.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';

export { Sweep } from '../cloudflare/sweep-object.ts';

interface Env extends Partial<SweepEnv> {
  /** Limits that differ from the defaults, from `wrangler.toml`. */
  readonly LIMITS?: Partial<ServiceLimits>;
  /** The files of the page; a worker without them answers `/` with the index of its endpoints. */
  readonly ASSETS?: { fetch(request: Request): Promise<Response> };
  /** A secret: `name:digest` of each key, as `absum key` prints it. Without it everybody may ask. */
  readonly API_KEYS?: string;
  /** Origins whose scripts may read answers, separated by commas, or `*`. */
  readonly CORS_ORIGINS?: string;
  /** How often a key or an address may ask. */
  readonly RATE_LIMIT?: RateLimiter;
  /** `requests` for a line about every request; of errors there is one anyway. */
  readonly LOG?: string;
}

const engines = [createFusedEngine(absum), createTfjsEngine({ absum, tfjs })];

/** Set by the edge, over whatever a caller may have put there. */
const findAddress = (c: Context) => c.req.header('cf-connecting-ip');

/** The lanes of sweeps. */
export class SweepLane extends SweepLaneBase {
  protected override readonly engines = engines;
}

/** The Cloudflare Worker. */
export default {
  fetch(request: Request, env: Env, context?: ExecutionContext) {
    const { ASSETS, LIMITS, API_KEYS, CORS_ORIGINS, RATE_LIMIT, LOG } = env;
    // Of the page's files, `/` alone comes here (wrangler.toml).
    if (ASSETS !== undefined && new URL(request.url).pathname === '/' && asksForPage(request)) {
      return ASSETS.fetch(request);
    }
    return openApp({
      engines,
      sweeps: hasSweeps(env) ? createSweepService(env) : undefined,
      limits: LIMITS,
      keys: API_KEYS,
      origins: CORS_ORIGINS,
      limiter: RATE_LIMIT,
      findAddress,
      log: LOG === 'requests' ? writeEntry : undefined,
    }).fetch(request, env, context);
  },
};

/** Settings come with each request here, so one that cannot be read stops no start: every answer says so. */
function openApp(options: AppOptions): Hono {
  try {
    return createApp(options);
  } catch (error) {
    return createClosedApp(error);
  }
}
