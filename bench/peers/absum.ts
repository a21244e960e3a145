import { existsSync, readFileSync } from 'node:fs';
import type { Engine } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { urlOfBuilt } from '../root.ts';

type Library = typeof import('../../src/entries/index.ts') & typeof import('../../src/entries/node.ts');

/** The built package, since tfjs loads in Node only when bundled. */
export async function loadBuilt(): Promise<Library> {
  return { ...(await import(urlOfBuilt('index.js').href)), ...(await import(urlOfBuilt('node.js').href)) };
}

let engines: Promise<Engine[]> | undefined;

/** The engines of the built package, the fused one first; the same for all parts, so that tfjs has one heap. */
export function loadEngines(): Promise<Engine[]> {
  engines ??= loadBuilt().then(({ createEngines }) => createEngines());
  return engines;
}

/** Our engine on the module whose products are fused; null if it has not been built. */
export function openRelaxedEngine(): Engine | null {
  const file = urlOfBuilt('absum-relaxed.wasm');
  return existsSync(file) ? createFusedEngine(new WebAssembly.Module(readFileSync(file))) : null;
}
