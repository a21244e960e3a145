import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { poolAsNeeded } from '../pool/as-needed.ts';
import { createWorkerPool, type StartWorker, type SweepPool } from '../pool/pool.ts';
import { locateBuilt } from './built.ts';
import { createEngines } from './engines.ts';

/**
 * A pool of threads, an executor for `compare` and for sweeps. Idle threads do not keep the process alive.
 *
 * @param options workers: the most workers, each started when there is work. By default as many as there are cores, and
 *   none for a comparison that takes less than 0.4 s by its estimate, while none has started: the calling thread does it
 * @throws RangeError for a number of workers that is not a whole number of at least 1
 */
export function createPool({ workers }: { readonly workers?: number } = {}): SweepPool {
  // Where the build puts the script.
  const open = (size: number) => createWorkerPool(size, startThread(locateBuilt('pool-worker.js')));
  return workers === undefined ? poolAsNeeded(open(availableParallelism()), createEngines) : open(workers);
}

/** Starts threads that run a script. */
export const startThread =
  (script: URL): StartWorker =>
  ({ onMessage, onEnd }) => {
    // Flags of the process may not be valid for a thread: `--input-type` belongs to a program given as text.
    const thread = new Worker(script, { execArgv: [] });
    thread.unref();
    thread.on('message', onMessage);
    thread.on('messageerror', ({ message }) => {
      onEnd(message);
      void thread.terminate();
    });
    thread.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
    thread.on('exit', (code) => onEnd(`its thread exited with code ${code}`));
    return {
      post: (message) => thread.postMessage(message),
      setBusy: (isBusy) => (isBusy ? thread.ref() : thread.unref()),
      end: async () => {
        await thread.terminate();
      },
    };
  };
