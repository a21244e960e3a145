import type { EngineCosts } from '../../costs.ts';
import type { Network } from '../../engines/engine.ts';
import { listWidths } from '../../engines/layout.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import type { Counts } from './counts.ts';

/** The parts of a recipe that say what a step does; a comparison and a single network have them in common. */
export type StepRecipe = Pick<AskedRecipe, 'loss' | 'optimizer'> & {
  readonly penalty: Pick<AskedRecipe['penalty'], 'method' | 'include' | 'groups'>;
};

/** Some batches: how many, and their rows in all. */
export interface Batches {
  readonly steps: number;
  readonly rows: number;
  /** The same rows, those of each batch padded. */
  readonly padded: number;
}

/** Parameters, with gradient, moments and transposed copy, that a processor keeps at hand. */
const NEAR_PARAMETERS = 2 ** 16;

/** Kernels that tfjs calls for an update. */
const UPDATE_CALLS = { sgd: 2, momentum: 5, rmsprop: 9, adam: 14 } as const;

/** Counts the work of training steps: forward, loss, backward and update. */
export function countStepWork(
  network: Network,
  recipe: StepRecipe,
  { grain }: Pick<EngineCosts, 'grain'>,
  { steps, rows, padded }: Batches,
): Counts {
  const { layers, panels, units, weights, parameters } = measureNetwork(network, grain.units);
  const { optimizer, penalty } = recipe;
  const { products, tiles } = multiply(layers, grain, padded);
  let backProducts = 0;
  let backTiles = 0;
  let transposed = 0;
  layers.forEach(({ inputs, outputs, paddedInputs, paddedOutputs }, l) => {
    const tall = pad(inputs, grain.rows);
    backProducts += padded * tall * paddedOutputs;
    backTiles += (steps * tall * paddedOutputs) / (grain.rows * grain.units);
    if (l === 0) return;
    backProducts += padded * outputs * paddedInputs;
    backTiles += (padded * paddedInputs) / (grain.rows * grain.units);
    transposed += paddedInputs * paddedOutputs;
  });
  const penalised = penalty.include === 'all' ? parameters : weights;
  const grouped = penalty.groups === null ? 0 : layers[0].paddedInputs * layers[0].paddedOutputs;
  const hasMask = network.dropout > 0;
  const penaltyCalls = penalty.method === 'proximal' ? 3 : 4 * layers.length;
  const masks = hasMask ? 3 * network.hidden.length : 0;
  return {
    step: steps,
    layer: steps * layers.length,
    call: steps * (UPDATE_CALLS[optimizer.name] + penaltyCalls + masks),
    tile: tiles + backTiles,
    product: products + backProducts,
    far: steps * Math.max(0, parameters - NEAR_PARAMETERS),
    gathered: rows * panels,
    ...activate(network, units * padded),
    slope: units * padded,
    ...(hasMask && { mask: 2 * units * padded }),
    [recipe.loss === 'cross-entropy' ? 'softmax' : 'loss']: rows * network.outputs,
    [optimizer.name]: steps * parameters,
    transposed: steps * transposed,
    penalty: steps * (penalised - grouped),
    ...(grouped > 0 && { grouped: steps * grouped, group: steps * network.inputs }),
  };
}

/** Counts the work of predicting sets of rows. */
export function countPassWork(
  network: Network,
  { grain }: Pick<EngineCosts, 'grain'>,
  sets: readonly number[],
): Counts {
  const { layers, units, panels } = measureNetwork(network, grain.units);
  const rows = sets.reduce((sum, set) => sum + set, 0);
  const padded = sets.reduce((sum, set) => sum + pad(set, grain.rows), 0);
  const { products, tiles } = multiply(layers, grain, padded);
  return {
    pass: sets.length,
    passLayer: sets.length * layers.length,
    tile: tiles,
    product: products,
    gathered: rows * panels,
    ...activate(network, units * padded),
  };
}

/** The next multiple. */
export function pad(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}

interface PaddedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly paddedInputs: number;
  readonly paddedOutputs: number;
}

/** The sizes of a network, its units padded. */
function measureNetwork(network: Network, multiple: number) {
  const widths = listWidths(network);
  const padded = widths.map((width) => pad(width, multiple));
  const layers: PaddedLayer[] = padded.slice(1).map((paddedOutputs, l) => ({
    inputs: widths[l],
    outputs: widths[l + 1],
    paddedInputs: padded[l],
    paddedOutputs,
  }));
  const weights = layers.reduce((sum, layer) => sum + layer.paddedInputs * layer.paddedOutputs, 0);
  const units = padded.slice(1, -1).reduce((sum, width) => sum + width, 0);
  return {
    layers,
    units,
    weights,
    parameters: weights + units + padded[padded.length - 1],
    panels: (padded[0] + padded[padded.length - 1]) / multiple,
  };
}

/** The products of going forward. */
function multiply(layers: readonly PaddedLayer[], grain: EngineCosts['grain'], rows: number) {
  let products = 0;
  let outputs = 0;
  for (const { inputs, paddedOutputs } of layers) {
    products += rows * inputs * paddedOutputs;
    outputs += paddedOutputs;
  }
  return { products, tiles: (rows * outputs) / (grain.rows * grain.units) };
}

function activate({ activation }: Network, units: number): Counts {
  return activation === 'linear' ? {} : { [activation]: units };
}
