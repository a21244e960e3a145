import { createWorkerPool, type Pool, type StartWorker } from './pool.ts';

/** The part of a Web Worker that the pool uses. */
export type WebWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/**
 * A pool of Web Workers, an executor for `compare`.
 *
 * @param createWorker starts a worker whose script calls `servePool(self, engines)`
 * @param options workers: the most workers, each started when there is work; by default as many as the host
 *   has cores
 * @throws RangeError for a number of workers that is not a whole number of at least 1
 */
export function createWebPool(
  createWorker: () => WebWorker,
  { workers = navigator.hardwareConcurrency }: { readonly workers?: number } = {},
): Pool {
  const startWorker: StartWorker = ({ onMessage, onEnd }) => {
    const worker = createWorker();
    // After an uncaught error a Web Worker goes on running, in an unknown state.
    const giveUp = (reason: string) => {
      worker.terminate();
      onEnd(reason);
    };
    worker.addEventListener('message', ({ data }) => onMessage(data));
    worker.addEventListener('messageerror', () => giveUp('its message could not be read'));
    worker.addEventListener('error', ({ message }) => giveUp(message ?? 'its script could not be loaded'));
    return {
      post: (message) => worker.postMessage(message),
      setBusy: () => {},
      end: async () => worker.terminate(),
    };
  };
  return createWorkerPool(workers, startWorker);
}
