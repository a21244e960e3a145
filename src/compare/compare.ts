import type { CsvReader } from '../data/csv/csv.ts';
import type { Engine } from '../engines/engine.ts';
import { AbsumError } from '../errors.ts';
import { createPacer, refuseAborted, serveOthers, TimeLimit } from '../pace.ts';
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
import { type ProgressListener, type ProgressTracker, trackProgress } from './progress.ts';

/**
 * Called once a comparison has ended, in whichever way.
 *
 * @param trials how many of its trials were done
 */
export type Leave = (trials: number) => void;

export interface CompareOptions {
  /** The engines at hand, in the order in which `auto` prefers them. */
  readonly engines: readonly Engine[];
  readonly limits?: Limits | undefined;
  /**
   * Stops the comparison within an epoch, or, in the workers of a pool, after up to 20 ms of work if that is later.
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
  /**
   * Called with the plan before any work, which waits for it; if it throws, there is no work, and the comparison
   * rejects with that error. What it returns is called when the comparison has ended.
   */
  readonly admit?: ((figures: PlanFigures) => Leave | Promise<Leave>) | undefined;
}

/**
 * Trains the same network on the same splits with the same random streams, once for each lambda.
 *
 * @param input a recipe as a caller may write it (`RecipeInput`); validated here
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired; `out-of-time` when it took
 *   longer than its limit
 */
export async function compare(input: unknown, options: CompareOptions): Promise<Report> {
  const { limits = DEFAULT_LIMITS, signal, onProgress, admit } = options;
  const asked = parseRecipe(input);
  const timeLimit = new TimeLimit(limitUse(limits));
  const plan = await planInTurns(asked, options, timeLimit);
  refuseAborted(signal);
  const progress = trackProgress(plan.figures, onProgress);
  // At once, since whoever is planned holds its data already.
  const leave = await admit?.(plan.figures);
  try {
    await serveOthers();
    refuseAborted(signal);
    progress.begin();
    return await carryOut(asked, plan, { ...options, progress, timeLimit });
  } catch (error) {
    throw addWork(error, progress.counted());
  } finally {
    leave?.(progress.counted().done);
  }
}

interface CarryOptions extends Pick<CompareOptions, 'signal' | 'onProgress' | 'executor'> {
  readonly progress: ProgressTracker;
  readonly timeLimit: TimeLimit;
}

async function carryOut(
  asked: AskedRecipe,
  plan: Plan,
  { signal, onProgress, executor = createInPlaceExecutor(plan.engine), progress, timeLimit }: CarryOptions,
): Promise<Report> {
  const { dataset, figures, pairs } = plan;
  const pacer = paceWork(plan, { signal, timeLimit });
  const resolved = await resolveLambdas(asked, plan, pacer, (lambda) => progress.count(null, lambda, null));
  progress.skip(figures.counts.search - (resolved.grid?.trials ?? 0));
  const { data: _, ...recipe } = resolved.recipe;
  const outcomes = await executor.runPairs({ recipe, dataset, figures }, pairs, {
    signal,
    timeLimit,
    onTrial: progress.count,
    onEpoch: onProgress && progress.tell,
  });
  // Loaded only now, so that a page need not wait for a third of the library before it trains.
  const { finishReport } = await import('./finish-report.ts');
  const onTrial = (lambda: number | null) => progress.count(null, lambda, null);
  await serveOthers();
  return finishReport({ asked, resolved, plan, outcomes }, { pacer, onTrial });
}

/** What a comparison would cost, without doing it. */
export async function plan(input: unknown, options: CompareOptions): Promise<PlanFigures> {
  return (await planInTurns(parseRecipe(input), options)).figures;
}

function planInTurns(
  asked: AskedRecipe,
  { engines, limits = DEFAULT_LIMITS, readCsv, signal }: CompareOptions,
  timeLimit?: TimeLimit,
): Promise<Plan> {
  const pacer = createPacer(1, { signal, timeLimit });
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
