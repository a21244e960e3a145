import { readFileSync } from 'node:fs';
import { createFusedEngine } from '../engines/fused/engine.ts';
import { createTfjsEngine } from '../engines/tfjs/engine.ts';
import { locateBuilt } from './built.ts';

/** Compiles a module that the build put beside this one. */
function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(locateBuilt(name)));
}

/** The engines of a Node host, in the order in which `auto` prefers them. */
export function createEngines() {
  const absum = compile('absum.wasm');
  const fused = createFusedEngine(absum, () => compile('absum-relaxed.wasm'));
  return [fused, createTfjsEngine({ absum, tfjs: () => compile('tfjs.wasm') })];
}
