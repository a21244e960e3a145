/** A comparison tells of no more epochs than these. */
export const MOST_EPOCHS = 1000;

/** Curves of fewer points show little, so that a pair is passed over before they get fewer. */
const POINTS_WANTED = 20;

/** What a comparison trains for its grid: every lambda on every pair. */
export interface EpochGrid {
  readonly pairs: number;
  readonly lambdas: number;
  /** Of one trial that runs to its end. */
  readonly epochs: number;
}

/**
 * How many epochs each trial of a pair tells of: all lambdas of a pair alike, so that their curves compare, and all
 * pairs that tell at all. Where `most` is too few for 20 of each, only every n-th pair tells, the first always.
 *
 * @param pair the position of the pair, from 0
 * @returns 0 for a pair that is passed over, and where there are more than `most` lambdas
 */
export function countPoints({ pairs, lambdas, epochs }: EpochGrid, pair: number, most = MOST_EPOCHS): number {
  const wanted = Math.min(epochs, POINTS_WANTED);
  const mostPairs = Math.max(1, Math.floor(most / (lambdas * wanted)));
  const stride = Math.ceil(pairs / mostPairs);
  if (pair % stride !== 0) return 0;
  const told = Math.ceil(pairs / stride);
  return Math.min(epochs, Math.floor(most / (told * lambdas)));
}

/** Whether an epoch, counted from 1, is one of the `points` told of `epochs`: evenly spaced, the last among them. */
export function isTold(epoch: number, epochs: number, points: number): boolean {
  return Math.floor((epoch * points) / epochs) > Math.floor(((epoch - 1) * points) / epochs);
}
