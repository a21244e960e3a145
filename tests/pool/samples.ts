import { vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createWebPool } from '../../src/pool/web-pool.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { ChannelWorker } from './channel-worker.ts';

/** A pool over workers in this thread. */
export function openPool(workers: number, own: readonly Engine[] | Promise<readonly Engine[]> = engines) {
  const started: ChannelWorker[] = [];
  const pool = createWebPool(
    () => {
      const worker = new ChannelWorker(own);
      started.push(worker);
      return worker;
    },
    { workers },
  );
  return { pool, started };
}

export const write = async (...args: Parameters<typeof compare>) => JSON.stringify(await compare(...args));

/** So long that no test waits for its end. */
export const ENDLESS = smallRecipe({ training: { epochs: 100_000, batchSize: 1 } });
export const WIDE = { cells: 1e9, trials: 1e9, assignments: 1e9, included: 1e9, bytes: 1e9, seconds: 1e9 };

/** An engine that tells how many epochs it has run. */
export function countEpochs(onEpoch: (count: number) => void = () => {}) {
  const counted = { epochs: 0 };
  const { recorder } = recordEngine(fused, (count) => {
    counted.epochs = count;
    onEpoch(count);
  });
  return { counted, engine: recorder };
}

/** Waits until the workers have stopped: for much longer than a pause of the pacer. */
export async function expectRest(counted: { readonly epochs: number }): Promise<void> {
  const isAtRest = async () => {
    const before = counted.epochs;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return counted.epochs === before;
  };
  await vi.waitUntil(isAtRest, { timeout: 10_000 });
}
