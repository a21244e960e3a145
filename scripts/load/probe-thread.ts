import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** Asks for a host's health again and again, in a thread of its own: the clients' own work would count as waiting. */
const { url, betweenMs } = workerData as { readonly url: string; readonly betweenMs: number };
let isOver = false;
parentPort?.on('message', () => {
  isOver = true;
});
while (!isOver) {
  const started = performance.now();
  const status = await fetch(`${url}/healthz`).then(
    (response) => response.text().then(() => response.status),
    (error: unknown) => String(error),
  );
  parentPort?.postMessage({ ms: performance.now() - started, status });
  await wait(betweenMs);
}
parentPort?.close();
