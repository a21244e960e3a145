import type { EncodedColumn } from '../data/encode.ts';
import type { Loss, Network, TrialSpec } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Recipe } from '../recipe/schema.ts';

/** The part of a recipe that says what one network is and how it learns. */
export type TrialRecipe = Pick<Recipe, 'network' | 'loss' | 'huberDelta' | 'optimizer'> & {
  readonly penalty: Omit<Recipe['penalty'], 'lambdas'>;
};

/** The network of a recipe, with the sizes that the data gave. */
export function specifyNetwork(
  { network: { hidden, activation, dropout } }: Pick<Recipe, 'network'>,
  inputs: number,
  outputs: number,
): Network {
  return { inputs, hidden, outputs, activation, dropout };
}

/**
 * Turns a recipe, one lambda and what the data gave into what an engine trains.
 *
 * @param columns the network's inputs
 */
export function specifyTrial(
  recipe: TrialRecipe,
  lambda: number,
  columns: readonly EncodedColumn[],
  outputs: number,
): TrialSpec {
  const network = specifyNetwork(recipe, columns.length, outputs);
  const { method, scale, include } = recipe.penalty;
  const groups = recipe.penalty.groups === null ? null : countColumns(columns);
  const { weightCount, parameterCount } = layoutParameters(network);
  const penalised = include === 'all' ? parameterCount : weightCount;
  const coefficient = scale === 'mean' ? lambda / penalised : lambda;
  return {
    network,
    loss: chooseLoss(recipe),
    optimizer: recipe.optimizer,
    penalty: coefficient === 0 ? null : { coefficient, method, groups },
    penalised,
  };
}

/** How many columns each feature has, which stand together. */
function countColumns(columns: readonly EncodedColumn[]): number[] {
  const counts = new Map<string, number>();
  for (const { feature } of columns) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return [...counts.values()];
}

function chooseLoss({ loss, huberDelta = 1 }: Pick<Recipe, 'loss' | 'huberDelta'>): Loss {
  return loss === 'huber' ? { name: 'huber', delta: huberDelta } : { name: loss };
}
