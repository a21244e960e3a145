import { readFileSync } from 'node:fs';
import { createFusedEngine } from '../src/engines/fused/engine.ts';
import { createTfjsEngine } from '../src/engines/tfjs/engine.ts';
import type { TfjsModules } from '../src/engines/tfjs/modules.ts';

function compile(path: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(path, import.meta.url)));
}

/** The modules as a Node host reads them. */
export function readModules(): TfjsModules {
  return {
    absum: compile('../dist/absum.wasm'),
    tfjs: compile('../node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'),
  };
}

const modules = readModules();
export const relaxed = compile('../dist/absum-relaxed.wasm');
export const fused = createFusedEngine(modules.absum, relaxed);
export const tfjs = createTfjsEngine(modules);

/** The engines in the order in which a host has them. */
export const engines = [fused, tfjs];
