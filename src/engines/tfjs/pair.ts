import type { EnginePair, PairRows } from '../engine.ts';
import { startBackend } from './backend.ts';
import type { TfjsModules } from './modules.ts';
import { TfjsTrial } from './trial.ts';

/** Starts tfjs, unless it runs already. The rows of a pair enter the heap with each trial, and leave with it. */
export async function openTfjsPair(modules: TfjsModules, rows: PairRows): Promise<EnginePair> {
  const backend = await startBackend(modules);
  return {
    startTrial: (spec, initial) => new TfjsTrial(backend, rows, spec, initial),
    close() {},
  };
}
