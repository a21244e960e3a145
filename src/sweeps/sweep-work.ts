import type { Engine } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { type Resolved, resolveLambdas, withLambdas } from '../plan/grid/resolve-lambdas.ts';
import { type Plan, planComparison } from '../plan/plan.ts';
import type { Limits } from '../recipe/limits.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import type { Work } from '../training/pair.ts';
import { readPrepared, writePrepared } from './row-text.ts';
import type { SweepSpec } from './sweep.ts';

/** A sweep's recipe with its data and its plan, before its lambdas are known. */
export interface SweepGround {
  readonly asked: AskedRecipe;
  readonly plan: Plan;
}

/** All that a lane needs to work on any pair; made anew anywhere, it is the same. */
export interface SweepWork extends SweepGround {
  readonly resolved: Resolved;
  readonly work: Work;
}

/**
 * Reads the data and plans the sweep.
 *
 * @param dataText the recipe's data as JSON
 * @throws AbsumError as `planComparison` does
 */
export async function loadGround(
  { recipe }: Pick<SweepSpec, 'recipe'>,
  dataText: string,
  engines: readonly Engine[],
  limits: Limits,
): Promise<SweepGround> {
  const asked = parseRecipe({ ...recipe, data: JSON.parse(dataText) });
  return { asked, plan: await planComparison(asked, engines, limits) };
}

/** Whether the lambdas are "auto", so that a lane must search for them before any pair is worked on. */
export function needsPreparing({ asked }: SweepGround): boolean {
  return asked.penalty.lambdas === 'auto';
}

/** Searches for the lambdas of "auto" and writes them down for the ledger. */
export async function prepareLambdas({ asked, plan }: SweepGround, pacer: Pacer): Promise<string> {
  const { recipe, grid, steps } = await resolveLambdas(asked, plan, pacer, () => {});
  return writePrepared({ lambdas: recipe.penalty.lambdas, grid, steps });
}

/**
 * Puts the lambdas in.
 *
 * @param prepared what `prepareLambdas` wrote; null where the lambdas are listed
 */
export function resolveWork({ asked, plan }: SweepGround, prepared: string | null): SweepWork {
  const resolved = resolve(asked, prepared);
  const { data: _, ...recipe } = resolved.recipe;
  return { asked, plan, resolved, work: { recipe, dataset: plan.dataset, figures: plan.figures } };
}

/** Both in one, once the lambdas are known. */
export async function loadWork(
  spec: Pick<SweepSpec, 'recipe'>,
  dataText: string,
  prepared: string | null,
  engines: readonly Engine[],
  limits: Limits,
): Promise<SweepWork> {
  return resolveWork(await loadGround(spec, dataText, engines, limits), prepared);
}

function resolve(asked: AskedRecipe, prepared: string | null): Resolved {
  const { lambdas } = asked.penalty;
  if (lambdas !== 'auto') return { recipe: withLambdas(asked, lambdas), grid: null, steps: 0 };
  if (prepared === null) throw new Error('the lambdas of "auto" are not prepared yet');
  const { lambdas: found, grid, steps } = readPrepared(prepared);
  return { recipe: withLambdas(asked, found), grid, steps };
}
