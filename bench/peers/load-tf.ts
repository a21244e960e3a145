import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Layers, Tf } from './tfjs.ts';

const require = createRequire(import.meta.url);

/** tfjs as plain Node loads it: the CommonJS build, on its WASM backend with one thread. */
export async function loadTf(): Promise<Tf> {
  const tf: Tf = require('@tensorflow/tfjs-core');
  const backend: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');
  if (tf.getBackend() === 'wasm') return tf;
  backend.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  backend.setThreadsCount(1);
  await tf.setBackend('wasm');
  return tf;
}

export function loadLayers(): Layers {
  return require('@tensorflow/tfjs-layers');
}
