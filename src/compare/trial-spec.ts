import type { Loss, Network, TrialSpec } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Recipe } from './recipe.ts';

/** The part of a recipe that says what one network is and how it learns. */
export type TrialRecipe = Pick<Recipe, 'network' | 'loss' | 'huberDelta' | 'optimizer'> & {
  readonly penalty: Omit<Recipe['penalty'], 'lambdas'>;
};

/** Turns a recipe, one lambda and the sizes that the data gave into what an engine trains. */
export function specifyTrial(
  recipe: TrialRecipe,
  lambda: number,
  inputs: number,
  outputs: number,
): TrialSpec {
  const { hidden, activation, dropout } = recipe.network;
  const network: Network = { inputs, hidden, outputs, activation, dropout };
  const { method, scale, include } = recipe.penalty;
  const { weightCount, parameterCount } = layoutParameters(network);
  const penalised = include === 'all' ? parameterCount : weightCount;
  const coefficient = scale === 'mean' ? lambda / penalised : lambda;
  return {
    network,
    loss: chooseLoss(recipe),
    optimizer: recipe.optimizer,
    penalty: coefficient === 0 ? null : { coefficient, method, groups: null },
    penalised,
  };
}

function chooseLoss({ loss, huberDelta = 1 }: Pick<Recipe, 'loss' | 'huberDelta'>): Loss {
  return loss === 'huber' ? { name: 'huber', delta: huberDelta } : { name: loss };
}
