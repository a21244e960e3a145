import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import absum from '../../dist/absum.wasm';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import { type AppOptions, createApp, type ServiceLimits } from '../../src/http/app.ts';
import { writeEntry } from '../../src/http/log.ts';
import type { Settings } from './settings.ts';

const engines = [createTfjsEngine({ absum, tfjs })];

/** What the app on this host trains with: tfjs alone, so that every suite runs by it too. */
export const engineNames: readonly string[] = ['tfjs'];

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
  { isLogging, ...settings }: Settings = {},
): Promise<Response> {
  const app = createApp({
    engines,
    limits,
    ...settings,
    findAddress: (c) => c.req.header('cf-connecting-ip'),
    ...(isLogging && { log: writeEntry }),
  });
  return Promise.resolve(app.fetch(new Request(`http://absum.test${path}`, init)));
}

/** The app on this host, with sweeps or settings of a test's own. */
export function createTestApp(options: Omit<AppOptions, 'engines'>) {
  return createApp({ engines, ...options });
}
