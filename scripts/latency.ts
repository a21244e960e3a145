import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that requests took. */
export type Latencies = readonly number[];

const PAUSE_MS = 50;

/** Asks for `/healthz` repeatedly until told to stop. */
export async function measureHealth(url: string, isOver: () => boolean): Promise<Latencies> {
  const taken: number[] = [];
  do {
    const started = performance.now();
    const response = await fetch(`${url}/healthz`);
    await response.text();
    if (!response.ok) throw new Error(`/healthz answered ${response.status}`);
    taken.push(performance.now() - started);
    await sleep(PAUSE_MS);
  } while (!isOver());
  return taken;
}

export function describeLatencies(taken: Latencies): string {
  const at = (share: number) => findQuantile(taken, share).toFixed(0);
  return `median ${at(0.5)} ms, 9 of 10 within ${at(0.9)} ms, all within ${at(1)} ms (${taken.length} requests)`;
}

/** The smallest value that the given share of them does not exceed. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
