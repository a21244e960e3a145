import type { Recipe } from '../recipe/schema.ts';

type Schedule = Pick<Recipe['training'], 'epochs' | 'evaluate' | 'patience'>;

/** The first epoch and the last: enough where nobody sees the curve. */
export const FEWEST_EVALUATED = 2;

/**
 * Whether the training rows are evaluated after an epoch, counted from 1: the first, and every so-many-th one, counted
 * back from the last, so that no more than `evaluate` are. The short gap, if any, is the first, where losses change
 * fastest. Patience may end a run long before its last epoch: with it each of the first `evaluate` is evaluated, of as
 * many again every second, of twice as many every fourth and so on, and the last.
 */
export function isEvaluated(epoch: number, { epochs, evaluate, patience }: Schedule): boolean {
  if (epoch === 1 || epoch === epochs) return true;
  if (patience === null) return (epochs - epoch) % findStride(epochs, evaluate) === 0;
  let stride = 1;
  while (epoch > stride * evaluate) stride *= 2;
  return epoch % stride === 0;
}

/** After how many epochs of a run they are that patience does not end. */
export function countEvaluated({ epochs, evaluate, patience }: Schedule): number {
  if (patience === null) return 1 + Math.ceil((epochs - 1) / findStride(epochs, evaluate));
  let count = 0;
  let stride = 1;
  // By stretches of one stride, since there may be as many epochs as anyone likes.
  for (let from = 0; ; stride *= 2) {
    const to = Math.min(epochs, stride * evaluate);
    count += Math.floor(to / stride) - Math.floor(from / stride);
    if (to === epochs) break;
    from = to;
  }
  return epochs % stride === 0 ? count : count + 1;
}

function findStride(epochs: number, evaluate: number): number {
  return Math.max(1, Math.ceil((epochs - 1) / (evaluate - 1)));
}
