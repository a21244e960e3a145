/** Works on one data set after another, as `threads.ts` gives them out. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { runJudgeSet } from './judge/run-set.ts';
import { runSet } from './run-set.ts';
import type { Task } from './threads.ts';

const wasm = readFileSync(new URL('../../dist/absum.wasm', import.meta.url));
const engine = createFusedEngine(new WebAssembly.Module(wasm));

parentPort?.on('message', async ({ cell, seed }: Task) => {
  const result = 'given' in cell ? runJudgeSet(cell, seed, engine) : runSet(cell, seed, engine);
  parentPort?.postMessage(await result);
});
