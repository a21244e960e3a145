import type { Target } from '../data/dataset.ts';
import type { EncodedColumn, FoldEncoding } from '../data/encode.ts';
import type { Loss, Network, TrialSpec } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Random } from '../random/random.ts';
import type { Recipe } from '../recipe/schema.ts';

/** The part of a recipe that says what one network is and how it learns. */
export interface NetworkRecipe extends Pick<Recipe, 'network' | 'loss' | 'huberDelta' | 'optimizer'> {
  readonly penalty: Omit<Recipe['penalty'], 'lambdas'>;
}

/** The network of a recipe, with the sizes that come from the data. */
export function specifyNetwork(
  { network: { hidden, activation, dropout } }: Pick<Recipe, 'network'>,
  inputs: number,
  outputs: number,
): Network {
  return { inputs, hidden, outputs, activation, dropout };
}

/** Outputs of a network for a target: one, or one for each class. */
export function countOutputs(target: Target): number {
  return target.task === 'classification' ? target.classes.length : 1;
}

/**
 * Turns a recipe, one lambda and the sizes of the data into what an engine trains.
 *
 * @param columns the network's inputs
 */
export function specifyTrial(
  recipe: NetworkRecipe,
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

/** How many columns each feature has; they are adjacent. */
function countColumns(columns: readonly EncodedColumn[]): number[] {
  const counts = new Map<string, number>();
  for (const { feature } of columns) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return [...counts.values()];
}

/** The loss of a recipe as an engine takes it. */
export function chooseLoss({ loss, huberDelta = 1 }: Pick<Recipe, 'loss' | 'huberDelta'>): Loss {
  return loss === 'huber' ? { name: 'huber', delta: huberDelta } : { name: loss };
}

type Initialization = 'he' | 'glorot' | 'pytorch';

/**
 * Draws a network's initial parameters, in the order of `layout.ts`: every weight uniform on [-limit, limit),
 * biases 0.
 *
 * - he: limit = sqrt(6 / inputs) (He, Zhang, Ren and Sun 2015)
 * - glorot: limit = sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010)
 * - pytorch: limit = sqrt(1 / inputs), and the biases are drawn from it too (`torch.nn.Linear`)
 */
export function initializeParameters(
  network: Pick<Network, 'inputs' | 'hidden' | 'outputs'>,
  initialization: Initialization,
  random: Random,
): Float32Array {
  const { layers, parameterCount } = layoutParameters(network);
  const parameters = new Float32Array(parameterCount);
  for (const { inputs, outputs, weights, biases } of layers) {
    const limit = weightLimit(initialization, inputs, outputs);
    fillUniform(parameters.subarray(weights, weights + inputs * outputs), limit, random);
    if (initialization === 'pytorch')
      fillUniform(parameters.subarray(biases, biases + outputs), limit, random);
  }
  return parameters;
}

/**
 * Sets the first-layer weights of constant features to 0, in place. Their inputs are 0 in every training row, so nothing
 * would ever move them, and any other value would only move predictions for rows that differ.
 */
export function silenceConstants(
  parameters: Float32Array,
  network: Pick<Network, 'inputs' | 'hidden' | 'outputs'>,
  { columns, constantFeatures }: Pick<FoldEncoding, 'columns' | 'constantFeatures'>,
): void {
  const [{ outputs: units, weights }] = layoutParameters(network).layers;
  columns.forEach(({ feature }, input) => {
    if (!constantFeatures.includes(feature)) return;
    parameters.fill(0, weights + input * units, weights + (input + 1) * units);
  });
}

function weightLimit(initialization: Initialization, inputs: number, outputs: number): number {
  switch (initialization) {
    case 'he':
      return Math.sqrt(6 / inputs);
    case 'glorot':
      return Math.sqrt(6 / (inputs + outputs));
    case 'pytorch':
      return Math.sqrt(1 / inputs);
  }
}

function fillUniform(target: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < target.length; i++) target[i] = limit * (2 * random.nextUniform() - 1);
}
