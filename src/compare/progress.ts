import type { Pair } from '../data/split.ts';
import type { PlanFigures } from './plan.ts';

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
    };

export type ProgressListener = (event: ProgressEvent) => void;

/** Counts the trials of one comparison. */
export interface Progress {
  /** Told of a trial that is done; `pair` is null in the search for lambdas. */
  count(pair: Pick<Pair, 'repeat' | 'fold'> | null, lambda: number | null): void;
  /** Told of trials of the plan that will not be needed. */
  skip(trials: number): void;
}

/** Tells the plan, then each trial. What the listener throws comes through. */
export function trackProgress(plan: PlanFigures, listener: ProgressListener = () => {}): Progress {
  let done = 0;
  let of = plan.trials;
  listener({ kind: 'plan', plan });
  return {
    count(pair, lambda) {
      done += 1;
      listener({ kind: 'trial', done, of, repeat: pair?.repeat ?? null, fold: pair?.fold ?? null, lambda });
    },
    skip(trials) {
      of -= trials;
    },
  };
}
