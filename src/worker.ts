import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import type { ExecutionContext } from 'hono';
import absum from '../dist/absum.wasm';
import { createFusedEngine } from './engines/fused/engine.ts';
import { createTfjsEngine } from './engines/tfjs/engine.ts';
import { createApp, type ServiceLimits } from './http/app.ts';

interface Env {
  /** Limits that differ from the defaults, from `wrangler.toml`. */
  readonly LIMITS?: Partial<ServiceLimits>;
}

const engines = [createFusedEngine(absum), createTfjsEngine({ absum, tfjs })];

/** The Cloudflare Worker. */
export default {
  fetch: (request: Request, env: Env, context?: ExecutionContext) =>
    createApp({ engines, limits: env.LIMITS }).fetch(request, env, context),
};
