import type { Engine } from '../engines/engine.ts';
import { buildReport, type Cell } from './build-report.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createPacer, type Pacer } from './pace.ts';
import { parseRecipe } from './parse-recipe.ts';
import { type Plan, type PlanFigures, planComparison } from './plan.ts';
import { listRows, type PreparedPair, preparePair } from './prepare-pair.ts';
import type { Recipe } from './recipe.ts';
import type { Report } from './report.ts';
import { trainOnPair } from './train-on-pair.ts';

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
  const recipe = parseRecipe(input);
  const plan = planComparison(recipe, options.engines, options.limits ?? DEFAULT_LIMITS);
  const pacer = createPacer(plan.figures.seconds / plan.figures.steps, options.signal);
  const columns: Cell[][] = [];
  let unseen = 0;
  for (const split of plan.pairs) {
    const pair = preparePair(plan.dataset, split, recipe);
    unseen += pair.unseen;
    columns.push(await runPair(recipe, plan, pair, pacer));
  }
  return buildReport(recipe, plan, columns, unseen);
}

/** What a comparison would cost, without doing it. */
export function plan(input: unknown, { engines, limits = DEFAULT_LIMITS }: CompareOptions): PlanFigures {
  return planComparison(parseRecipe(input), engines, limits).figures;
}

/** Runs every lambda on one pair. */
async function runPair(
  recipe: Recipe,
  { engine, dataset, figures }: Plan,
  pair: PreparedPair,
  pacer: Pacer,
): Promise<Cell[]> {
  const rows = await engine.openPair(listRows(pair), figures.bytes);
  try {
    const cells: Cell[] = [];
    for (const lambda of recipe.penalty.lambdas) {
      const { parameters: _, ...cell } = await trainOnPair({ recipe, dataset, pair, rows, pacer }, lambda);
      cells.push(cell);
    }
    return cells;
  } finally {
    rows.close();
  }
}
