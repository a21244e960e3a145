import { createInPlaceExecutor } from '../compare/executor.ts';
import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import type { Work } from '../training/pair.ts';
import { findEngine } from './find-engine.ts';
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

  const isForHere = ({ figures }: Work): boolean => {
    if (figures.seconds >= WORTH_THREADS_SECONDS || isAtWork || hasStarted || closing.signal.aborted)
      return false;
    engines ??= listEngines();
    return engines.some(({ name }) => name === figures.engine);
  };
  const close = async () => {
    closing.abort();
    await pool.close();
  };
  return {
    async runPairs(work, pairs, options) {
      if (!isForHere(work)) {
        hasStarted = true;
        return pool.runPairs(work, pairs, options);
      }
      isAtWork = true;
      const { signal } = options;
      try {
        const executor = createInPlaceExecutor(await findEngine(engines ?? [], work));
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
    close,
    [Symbol.asyncDispose]: close,
  };
}
