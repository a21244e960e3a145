import type { Dataset } from '../data/dataset.ts';
import { exp, log } from '../math/elementary.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import { countOutputs } from './network.ts';

// Where a training might have stopped: epochs whose outputs are kept, so that the report can judge each lambda at its
// own best epoch.

/** What the networks of a trial said about its validation rows at each of its stops. */
export interface StopRecord {
  /** Data loss at each stop. */
  readonly losses: Float64Array;
  /** [stops, rows, outputs]. */
  readonly outputs: Float32Array;
}

/** The epochs at which a training may stop, in ascending order, its last among them; or why there are none. */
export type Stops =
  | { readonly epochs: readonly number[] }
  | { readonly epochs: readonly []; readonly reason: string };

const MOST_STOPS = 32;
/** With fewer, the best epoch may lie far from all of them. */
const LEAST_STOPS = 8;
/** Outputs that all trials of a comparison keep at their stops at most: 4 MB of them. */
const MOST_OUTPUTS = 2 ** 20;

/**
 * Lists the epochs at which each lambda may stop. Its best one is chosen for each fold by the other folds of the same
 * repeat, so a repeat must be a whole set of folds.
 */
export function listStops(
  { split, training, penalty }: Pick<PairRecipe, 'split' | 'training' | 'penalty'>,
  { rows, target }: Pick<Dataset, 'rows' | 'target'>,
): Stops {
  return spaceStops(split, training, split.repeats * rows * countOutputs(target) * penalty.lambdas.length);
}

/** @param outputs of all trials together, at one stop */
export function spaceStops(
  split: PairRecipe['split'],
  training: PairRecipe['training'],
  outputs: number,
): Stops {
  const none = (reason: string): Stops => ({ epochs: [], reason });
  if (split.column !== undefined)
    return none('a split by a column has no other folds that could choose the epoch');
  if (split.folds === undefined) return none('a holdout has no other folds that could choose the epoch');
  if (split.order === 'given') return none('the folds of a forward chain train on different amounts of rows');
  if (split.fixed)
    return none('a fixed split would choose the epoch on the rows that judge it, repeat after repeat');
  if (training.patience !== null) return none('patience chooses the epoch already');
  const most = Math.min(MOST_STOPS, Math.floor(MOST_OUTPUTS / outputs));
  if (most < LEAST_STOPS) return none('predictions at several epochs would be too many to keep');
  return { epochs: spaceEpochs(training.epochs, most) };
}

/** At most so many epochs, a constant factor apart as far as whole numbers allow: losses change fast at first. */
function spaceEpochs(epochs: number, most: number): number[] {
  const stops = new Set<number>();
  const step = log(epochs) / (most - 1);
  for (let i = 0; i < most - 1; i++) stops.add(Math.round(exp(i * step)));
  return [...stops.add(epochs)];
}

/** Keeps what a trial says at its stops. */
interface StopRecorder {
  /** Takes the outputs after an epoch; those that are no stop are not kept. */
  take(epoch: number, loss: number, outputs: Float32Array): void;
  /** What was kept; null if the trial did not reach its last stop. */
  finish(): StopRecord | null;
}

/** @param stops none keeps nothing */
export function recordStops(stops: readonly number[]): StopRecorder {
  const losses: number[] = [];
  const kept: Float32Array[] = [];
  return {
    take(epoch, loss, outputs) {
      if (epoch !== stops[kept.length]) return;
      losses.push(loss);
      kept.push(outputs);
    },
    finish() {
      if (stops.length === 0 || kept.length < stops.length) return null;
      const length = kept[0].length;
      const outputs = new Float32Array(stops.length * length);
      kept.forEach((each, i) => {
        outputs.set(each, i * length);
      });
      return { losses: Float64Array.from(losses), outputs };
    },
  };
}
