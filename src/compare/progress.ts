import type { Pair } from '../data/split.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { CurvePoint } from '../training/curve.ts';

/** What a comparison reports while it runs. More kinds may be added: ignore those you do not know. */
export type ProgressEvent =
  /** Comes first, before any trial. */
  | { readonly kind: 'plan'; readonly plan: PlanFigures }
  /**
   * A trial is done. The trials counted are those of the plan: one for every pair and lambda, those of the
   * inner folds of `nested`, those with what these chose (a network that exists already is counted, though
   * not trained again), those of the search for lambdas "auto", and the refit for `include: ["model"]`.
   */
  | {
      readonly kind: 'trial';
      /** 1, 2, 3 and so on; at the end `of`. */
      readonly done: number;
      /**
       * The plan's trials; from the end of the search for lambdas "auto" on, without those it did not need.
       */
      readonly of: number;
      /** Null in the search for lambdas "auto" and for the refit. */
      readonly repeat: number | null;
      readonly fold: number | null;
      /** Null if every lambda diverged in the inner folds, so that none was chosen. */
      readonly lambda: number | null;
      /**
       * `compare.metric` on the trial's validation rows; null if it diverged or the metric is undefined, and
       * for trials outside the grid of pairs and lambdas.
       */
      readonly value: number | null;
    }
  /**
   * An epoch of a trial of the grid is over, measured without dropout. At most 1,000 are reported in all: for
   * every trial of a pair the same epochs, evenly spaced, and if that is too many, only for every n-th pair;
   * see `countPoints`. The last epoch is among them unless the trial ends before it, by patience or
   * divergence.
   */
  | {
      readonly kind: 'epoch';
      readonly repeat: number;
      readonly fold: number;
      readonly lambda: number;
      /** Counted from 1. */
      readonly epoch: number;
      /** Null after an epoch at which the training rows were not evaluated: see `training.evaluate`. */
      readonly trainingDataLoss: number | null;
      readonly validationDataLoss: number | null;
      readonly penalty: number;
      /** Exactly trainingDataLoss + penalty; null where that is. */
      readonly objective: number | null;
    };

export type ProgressListener = (event: ProgressEvent) => void;

/** Counts the trials of one comparison, and reports their epochs. */
export interface ProgressTracker {
  /** Reports the plan. */
  begin(): void;
  /** Counts a finished trial; `pair` is null in the search for lambdas and for the refit. */
  count(pair: Pick<Pair, 'repeat' | 'fold'> | null, lambda: number | null, value: number | null): void;
  /** Reports a finished epoch. */
  tell(pair: Pick<Pair, 'repeat' | 'fold'>, lambda: number, point: CurvePoint): void;
  /** The trials that are done, and all of them. */
  counted(): { readonly done: number; readonly of: number };
  /** Takes out trials of the plan that will not be needed. */
  skip(trials: number): void;
}

/** Reports a comparison. An error that the listener throws is passed on. */
export function trackProgress(plan: PlanFigures, listener: ProgressListener = () => {}): ProgressTracker {
  let done = 0;
  let of = plan.trials;
  return {
    begin: () => listener({ kind: 'plan', plan }),
    count(pair, lambda, value) {
      done += 1;
      const [repeat, fold] = pair === null ? [null, null] : [pair.repeat, pair.fold];
      listener({ kind: 'trial', done, of, repeat, fold, lambda, value });
    },
    tell({ repeat, fold }, lambda, { epoch, trainingDataLoss, validationDataLoss, penalty, objective }) {
      const losses = { trainingDataLoss, validationDataLoss, penalty, objective };
      listener({ kind: 'epoch', repeat, fold, lambda, epoch, ...losses });
    },
    counted: () => ({ done, of }),
    skip(trials) {
      of -= trials;
    },
  };
}

/** The most epochs that a comparison reports. */
export const MOST_EPOCHS = 1000;

/** Curves with fewer points show little, so a pair is skipped before they get fewer. */
const POINTS_WANTED = 20;

/** What a comparison trains for its grid: every lambda on every pair. */
interface EpochGrid {
  readonly pairs: number;
  readonly lambdas: number;
  /** The epochs of one trial that runs to its end. */
  readonly epochs: number;
}

/**
 * How many epochs are reported for each trial of a pair: as many for all lambdas of a pair, so that their
 * curves can be compared, and for all pairs that are not skipped. If `most` is too few for 20 of each, only
 * every n-th pair is reported, always including the first.
 *
 * @param pair the position of the pair, from 0
 * @returns 0 for a pair that is skipped, and if there are more than `most` lambdas
 */
export function countPoints({ pairs, lambdas, epochs }: EpochGrid, pair: number, most = MOST_EPOCHS): number {
  const wanted = Math.min(epochs, POINTS_WANTED);
  const mostPairs = Math.max(1, Math.floor(most / (lambdas * wanted)));
  const stride = Math.ceil(pairs / mostPairs);
  if (pair % stride !== 0) return 0;
  const told = Math.ceil(pairs / stride);
  return Math.min(epochs, Math.floor(most / (told * lambdas)));
}

/**
 * Whether an epoch, counted from 1, is one of the `points` reported out of `epochs`: evenly spaced, the last
 * among them.
 */
export function isTold(epoch: number, epochs: number, points: number): boolean {
  return Math.floor((epoch * points) / epochs) > Math.floor(((epoch - 1) * points) / epochs);
}
