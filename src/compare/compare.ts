import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import type { PairOutcome } from './build-report.ts';
import { inspectPair } from './findings/pair-facts.ts';
import { resolveLambdas } from './grid/resolve-lambdas.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { runNested } from './nested.ts';
import { createPacer } from './pace.ts';
import { parseRecipe } from './parse-recipe.ts';
import { type PlanFigures, planComparison } from './plan.ts';
import { preparePair } from './prepare-pair.ts';
import type { Report } from './report.ts';
import { type PairRun, runPair } from './run-pair.ts';

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
  const plan = await planComparison(asked, options.engines, options.limits ?? DEFAULT_LIMITS);
  const pacer = createPacer(plan.figures.seconds / plan.figures.steps, options.signal);
  const resolved = await resolveLambdas(asked, plan, pacer);
  const outcomes: PairOutcome[] = [];
  for (const split of plan.pairs) {
    outcomes.push(await compareOnPair({ recipe: resolved.recipe, plan, pacer }, split));
  }
  // Loaded now, so that a page need not wait for a third of the library before it trains.
  const { buildReport } = await import('./build-report.ts');
  return buildReport({ asked, resolved, plan, outcomes });
}

/** All that is done with one pair. */
async function compareOnPair(run: PairRun, split: Pair): Promise<PairOutcome> {
  const { recipe, plan } = run;
  const pair = preparePair(plan.dataset, split, recipe);
  const cells = await runPair(run, pair, recipe.penalty.lambdas);
  return {
    cells,
    facts: inspectPair(pair, recipe, plan.dataset.target.name),
    nested: recipe.compare.nested === null ? null : await runNested(run, split, pair, cells),
    unseen: pair.unseen,
  };
}

/** What a comparison would cost, without doing it. */
export async function plan(
  input: unknown,
  { engines, limits = DEFAULT_LIMITS }: CompareOptions,
): Promise<PlanFigures> {
  return (await planComparison(parseRecipe(input), engines, limits)).figures;
}
