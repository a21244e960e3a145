import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import type { Recipe } from '../recipe/schema.ts';

/**
 * The engine that a recipe names; for `auto`, the first one at hand that can train the network.
 *
 * @throws AbsumError `unsupported` when the engine named is not at hand or cannot train the network
 */
export function chooseEngine(
  { engine: name, network, optimizer }: Pick<Recipe, 'engine' | 'network' | 'optimizer'>,
  engines: readonly Engine[],
): Engine {
  const choice = { activation: network.activation, optimizer: optimizer.name };
  const named = engines.filter((engine) => name === 'auto' || engine.name === name);
  const chosen = named.find((engine) => engine.findUnsupported(choice) === null);
  if (chosen !== undefined) return chosen;
  const atHand = engines.map((engine) => engine.name).join(', ') || 'none';
  const message =
    named.length === 0
      ? `there is no engine "${name}" here (at hand: ${atHand})`
      : `the engine "${named[0].name}" has no ${named[0].findUnsupported(choice)} (at hand: ${atHand})`;
  throw errorAt('unsupported', 'engine', message);
}
