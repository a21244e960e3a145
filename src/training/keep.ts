import type { Dataset, Target } from '../data/dataset.ts';
import type { Pair } from '../data/split.ts';
import type { Network } from '../engines/engine.ts';
import { cutLayers } from '../engines/layout.ts';
import type { Recipe } from '../recipe/schema.ts';
import { toProbabilities } from './loss.ts';
import type { PreparedPair } from './rows.ts';
import type { Trained } from './train-on-pair.ts';

/** What a trained network says of its pair's validation rows, one value for each, in their order. */
export interface PairPredictions {
  /** In target units; of classes the position in `classes`. */
  readonly values: Float64Array;
  /** That of the class predicted; null for a regression. */
  readonly probabilities: Float64Array | null;
}

/** What one trial brings for `include`; null is what nobody asked for, or what diverged. */
export interface IncludedTrial {
  readonly predictions: PairPredictions | null;
  /** Weights [inputs, units], row-major. */
  readonly firstLayer: Float32Array | null;
}

/** What one pair brings for `include`. */
export interface IncludedPair {
  /** One for each lambda. */
  readonly trials: readonly IncludedTrial[];
  /** The inputs of its networks. */
  readonly columns: readonly { readonly feature: string; readonly category: string | null }[];
}

/** What a pair is asked to keep of its trials. */
export interface Keeping {
  readonly predictions: boolean;
  readonly firstLayer: boolean;
}

/** Chooses what a pair keeps: every pair of the first repeat predicts, the first of all gives its weights. */
export function chooseKeeping(
  include: Recipe['include'],
  { repeat, fold }: Pick<Pair, 'repeat' | 'fold'>,
): Keeping | null {
  const predictions = include.includes('predictions') && repeat === 0;
  const firstLayer = include.includes('weights') && repeat === 0 && fold === 0;
  return predictions || firstLayer ? { predictions, firstLayer } : null;
}

/** Keeps of one trial what was asked for. */
export function keepTrial(
  { predictions, firstLayer }: Keeping,
  { diverged, outputs, spec, parameters }: Trained,
  { target }: Pick<Dataset, 'target'>,
  pair: PreparedPair,
): IncludedTrial {
  if (diverged !== null) return { predictions: null, firstLayer: null };
  return {
    predictions: predictions && outputs !== null ? readPredictions(outputs, target, pair) : null,
    firstLayer: firstLayer ? cutLayers(spec.network, parameters)[0].weights : null,
  };
}

/**
 * Counts the numbers that `include` adds to a report: rows validated in the first repeat times lambdas for the
 * predictions, inputs times first-layer units times lambdas for the weights.
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
  if (include.includes('weights')) count += inputs * (hidden[0] ?? outputs) * lambdas;
  return count;
}

function readPredictions(
  outputs: Float32Array,
  target: Target,
  { encoding: { targetMean, targetScale } }: PreparedPair,
): PairPredictions {
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
    // By the scores, as accuracy is measured: probabilities of different scores may round to one number.
    const scores = outputs.subarray(row * width, (row + 1) * width);
    values[row] = scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
    probabilities[row] = all[row * width + values[row]];
  }
  return { values, probabilities };
}
