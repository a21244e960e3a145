/** Starts the page's Web Worker, a file beside the page. */
export const startWorker = (): Worker =>
  new Worker(new URL('./run/engine-worker.ts', import.meta.url), { type: 'module' });
