import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import type { Recipe } from './recipe.ts';

/**
 * The engine that a recipe names, or for `auto` the first of those at hand.
 *
 * @throws AbsumError `unsupported` when the engine named is not at hand
 */
export function chooseEngine({ engine: name }: Pick<Recipe, 'engine'>, engines: readonly Engine[]): Engine {
  const chosen = name === 'auto' ? engines[0] : engines.find((engine) => engine.name === name);
  if (chosen !== undefined) return chosen;
  const atHand = engines.map((engine) => engine.name).join(', ') || 'none';
  throw errorAt('unsupported', 'engine', `there is no engine "${name}" here (at hand: ${atHand})`);
}
