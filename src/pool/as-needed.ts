import { createInPlaceExecutor, type Executor } from '../compare/executor.ts';
import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import type { SweepPool } from './pool.ts';

/** To start threads, and to compile in each of them, takes longer than they save of less work than this. */
export const WORTH_THREADS_SECONDS = 0.4;

/**
 * A pool that starts no worker for a comparison of little work, by the estimate of its plan: such a one is done on the
 * calling thread, unless another is under way there, or workers have started anyway.
 *
 * @param listEngines called at most once, for the calling thread
 */
export function poolAsNeeded(pool: SweepPool, listEngines: () => readonly Engine[]): SweepPool {
  const closing = new AbortController();
  let engines: readonly Engine[] | undefined;
  let isAtWork = false;
  let hasStarted = false;

  const chooseExecutor = ({ seconds, engine: name }: { seconds: number; engine: string }): Executor => {
    const isLittle = seconds < WORTH_THREADS_SECONDS && !isAtWork && !hasStarted && !closing.signal.aborted;
    if (!isLittle) return pool;
    engines ??= listEngines();
    const engine = engines.find((found) => found.name === name);
    return engine === undefined ? pool : createInPlaceExecutor(engine);
  };
  return {
    async runPairs(work, pairs, options) {
      const executor = chooseExecutor(work.figures);
      if (executor === pool) {
        hasStarted = true;
        return pool.runPairs(work, pairs, options);
      }
      isAtWork = true;
      const { signal } = options;
      try {
        const either = AbortSignal.any(signal === undefined ? [closing.signal] : [closing.signal, signal]);
        return await executor.runPairs(work, pairs, { ...options, signal: either });
      } catch (error) {
        if (!closing.signal.aborted || signal?.aborted) throw error;
        throw errorAt('worker-lost', '', 'the pool of workers was closed before the work was done');
      } finally {
        isAtWork = false;
      }
    },
    runTexts(work, pairs, options) {
      hasStarted = true;
      return pool.runTexts(work, pairs, options);
    },
    async close() {
      closing.abort();
      await pool.close();
    },
  };
}
