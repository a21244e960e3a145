import { Worker } from 'node:worker_threads';
import type { Cell } from './cells.ts';
import type { SetResult } from './rates.ts';

/** One data set. */
export interface Task {
  readonly cell: Cell;
  /** The number of the data set within its cell. */
  readonly set: number;
  /** What draws it. */
  readonly seed: number;
}

/**
 * Works on tasks in threads; each takes the next one as soon as it is free.
 *
 * @param take called with each result, in the order in which they are done
 * @throws Error of a thread that fails; the others then stop
 */
export async function runInThreads(
  tasks: readonly Task[],
  count: number,
  take: (task: Task, result: SetResult) => void,
): Promise<void> {
  const threads = Array.from(
    { length: Math.min(count, tasks.length) },
    () => new Worker(new URL('./thread.ts', import.meta.url)),
  );
  let next = 0;
  const serve = (thread: Worker) =>
    new Promise<void>((resolve, reject) => {
      const giveNext = () => {
        if (next === tasks.length) {
          resolve();
          return;
        }
        const task = tasks[next++];
        thread.once('message', (result: SetResult) => {
          take(task, result);
          giveNext();
        });
        thread.postMessage(task);
      };
      thread.once('error', reject);
      giveNext();
    });
  try {
    await Promise.all(threads.map(serve));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
