import type { EnginePair, PairRows } from '../engine.ts';
import { startBackend } from './backend.ts';
import type { TfjsModules } from './modules.ts';
import { TfjsTrial } from './trial.ts';

/** Starts tfjs if nobody has. The rows of a pair come into its heap with each trial, and go with it. */
export async function openPair(modules: TfjsModules, rows: PairRows): Promise<EnginePair> {
  const backend = await startBackend(modules);
  return {
    startTrial: (spec, initial) => new TfjsTrial(backend, rows, spec, initial),
    close() {},
  };
}
