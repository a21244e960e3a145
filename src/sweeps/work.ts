import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import { type Pacer, serveOthers, type TimeLimit } from '../pace.ts';
import { type Resolved, resolveLambdas, withLambdas } from '../plan/grid/resolve-lambdas.ts';
import { type Plan, planComparison } from '../plan/plan.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { Limits } from '../recipe/limits.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import type { Work } from '../training/pair.ts';
import { readExact, writeExact } from './exact-text.ts';
import { ask, bringFor, type CallLedger, workFor } from './ledger-calls.ts';
import { openPairTexts } from './pair-texts.ts';
import type { SweepSpec, ToldTrial } from './sweep.ts';
import { unwrapData } from './versions.ts';

/**
 * Milliseconds between two calls to the ledger, if the clock runs during the work. A stop takes effect at the
 * next call, and should within a second.
 */
const BEAT_MS = 500;
/** Estimated seconds of work between two calls, where the clock of the host stands still. */
const BEAT_SECONDS = 2;

/** A sweep's recipe with its data and its plan, before its lambdas are known. */
export interface SweepGround {
  readonly asked: AskedRecipe;
  readonly plan: Plan;
}

/** Everything that a lane needs to work on any pair; it is the same wherever it is made. */
export interface SweepWork extends SweepGround {
  readonly resolved: Resolved;
  readonly work: Work;
}

export interface WorkOptions {
  /** One for everything that a lane does in a process: a single pair may be too short to reach a pause. */
  readonly pacer: Pacer;
  /** The time that the pacer's work may take: anew for the search, for each pair, and for the report. */
  readonly timeLimit?: TimeLimit | undefined;
}

/** What a search for lambdas "auto" found. */
type Prepared = Pick<Resolved, 'grid' | 'steps'> & { readonly lambdas: readonly number[] };

/**
 * Reads the data and plans the sweep.
 *
 * @param stored the recipe's data as `wrapData` wrote them
 * @returns null if the sweep has ended, which a fault in its data or their version also causes
 * @throws as `prepareSweep` does
 */
export function loadGround(
  { recipe }: Pick<SweepSpec, 'recipe'>,
  stored: string,
  call: CallLedger,
  { engines, limits }: { readonly engines: readonly Engine[]; readonly limits: Limits },
): Promise<SweepGround | null> {
  return bringFor(call, async () => {
    const asked = parseRecipe({ ...recipe, data: unwrapData(stored) });
    return { asked, plan: await planComparison(asked, engines, limits) };
  });
}

/**
 * Searches for the lambdas of "auto" and records them; does nothing if that takes no trial.
 *
 * @param prepared what the ledger has recorded of it
 * @returns `stopped` if the sweep has ended, which an error in the work also causes
 * @throws what `call` throws, an abort, and a `RangeError`: then call it again
 */
export function prepareSweep(
  { asked, plan }: SweepGround,
  prepared: string | null,
  call: CallLedger,
  { pacer, timeLimit }: WorkOptions,
): Promise<'done' | 'stopped'> {
  return workFor(call, async () => {
    timeLimit?.renew();
    await ask(call('beat'));
    if (plan.figures.counts.search === 0 || prepared !== null) return;
    const paced = beatWhile(pacer, plan.figures, call);
    const { recipe, grid, steps } = await resolveLambdas(asked, plan, paced, () => {});
    const found: Prepared = { lambdas: recipe.penalty.lambdas, grid, steps };
    await ask(call('prepare', writeExact(found)));
  });
}

/**
 * Fills in the lambdas.
 *
 * @param prepared what `prepareSweep` recorded; null if it had nothing to do
 * @returns null if the sweep has ended
 */
export function resolveWork(
  { asked, plan }: SweepGround,
  prepared: string | null,
  call: CallLedger,
  { pacer }: WorkOptions,
): Promise<SweepWork | null> {
  return bringFor(call, async () => {
    if (prepared === null && plan.figures.counts.search > 0) {
      throw new Error('the lambdas of "auto" are not prepared yet');
    }
    const resolved =
      prepared === null ? await resolveLambdas(asked, plan, pacer, () => {}) : readPrepared(asked, prepared);
    const { data: _, ...recipe } = resolved.recipe;
    return { asked, plan, resolved, work: { recipe, dataset: plan.dataset, figures: plan.figures } };
  });
}

function readPrepared(asked: AskedRecipe, text: string): Resolved {
  const { lambdas, grid, steps } = readExact(text) as Prepared;
  return { recipe: withLambdas(asked, lambdas), grid, steps };
}

/**
 * Does what a pair still needs, and records it piece by piece.
 *
 * @param position of the pair in the plan
 * @returns and throws as `prepareSweep` does
 */
export function workOnPair(
  { plan, work }: SweepWork,
  position: number,
  call: CallLedger,
  { pacer, timeLimit }: WorkOptions,
): Promise<'done' | 'stopped'> {
  const { penalty, compare } = work.recipe;
  const split = plan.pairs[position];
  return workFor(call, async () => {
    timeLimit?.renew();
    const todo = await ask(call('todo', position));
    if (!todo.closing) return; // It comes last.
    const paced = beatWhile(pacer, plan.figures, call);
    const pair = await openPairTexts(work, split, { engine: plan.engine, pacer: paced });
    await pair.train(todo.positions, async (i, text, value) => {
      const told = tellTrial(split, penalty.lambdas[i], value);
      // A short trial reaches no pause, and the answer of a ledger in this process does not let others in.
      await serveOthers();
      await ask(call('recordTrial', position, i, text, told));
      paced.reset();
    });
    // Inner folds use the pair's trials, some of which another lane or an earlier process may have trained.
    const trials = compare.nested === null ? [] : await ask(call('readTrials', position));
    await ask(call('recordClosing', position, await pair.close(trials)));
  });
}

/** What progress says of a trial. */
export function tellTrial({ repeat, fold }: Pair, lambda: number, value: number | null): ToldTrial {
  return { repeat, fold, lambda, value };
}

/** A pacer that calls the ledger as work goes on. */
interface BeatingPacer extends Pacer {
  /** To be called after another call to the ledger, which has done as well as a beat. */
  reset(): void;
}

/**
 * Beats as work goes on, and throws once the sweep has ended, for `workFor` to catch.
 *
 * @param now milliseconds since some moment
 */
export function beatWhile(
  pacer: Pacer,
  { seconds, steps: all }: Pick<PlanFigures, 'seconds' | 'steps'>,
  call: CallLedger,
  now: () => number = () => performance.now(),
): BeatingPacer {
  let worked = 0;
  let last = now();
  const reset = () => {
    worked = 0;
    last = now();
  };
  const spend = async (more: number) => {
    await pacer.spend(more);
    worked += more;
    // The estimate may be far off, and the clock may stand still.
    if (worked < BEAT_SECONDS && now() - last < BEAT_MS) return;
    reset();
    await ask(call('beat'));
  };
  return { stepsAtOnce: pacer.stepsAtOnce, pause: (steps) => spend((steps * seconds) / all), spend, reset };
}
