import type { Dataset, Target } from '../data/dataset.ts';
import type { Pair } from '../data/split.ts';
import type { Network } from '../engines/engine.ts';
import { cutLayers } from '../engines/layout.ts';
import type { PairRecipe, Recipe } from '../recipe/schema.ts';
import { toProbabilities } from './loss.ts';
import { countOutputs } from './network.ts';
import type { PreparedPair } from './rows.ts';
import { listStops, type StopRecord } from './stops.ts';

/** What a trained network predicts for its pair's validation rows, one value for each, in their order. */
export interface RowPredictions {
  /** In target units; for classes, the position in `classes`. */
  readonly values: Float64Array;
  /** The probability of the predicted class; null for a regression. */
  readonly probabilities: Float64Array | null;
}

/** What is kept of a trial's network; null if it was not asked for. */
export interface Included {
  /** Also null if the trial diverged. */
  readonly predictions: RowPredictions | null;
  /** Weights [inputs, units], row-major; also null if the trial diverged. */
  readonly firstLayer: Float32Array | null;
  /** All parameters as training left them, in the order of `layout.ts`. */
  readonly parameters: Float32Array | null;
  /** Of the validation rows [rows, outputs], which the verdict looks at; also null if the trial diverged. */
  readonly outputs: Float32Array | null;
  /** What it said on the way; also null if the trial diverged. */
  readonly stops: StopRecord | null;
}

/** What to keep of a trial's network. */
export type Keeping = { readonly [part in Exclude<keyof Included, 'stops'>]: boolean } & {
  /** The epochs whose outputs are kept. */
  readonly stops: readonly number[];
};

export const KEEP_NOTHING: Keeping = {
  predictions: false,
  firstLayer: false,
  parameters: false,
  outputs: false,
  stops: [],
};
export const KEEP_PARAMETERS: Keeping = { ...KEEP_NOTHING, parameters: true };

/** Outputs that all trials of a comparison keep at most: judging so many takes up to two seconds at a stretch. */
const MOST_OUTPUTS = 2 ** 18;

/**
 * What a pair keeps: every pair of the first repeat predicts if `include` asks for it, and the very first gives its
 * weights; all keep their outputs for the verdict, at the end and on the way, unless those of the whole comparison are
 * too many.
 */
export function chooseKeeping(
  recipe: Pick<PairRecipe, 'include' | 'split' | 'penalty' | 'training'>,
  dataset: Pick<Dataset, 'rows' | 'target'>,
  { repeat, fold }: Pick<Pair, 'repeat' | 'fold'>,
): Keeping {
  const { include, split, penalty } = recipe;
  const outputs = split.repeats * dataset.rows * countOutputs(dataset.target) * penalty.lambdas.length;
  return {
    predictions: include.includes('predictions') && repeat === 0,
    firstLayer: include.includes('weights') && repeat === 0 && fold === 0,
    parameters: false,
    outputs: keepsOutputs(outputs),
    stops: listStops(recipe, dataset).epochs,
  };
}

/** Whether the outputs of all trials together are few enough to be kept for the verdict. */
export function keepsOutputs(outputs: number): boolean {
  return outputs <= MOST_OUTPUTS;
}

/** A network at the end of its trial. */
interface EndedNetwork {
  readonly network: Network;
  readonly parameters: Float32Array;
  /** Of the validation rows [rows, outputs]; null if there are none. */
  readonly outputs: Float32Array | null;
  readonly stops: StopRecord | null;
  readonly isDiverged: boolean;
}

/** Keeps what was asked for. */
export function keep(
  keeping: Keeping,
  { network, parameters, outputs, stops, isDiverged }: EndedNetwork,
  { target }: Pick<Dataset, 'target'>,
  pair: PreparedPair,
): Included {
  const predicts = keeping.predictions && !isDiverged && outputs !== null;
  return {
    predictions: predicts ? readPredictions(outputs, target, pair) : null,
    firstLayer: keeping.firstLayer && !isDiverged ? cutLayers(network, parameters)[0].weights : null,
    parameters: keeping.parameters ? parameters : null,
    outputs: keeping.outputs && !isDiverged ? outputs : null,
    stops,
  };
}

/**
 * Counts the numbers that `include` adds to a report: for the predictions, validation rows of the first
 * repeat times lambdas; for the losses, those of all repeats; for the weights, inputs times first-layer units times
 * lambdas.
 */
export function countIncluded(
  include: Recipe['include'],
  pairs: readonly Pair[],
  { inputs, hidden, outputs }: Pick<Network, 'inputs' | 'hidden' | 'outputs'>,
  lambdas: number,
): number {
  let count = 0;
  if (include.includes('predictions')) {
    for (const { repeat, validation } of pairs) if (repeat === 0) count += validation.length * lambdas;
  }
  if (include.includes('losses')) {
    for (const { validation } of pairs) count += validation.length * lambdas;
  }
  if (include.includes('weights')) count += inputs * (hidden[0] ?? outputs) * lambdas;
  return count;
}

function readPredictions(
  outputs: Float32Array,
  target: Target,
  { encoding: { targetMean, targetScale } }: PreparedPair,
): RowPredictions {
  if (target.task === 'regression') {
    const values = Float64Array.from(outputs, (output) => output * targetScale + targetMean);
    return { values, probabilities: null };
  }
  const width = target.classes.length;
  const rows = outputs.length / width;
  const all = toProbabilities(outputs, width);
  const values = new Float64Array(rows);
  const probabilities = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    // By the scores, as accuracy is measured: different scores may round to the same probability.
    const scores = outputs.subarray(row * width, (row + 1) * width);
    values[row] = scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
    probabilities[row] = all[row * width + values[row]];
  }
  return { values, probabilities };
}
