import type { Engine } from '../engines/engine.ts';
import { buildReport } from './build-report.ts';
import { inspectPair, type PairFacts } from './findings/pair-facts.ts';
import { hasFullRank } from './findings/rank.ts';
import { resolveLambdas } from './grid/resolve-lambdas.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { type NestedCell, runNested } from './nested.ts';
import { createPacer } from './pace.ts';
import { parseRecipe } from './parse-recipe.ts';
import { type PlanFigures, planComparison } from './plan.ts';
import { preparePair } from './prepare-pair.ts';
import type { Report } from './report.ts';
import { type Cell, runPair } from './run-pair.ts';

export interface CompareOptions {
  /** The engines at hand, in the order in which `auto` prefers them. */
  readonly engines: readonly Engine[];
  readonly limits?: Limits;
  /** Stops the comparison within an epoch. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains the same network on the same splits with the same random streams, once for each lambda.
 *
 * @param input a recipe as a caller may write it (`RecipeInput`); validated here
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired
 */
export async function compare(input: unknown, options: CompareOptions): Promise<Report> {
  const asked = parseRecipe(input);
  const plan = planComparison(asked, options.engines, options.limits ?? DEFAULT_LIMITS);
  const pacer = createPacer(plan.figures.seconds / plan.figures.steps, options.signal);
  const { recipe, grid } = await resolveLambdas(asked, plan, pacer);
  const run = { recipe, plan, pacer };
  const { lambdas } = recipe.penalty;
  const columns: Cell[][] = [];
  const facts: PairFacts[] = [];
  const nestedCells: NestedCell[] = [];
  let unseen = 0;
  let fullRank: boolean | null = null;
  for (const split of plan.pairs) {
    const pair = preparePair(plan.dataset, split, recipe);
    unseen += pair.unseen;
    if (facts.length === 0 && lambdas.some((lambda) => lambda < 0))
      fullRank = hasFullRank(pair.training.features);
    facts.push(inspectPair(pair, recipe, plan.dataset.target.name));
    const cells = await runPair(run, pair, lambdas);
    columns.push(cells);
    if (recipe.compare.nested !== null) nestedCells.push(await runNested(run, split, pair, cells));
  }
  return buildReport({
    asked,
    grid,
    recipe,
    plan,
    columns,
    facts,
    nestedCells,
    fullRank,
    unseenCategories: unseen,
  });
}

/** What a comparison would cost, without doing it. */
export function plan(input: unknown, { engines, limits = DEFAULT_LIMITS }: CompareOptions): PlanFigures {
  return planComparison(parseRecipe(input), engines, limits).figures;
}
