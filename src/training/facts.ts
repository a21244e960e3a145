import type { Matrix } from '../data/encode.ts';
import type { Loss } from '../engines/engine.ts';
import { log } from '../math/elementary.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import type { Sliced } from '../sliced.ts';
import { computeDataLoss } from './loss.ts';
import { chooseLoss } from './network.ts';
import { checkingRank, dependsOnRank } from './rank.ts';
import type { PreparedPair } from './rows.ts';

/** The size of one column of numbers as the network sees it. */
export interface Size {
  readonly name: string;
  /** Root mean square over the training rows. */
  readonly rms: number;
}

/** What findings need to know about a pair's training rows; the same for every lambda. */
export interface PairFacts {
  readonly constantFeatures: readonly string[];
  readonly constantTarget: boolean;
  /** The largest numeric feature; null if features are standardised or all numbers are 0. */
  readonly largestFeature: Size | null;
  /** How many numeric features are larger than `thresholds.unscaledFactor`. */
  readonly largeFeatures: number;
  /** Null if the target is standardised, always 0, or a class. */
  readonly target: Size | null;
  /** The data loss on the training rows of predicting the mean of the target; for classes, their shares. */
  readonly meanLoss: number;
  /** Whether the features, minus their means, are linearly independent; null if it was not checked. */
  readonly fullRank: boolean | null;
}

/** Looks at the training rows of a pair. */
export function* inspectingPair(
  { path, encoding, training }: PreparedPair,
  recipe: PairRecipe,
  targetName: string,
): Sliced<PairFacts> {
  const { standardize, loss, thresholds } = recipe;
  const { features, targets } = training;
  const isFirst = path.every((index) => index === 0);
  const numbers = encoding.columns.flatMap(({ feature, category }, column) =>
    category === null ? [{ name: feature, column }] : [],
  );
  const sizes = standardize.features
    ? []
    : numbers.map(({ name, column }) => ({ name, rms: measureRms(features, column) }));
  const largest = sizes.reduce<Size | null>(
    (most, size) => (size.rms > (most?.rms ?? 0) ? size : most),
    null,
  );
  const isRaw = loss !== 'cross-entropy' && !standardize.target;
  const targetRms = isRaw ? measureRms(targets, 0) : 0;
  return {
    constantFeatures: encoding.constantFeatures,
    constantTarget: encoding.constantTarget,
    largestFeature: largest,
    largeFeatures: sizes.filter(({ rms }) => rms > thresholds.unscaledFactor).length,
    target: targetRms === 0 ? null : { name: targetName, rms: targetRms },
    meanLoss: measureMeanLoss(chooseLoss(recipe), targets),
    // For the first pair only: the others hardly differ, and a check costs as much as some training.
    fullRank: isFirst && dependsOnRank(recipe) ? yield* checkingRank(features) : null,
  };
}

function measureMeanLoss(loss: Loss, targets: Matrix): number {
  const { rows, columns, values } = targets;
  const means = Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * columns + column];
    return sum / rows;
  });
  if (loss.name !== 'cross-entropy')
    return computeDataLoss(loss, new Float32Array(rows).fill(means[0]), targets);
  return means.reduce((entropy, share) => (share === 0 ? entropy : entropy - share * log(share)), 0);
}

/** In units of the largest value, whose square may exceed the largest double. */
function measureRms({ rows, columns, values }: Matrix, column: number): number {
  let largest = 0;
  for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(values[row * columns + column]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row * columns + column] / largest;
    squares += value * value;
  }
  return largest * Math.sqrt(squares / rows);
}
