import type { CsvReader } from '../data/csv.ts';
import type { Engine } from '../engines/engine.ts';
import { refuseAborted, serveOthers } from '../pace.ts';
import { resolveLambdas } from '../plan/grid/resolve-lambdas.ts';
import { planComparison } from '../plan/plan.ts';
import type { PlanFigures } from '../plan/schema.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Report } from '../report/schema.ts';
import { paceWork } from '../training/pair.ts';
import { createInPlaceExecutor, type Executor } from './executor.ts';
import { type ProgressListener, trackProgress } from './progress.ts';

export interface CompareOptions {
  /** The engines at hand, in the order in which `auto` prefers them. */
  readonly engines: readonly Engine[];
  readonly limits?: Limits | undefined;
  /**
   * Stops the comparison within an epoch, or, in the workers of a pool, after 5 ms of work if that is later.
   */
  readonly signal?: AbortSignal | undefined;
  /** Where the pairs are worked on; in place by default. The report is the same bytes everywhere. */
  readonly executor?: Executor | undefined;
  /** Reads a recipe's CSV text, for a caller that has read it before and kept the reading. */
  readonly readCsv?: CsvReader | undefined;
  /**
   * Called with the plan, each trial and some epochs; if it throws, the comparison stops and rejects with
   * that error.
   */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Trains the same network on the same splits with the same random streams, once for each lambda.
 *
 * @param input a recipe as a caller may write it (`RecipeInput`); validated here
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired
 */
export async function compare(input: unknown, options: CompareOptions): Promise<Report> {
  const { signal, limits = DEFAULT_LIMITS, onProgress } = options;
  const asked = parseRecipe(input);
  const plan = await planComparison(asked, options.engines, limits, options.readCsv);
  const { dataset, figures, pairs } = plan;
  await serveOthers();
  refuseAborted(signal);
  const progress = trackProgress(figures, onProgress);
  const pacer = paceWork(plan, signal);
  const resolved = await resolveLambdas(asked, plan, pacer, (lambda) => progress.count(null, lambda, null));
  progress.skip(figures.counts.search - (resolved.grid?.trials ?? 0));
  const { data: _, ...recipe } = resolved.recipe;
  const executor = options.executor ?? createInPlaceExecutor(plan.engine);
  const outcomes = await executor.runPairs({ recipe, dataset, figures }, pairs, {
    signal,
    onTrial: onProgress && progress.count,
    onEpoch: onProgress && progress.tell,
  });
  // Loaded only now, so that a page need not wait for a third of the library before it trains.
  const { finishReport } = await import('./finish-report.ts');
  const onTrial = (lambda: number | null) => progress.count(null, lambda, null);
  await serveOthers();
  return finishReport({ asked, resolved, plan, outcomes }, { pacer, onTrial });
}

/** What a comparison would cost, without doing it. */
export async function plan(
  input: unknown,
  { engines, limits = DEFAULT_LIMITS, readCsv }: CompareOptions,
): Promise<PlanFigures> {
  return (await planComparison(parseRecipe(input), engines, limits, readCsv)).figures;
}
