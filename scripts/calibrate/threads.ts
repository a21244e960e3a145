import { Worker } from 'node:worker_threads';
import type { Cell } from './cells.ts';
import type { JudgeCell } from './judge/cells.ts';
import type { JudgedSet } from './judge/run-set.ts';
import type { SetResult } from './rates.ts';

/** What a cell is simulated for: lambdas against 0, or a judge of scores that are all the same. */
export type AnyCell = Cell | JudgeCell;
/** What comes of a data set of such a cell. */
export type ResultOf<Each extends AnyCell> = Each extends JudgeCell ? JudgedSet : SetResult;

/** One data set. */
export interface Task<Each extends AnyCell = AnyCell> {
  readonly cell: Each;
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
export async function runInThreads<Each extends AnyCell>(
  tasks: readonly Task<Each>[],
  count: number,
  take: (task: Task<Each>, result: ResultOf<Each>) => void,
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
        thread.once('message', (result: ResultOf<Each>) => {
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
