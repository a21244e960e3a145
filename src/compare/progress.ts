import type { Pair } from '../data/split.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { CurvePoint } from '../training/epochs.ts';

/** What a comparison tells of itself while it runs. Further kinds may come: pass over those you do not know. */
export type ProgressEvent =
  /** Told first, before any trial. */
  | { readonly kind: 'plan'; readonly plan: PlanFigures }
  /**
   * A trial is done. Counted are the trials of the plan: those of every pair and lambda, of the inner folds of
   * `nested`, of what these chose (a network that is there already is counted, though not trained again), of the
   * search for lambdas "auto", and of the refit for `include: ["model"]`.
   */
  | {
      readonly kind: 'trial';
      /** 1, 2, 3 and so on; at the end `of`. */
      readonly done: number;
      /** The plan's trials; less those of the search for lambdas "auto" that were not needed, from its end on. */
      readonly of: number;
      /** Null in the search for lambdas "auto" and for the refit. */
      readonly repeat: number | null;
      readonly fold: number | null;
      /** Null where every lambda diverged in the inner folds, so that none was chosen. */
      readonly lambda: number | null;
      /**
       * `compare.metric` on the trial's validation rows; null where it diverged or the metric is undefined, and for
       * trials beside the grid of pairs and lambdas.
       */
      readonly value: number | null;
    }
  /**
   * An epoch of a trial of the grid is over, measured without dropout. At most 1,000 are told in all: of every trial
   * of a pair the same epochs, evenly spaced, and where that is too much only of every n-th pair; see
   * `countPoints`. The last is among them unless the trial ends before it, by patience or by divergence.
   */
  | {
      readonly kind: 'epoch';
      readonly repeat: number;
      readonly fold: number;
      readonly lambda: number;
      /** Counted from 1. */
      readonly epoch: number;
      readonly trainingDataLoss: number;
      readonly validationDataLoss: number | null;
      readonly penalty: number;
      /** Exactly trainingDataLoss + penalty. */
      readonly objective: number;
    };

export type ProgressListener = (event: ProgressEvent) => void;

/** Counts the trials of one comparison, and tells of their epochs. */
interface ProgressTracker {
  /** Told of a trial that is done; `pair` is null in the search for lambdas and for the refit. */
  count(pair: Pick<Pair, 'repeat' | 'fold'> | null, lambda: number | null, value: number | null): void;
  /** Told of an epoch that is over. */
  tell(pair: Pick<Pair, 'repeat' | 'fold'>, lambda: number, point: CurvePoint): void;
  /** Told of trials of the plan that will not be needed. */
  skip(trials: number): void;
}

/** Tells the plan, then each trial and the epochs of some. What the listener throws comes through. */
export function trackProgress(plan: PlanFigures, listener: ProgressListener = () => {}): ProgressTracker {
  let done = 0;
  let of = plan.trials;
  listener({ kind: 'plan', plan });
  return {
    count(pair, lambda, value) {
      done += 1;
      const [repeat, fold] = pair === null ? [null, null] : [pair.repeat, pair.fold];
      listener({ kind: 'trial', done, of, repeat, fold, lambda, value });
    },
    tell({ repeat, fold }, lambda, { epoch, trainingDataLoss, validationDataLoss, penalty, objective }) {
      const losses = { trainingDataLoss, validationDataLoss, penalty, objective };
      listener({ kind: 'epoch', repeat, fold, lambda, epoch, ...losses });
    },
    skip(trials) {
      of -= trials;
    },
  };
}

/** A comparison tells of no more epochs than these. */
export const MOST_EPOCHS = 1000;

/** Curves of fewer points show little, so that a pair is passed over before they get fewer. */
const POINTS_WANTED = 20;

/** What a comparison trains for its grid: every lambda on every pair. */
interface EpochGrid {
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
