import { readFileSync } from 'node:fs';
import { createTfjsEngine } from './engines/tfjs/engine.ts';

/** Compiles a module that the build put beside this one. */
function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(`../dist/${name}`, import.meta.url)));
}

/** The engines of a Node host, in the order in which `auto` prefers them. */
export function createEngines() {
  return [createTfjsEngine({ absum: compile('absum.wasm'), tfjs: compile('tfjs.wasm') })];
}
