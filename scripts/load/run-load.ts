import { setTimeout as wait } from 'node:timers/promises';
import type { RunningWorker } from '../start-worker.ts';
import { runClient, type Tally } from './client.ts';
import type { Inspector } from './inspector.ts';
import { type MemorySample, measureMemory } from './memory.ts';
import { askOnce, type KnownWork } from './work.ts';

export interface LoadOptions {
  readonly clients: number;
  readonly seconds: number;
}

export interface LoadFigures extends Tally {
  /** Milliseconds that each GET /healthz took. */
  readonly health: readonly number[];
  /** Memory before the load, and every half second under it. */
  readonly idle: MemorySample;
  readonly memory: readonly MemorySample[];
}

const BETWEEN_PROBES_MS = 50;
const BETWEEN_SAMPLES_MS = 500;

/** Has clients send a worker various requests, while its health is polled and its memory read. */
export async function runLoad(
  { url, processGroup }: RunningWorker,
  inspector: Inspector,
  work: readonly KnownWork[],
  { clients, seconds }: LoadOptions,
): Promise<LoadFigures> {
  // An idle worker has loaded all its parts; one that never had a request has not.
  for (const known of work) await askOnce(url, known);
  await wait(1000);
  const idle = await measureMemory(processGroup, inspector);
  const tally: Tally = { done: new Map(), faults: [] };
  const health: number[] = [];
  const memory: MemorySample[] = [];
  const end = performance.now() + 1000 * seconds;
  const isOver = () => performance.now() >= end;
  await Promise.all([
    ...Array.from({ length: clients }, () => runClient(url, work, tally, isOver)),
    probe(url, health, tally, isOver),
    sample(async () => memory.push(await measureMemory(processGroup, inspector)), isOver),
  ]);
  return { ...tally, health, idle, memory };
}

async function probe(url: string, health: number[], { faults }: Tally, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const started = performance.now();
    const status = await fetch(`${url}/healthz`).then(
      (response) => response.text().then(() => response.status),
      (error: unknown) => String(error),
    );
    health.push(performance.now() - started);
    if (status !== 200) faults.push(`healthz: expected 200, got ${status}`);
    await wait(BETWEEN_PROBES_MS);
  }
}

async function sample(read: () => Promise<unknown>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(BETWEEN_SAMPLES_MS);
    await read();
  }
}
