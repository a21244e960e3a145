/** The first epoch and the last: enough where nobody sees the curve. */
export const FEWEST_EVALUATED = 2;

/**
 * Whether the training rows are evaluated after an epoch: every so-many-th one, counted back from the last, so that no
 * more than `evaluate` epochs are; and the first. The short gap, if any, is the first, where losses change fastest.
 *
 * @param epoch counted from 1
 * @param epochs of the whole run, 1 or more
 * @param evaluate 2 or more
 */
export function isEvaluated(epoch: number, epochs: number, evaluate: number): boolean {
  return epoch === 1 || (epochs - epoch) % findStride(epochs, evaluate) === 0;
}

/** After how many epochs they are. */
export function countEvaluated(epochs: number, evaluate: number): number {
  return 1 + Math.ceil((epochs - 1) / findStride(epochs, evaluate));
}

function findStride(epochs: number, evaluate: number): number {
  return Math.max(1, Math.ceil((epochs - 1) / (evaluate - 1)));
}
