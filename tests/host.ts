import { readFileSync } from 'node:fs';
import { createTfjsEngine } from '../src/engines/tfjs/engine.ts';
import type { TfjsModules } from '../src/engines/tfjs/backend.ts';

const require = (path: string) => new URL(path, import.meta.url);

/** The modules as a Node host reads them. */
export function readModules(): TfjsModules {
  const read = (path: string) => new WebAssembly.Module(readFileSync(require(path)));
  return {
    absum: read('../dist/absum.wasm'),
    tfjs: read('../node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'),
  };
}

export const engines = [createTfjsEngine(readModules())];
