import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Attack } from './attacks.ts';
import { runClient, type Tally } from './client.ts';
import type { MemorySample } from './memory.ts';
import { askOnce, type KnownWork } from './work.ts';

export interface LoadOptions {
  readonly clients: number;
  readonly seconds: number;
  /** Sent one after the other, again and again, beside the clients; none by default. */
  readonly attacks?: readonly Attack[];
}

export interface LoadFigures extends Tally {
  /** Milliseconds that each GET /healthz took. */
  readonly health: readonly number[];
  /** The slowest of them while each attack was under way, by its name. */
  readonly slowest: ReadonlyMap<string, number>;
  /** Memory before the load, and every half second under it. */
  readonly idle: MemorySample;
  readonly memory: readonly MemorySample[];
}

const BETWEEN_PROBES_MS = 50;
const BETWEEN_SAMPLES_MS = 500;

/**
 * Has clients send a host various requests, while its health is polled and its memory read.
 *
 * @param measure reads the memory of the host
 */
export async function runLoad(
  { url }: { readonly url: string },
  measure: () => Promise<MemorySample>,
  work: readonly KnownWork[],
  { clients, seconds, attacks = [] }: LoadOptions,
): Promise<LoadFigures> {
  // An idle worker has loaded all its parts; one that never had a request has not.
  for (const known of work) await askOnce(url, known);
  await wait(1000);
  const idle = await measure();
  const tally: Tally = { done: new Map(), faults: [] };
  const health: number[] = [];
  const slowest = new Map<string, number>();
  let under: string | null = null;
  const memory: MemorySample[] = [];
  const end = performance.now() + 1000 * seconds;
  const isOver = () => performance.now() >= end;
  await Promise.all([
    ...Array.from({ length: clients }, () => runClient(url, work, tally, isOver)),
    probe(url, tally, isOver, (ms) => {
      health.push(ms);
      if (under !== null) slowest.set(under, Math.max(slowest.get(under) ?? 0, ms));
    }),
    sample(async () => memory.push(await measure()), isOver),
    attack(url, attacks, tally, isOver, (name) => {
      under = name;
    }),
  ]);
  return { ...tally, health, slowest, idle, memory };
}

/** Sends the attacks in turn; whoever attacks does not wait between. */
async function attack(
  url: string,
  attacks: readonly Attack[],
  { done, faults }: Tally,
  isOver: () => boolean,
  onAttack: (name: string) => void,
): Promise<void> {
  for (let i = 0; attacks.length > 0 && !isOver(); i++) {
    const { name, send } = attacks[i % attacks.length];
    onAttack(name);
    await send(url).catch((error: unknown) => faults.push(`${name}: ${String(error)}`));
    done.set('attacks', (done.get('attacks') ?? 0) + 1);
  }
}

/** Asks for the host's health until it is over. */
async function probe(
  url: string,
  { faults }: Tally,
  isOver: () => boolean,
  onHealth: (ms: number) => void,
): Promise<void> {
  const workerData = { url, betweenMs: BETWEEN_PROBES_MS };
  const thread = new Worker(new URL('probe-thread.ts', import.meta.url), { workerData });
  thread.on('message', ({ ms, status }: { readonly ms: number; readonly status: unknown }) => {
    onHealth(ms);
    if (status !== 200) faults.push(`healthz: expected 200, got ${status}`);
  });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  while (!isOver()) await wait(100);
  thread.postMessage('over');
  await ended;
}

async function sample(read: () => Promise<unknown>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(BETWEEN_SAMPLES_MS);
    await read();
  }
}
