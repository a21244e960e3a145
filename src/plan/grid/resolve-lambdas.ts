import type { Pacer } from '../../pace.ts';
import type { AskedRecipe, Recipe } from '../../recipe/schema.ts';
import type { Grid } from '../schema.ts';
import type { Ground } from './find-maximum.ts';
import { layGrid } from './lambda-grid.ts';

/** A recipe that can be run, and how its lambdas were found. */
export interface Resolved {
  readonly recipe: Recipe;
  /** Null where the lambdas were listed. */
  readonly grid: Grid | null;
  /** Steps that the search took. */
  readonly steps: number;
}

/**
 * Replaces `"auto"` with lambdas; listed lambdas stay as they are.
 *
 * @param onTrial called after each trial of the search
 */
export async function resolveLambdas(
  asked: AskedRecipe,
  ground: Ground,
  pacer: Pacer,
  onTrial: (lambda: number) => void,
): Promise<Resolved> {
  const { lambdas } = asked.penalty;
  if (lambdas !== 'auto') return { recipe: withLambdas(asked, lambdas), grid: null, steps: 0 };
  // Loaded on demand.
  const { findMaximum } = await import('./find-maximum.ts');
  const { steps, ...grid } = await findMaximum(asked, ground, pacer, onTrial);
  return { recipe: withLambdas(asked, layGrid(grid.maximum)), grid, steps };
}

/** The recipe with the lambdas that it is to be run with. */
export function withLambdas(asked: AskedRecipe, lambdas: readonly number[]): Recipe {
  return { ...asked, penalty: { ...asked.penalty, lambdas: [...lambdas] } };
}
