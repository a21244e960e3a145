import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import type { ExecutionContext } from 'hono';
import absum from '../dist/absum.wasm';
import { createFusedEngine } from './engines/fused/engine.ts';
import { createTfjsEngine } from './engines/tfjs/engine.ts';
import { createApp, type ServiceLimits } from './http/app.ts';
import { asksForPage } from './http/asks-for-page.ts';

interface Env {
  /** Limits that differ from the defaults, from `wrangler.toml`. */
  readonly LIMITS?: Partial<ServiceLimits>;
  /** The files of the page; a worker without them answers `/` with the index of its endpoints. */
  readonly ASSETS?: { fetch(request: Request): Promise<Response> };
}

const engines = [createFusedEngine(absum), createTfjsEngine({ absum, tfjs })];

/** The Cloudflare Worker. */
export default {
  fetch(request: Request, env: Env, context?: ExecutionContext) {
    const { ASSETS, LIMITS } = env;
    // Of the page's files, `/` alone comes here (wrangler.toml).
    if (ASSETS !== undefined && new URL(request.url).pathname === '/' && asksForPage(request)) {
      return ASSETS.fetch(request);
    }
    return createApp({ engines, limits: LIMITS }).fetch(request, env, context);
  },
};
