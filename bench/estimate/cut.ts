import type { Engine } from '../../src/engines/engine.ts';
import { AbsumError } from '../../src/errors.ts';
import { chooseEngine } from '../../src/plan/choose-engine.ts';
import type { Ground } from '../../src/plan/cost/count-pair.ts';
import { estimate } from '../../src/plan/cost/estimate.ts';
import { countLambdas, foreseePieces } from '../../src/plan/jobs.ts';
import { type Plan, planComparison } from '../../src/plan/plan.ts';
import type { Limits } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { specifyNetwork } from '../../src/training/network.ts';
import { type Draft, writeRecipe } from './draw.ts';

/** A comparison short enough to be run, with what it is expected to take. */
export interface Cut {
  readonly draft: Draft;
  readonly recipe: RecipeInput;
  readonly plan: Plan;
}

/** A host's limits, but for those on time, which cutting serves. */
const LIMITS: Limits = {
  cells: 1_000_000,
  trials: Number.POSITIVE_INFINITY,
  assignments: Number.POSITIVE_INFINITY,
  included: 500_000,
  bytes: 256 * 2 ** 20,
  seconds: Number.POSITIVE_INFINITY,
};

/**
 * Shortens a draft until its estimate is at most `seconds`: epochs, pairs and lambdas by turns, at last the rows.
 *
 * @returns null for what no host accepts
 */
export async function cutDraft(
  draft: Draft,
  seconds: number,
  engines: readonly Engine[],
): Promise<Cut | null> {
  let current = draft;
  while ((await foresee(current, engines)) > seconds) {
    const shorter = shorten(current);
    if (shorter === null) return null;
    current = shorter;
  }
  const recipe = writeRecipe(current);
  const plan = await planComparison(parseRecipe(recipe), engines, LIMITS).catch((error: unknown) => {
    if (error instanceof AbsumError) return null;
    throw error;
  });
  return plan && { draft: current, recipe, plan };
}

/** The estimate of a draft before its data are made. */
async function foresee(draft: Draft, engines: readonly Engine[]): Promise<number> {
  const { rows, features, classes, categories, kind } = draft.data;
  const recipe = parseRecipe(writeRecipe({ ...draft, data: { ...draft.data, rows: 20 } }));
  const engine = chooseEngine(recipe, engines);
  const texts = kind === 'texts' ? Math.ceil(Math.min(features, 12) / 4) : 0;
  const inputs = features + texts * (categories - 1);
  const source =
    kind === 'friedman1' ? 'generatedCell' : kind === 'csv' || kind === 'texts' ? 'csvCell' : 'jsonCell';
  const ground: Ground = { rows, inputs, outputs: classes, features, texts, source, columns: features + 1 };
  const { seconds } = await estimate({
    recipe,
    engine,
    ground,
    network: specifyNetwork(recipe, inputs, classes),
    pieces: foreseePieces(recipe, rows),
    lambdas: countLambdas(recipe),
  });
  return seconds;
}

/** Takes a third off what is longest; null if nothing is left to take. */
function shorten(draft: Draft): Draft | null {
  const { data, epochs, repeats, folds, holdout, lambdas, nested } = draft;
  const ways: { readonly size: number; readonly next: Partial<Draft> }[] = [
    { size: epochs, next: { epochs: reduce(epochs, 1) } },
    { size: repeats, next: { repeats: reduce(repeats, 1) } },
    { size: holdout === null ? folds / 2 : 1, next: { folds: reduce(folds, 2) } },
    { size: nested === null ? 1 : nested, next: { nested: nested === 2 ? null : reduce(nested ?? 2, 2) } },
  ];
  if (lambdas !== 'auto') {
    ways.push({ size: lambdas.length, next: { lambdas: lambdas.slice(0, reduce(lambdas.length, 1)) } });
  }
  const longest = ways.reduce((a, b) => (b.size > a.size ? b : a));
  if (longest.size > 1) return { ...draft, ...longest.next };
  const rows = reduce(data.rows, 20);
  if (rows === data.rows) return null;
  const classes = Math.min(data.classes, Math.max(1, Math.floor(rows / 4)));
  const categories = Math.min(data.categories, Math.floor(rows / 2));
  return { ...draft, data: { ...data, rows, classes, categories } };
}

function reduce(count: number, least: number): number {
  return Math.max(least, Math.floor((count * 2) / 3));
}
