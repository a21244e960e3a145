/** Milliseconds that requests took, from the quickest to the slowest. */
export type Latencies = readonly number[];

const PAUSE_MS = 50;

/** Asks for `/healthz` again and again, until told to stop. */
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
  return taken.sort((a, b) => a - b);
}

export function describeLatencies(taken: Latencies): string {
  const at = (share: number) =>
    taken[Math.min(taken.length - 1, Math.floor(share * taken.length))].toFixed(0);
  return `median ${at(0.5)} ms, 9 of 10 within ${at(0.9)} ms, all within ${at(1)} ms (${taken.length} requests)`;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
