import type { CsvReader } from '../data/csv.ts';
import type { Engine } from '../engines/engine.ts';
import { AbsumError } from '../errors.ts';
import { Allowance, createPacer, refuseAborted, serveOthers } from '../pace.ts';
import { resolveLambdas } from '../plan/grid/resolve-lambdas.ts';
import { type Plan, planComparison } from '../plan/plan.ts';
import type { PlanFigures } from '../plan/schema.ts';
import { DEFAULT_LIMITS, type Limits, limitUse } from '../recipe/limits.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import type { Report } from '../report/schema.ts';
import { doInTurns } from '../sliced.ts';
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
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired; `out-of-time` when it took
 *   longer than its limit
 */
export async function compare(input: unknown, options: CompareOptions): Promise<Report> {
  const { signal, onProgress } = options;
  const asked = parseRecipe(input);
  const allowance = new Allowance(limitUse(options.limits ?? DEFAULT_LIMITS));
  const plan = await planInTurns(asked, options, allowance);
  const { dataset, figures, pairs } = plan;
  await serveOthers();
  refuseAborted(signal);
  const progress = trackProgress(figures, onProgress);
  try {
    const pacer = paceWork(plan, { signal, allowance });
    const resolved = await resolveLambdas(asked, plan, pacer, (lambda) => progress.count(null, lambda, null));
    progress.skip(figures.counts.search - (resolved.grid?.trials ?? 0));
    const { data: _, ...recipe } = resolved.recipe;
    const executor = options.executor ?? createInPlaceExecutor(plan.engine);
    const outcomes = await executor.runPairs({ recipe, dataset, figures }, pairs, {
      signal,
      allowance,
      onTrial: progress.count,
      onEpoch: onProgress && progress.tell,
    });
    // Loaded only now, so that a page need not wait for a third of the library before it trains.
    const { finishReport } = await import('./finish-report.ts');
    const onTrial = (lambda: number | null) => progress.count(null, lambda, null);
    await serveOthers();
    return await finishReport({ asked, resolved, plan, outcomes }, { pacer, onTrial });
  } catch (error) {
    throw addWork(error, progress.counted());
  }
}

/** What a comparison would cost, without doing it. */
export async function plan(input: unknown, options: CompareOptions): Promise<PlanFigures> {
  return (await planInTurns(parseRecipe(input), options)).figures;
}

function planInTurns(
  asked: AskedRecipe,
  { engines, limits = DEFAULT_LIMITS, readCsv, signal }: CompareOptions,
  allowance?: Allowance,
): Promise<Plan> {
  const pacer = createPacer(1, { signal, allowance });
  return planComparison(asked, engines, limits, {
    readCsv,
    complete: (sliced) => doInTurns(sliced, pacer),
  });
}

/** Says what was done before the time was over. */
function addWork(error: unknown, { done, of }: { readonly done: number; readonly of: number }): unknown {
  if (!(error instanceof AbsumError) || error.code !== 'out-of-time') return error;
  const [{ place, message }] = error.issues;
  return new AbsumError(error.code, [{ place, message: `${message} (${done} of ${of} trials were done)` }]);
}
