import { countSearchTrials, GRID_SIZE } from '../plan/grid/lambda-grid.ts';
import type { PlanFigures } from '../plan/plan.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { SweepSpec } from './sweep.ts';

/** Stands in for the data, which decide nothing of what is counted here. */
const NO_DATA = { dataset: 'diabetes' };

/**
 * Says what a sweep is, for its ledger.
 *
 * @param recipe as asked, without its data
 * @param dataKey where the data are kept
 * @throws AbsumError `invalid-recipe`
 */
export function specifySweep(recipe: object, dataKey: string, plan: PlanFigures, lanes: number): SweepSpec {
  const asked = parseRecipe({ ...recipe, data: NO_DATA });
  const lambdas = asked.penalty.lambdas === 'auto' ? GRID_SIZE : asked.penalty.lambdas.length;
  const search = countSearchTrials(asked);
  const refits = asked.include.includes('model') ? 1 : 0;
  const { pairs, trials, seconds } = plan;
  const inner = (trials - search - refits) / pairs - lambdas;
  return { recipe, dataKey, pairs, lambdas, trials, search, inner, seconds, lanes };
}
