import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { urlOfBuilt } from '../root.ts';
import type { Setting } from '../setting.ts';
import { specify } from '../setting.ts';

/** A module with its host code. */
export interface Contestant {
  readonly name: 'baseline' | 'strict' | 'relaxed';
  start(setting: Setting): Promise<Racer>;
}

/** A network that trains on the rows of its setting. All calls return at once, so that they can be timed. */
export interface Racer {
  readonly steps: number;
  /** Runs through all rows, and returns the objective of each step. */
  runEpoch(): Float64Array;
  readParameters(): Float32Array;
  predict(): Float32Array;
  close(): void;
}

type CreateEngine = (source: () => WebAssembly.Module) => ReturnType<typeof createFusedEngine>;

const RELAXED = 'absum-relaxed.wasm';

/**
 * The module of the baseline and ours, each run by its own host code; the baseline comes first.
 *
 * @param folder the yardstick's
 */
export async function openContestants(folder: string): Promise<Contestant[]> {
  // Its engine as it was then: a change of how engines are driven needs a `race` of its own for it here.
  const then = (await import(pathToFileURL(join(folder, 'src/engines/fused/engine.ts')).href)) as {
    createFusedEngine: CreateEngine;
  };
  const baseline = enter('baseline', then.createFusedEngine, readFileSync(join(folder, 'dist/absum.wasm')));
  const strict = enter('strict', createFusedEngine, readFileSync(urlOfBuilt('absum.wasm')));
  if (!hasRelaxed()) return [baseline, strict];
  return [baseline, strict, enter('relaxed', createFusedEngine, readFileSync(urlOfBuilt(RELAXED)))];
}

/** Whether the module with fused products has been built. */
export function hasRelaxed(): boolean {
  return existsSync(urlOfBuilt(RELAXED));
}

function enter(
  name: Contestant['name'],
  createEngine: CreateEngine,
  bytes: Uint8Array<ArrayBuffer>,
): Contestant {
  const module = new WebAssembly.Module(bytes);
  return {
    name,
    start: (setting) =>
      startRacer(
        createEngine(() => module),
        setting,
      ),
  };
}

async function startRacer(engine: ReturnType<CreateEngine>, setting: Setting): Promise<Racer> {
  const { inputs, rows, batchSize, x, y, initial } = setting;
  const features = { rows, columns: inputs, values: x };
  const pair = await engine.openPair({ features, targets: { rows, columns: 1, values: y }, held: {} });
  const trial = pair.startTrial(specify(setting), initial);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const steps = Math.ceil(rows / batchSize);
  return {
    steps,
    runEpoch: () => trial.runSteps({ order, batchSize, stride: batchSize, dropoutKey: 1 }, 0, steps),
    readParameters: () => trial.readParameters(),
    predict: () => trial.predict('training'),
    close() {
      trial.close();
      pair.close();
    },
  };
}
