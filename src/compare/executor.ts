import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import type { TimeLimit } from '../pace.ts';
import type { CurvePoint } from '../training/curve.ts';
import { type PairOutcome, paceWork, trainPair, type Work } from '../training/pair.ts';
import { countPoints, isTold } from './progress.ts';

export interface ExecutorOptions {
  /** Stops the work. */
  readonly signal?: AbortSignal | undefined;
  /** The seconds that the work may take; unlimited by default. */
  readonly timeLimit?: TimeLimit | undefined;
  /**
   * Called after each trial, with `compare.metric` on its validation rows: null if that has no value, and for
   * trials outside the grid of pairs and lambdas. If it throws, the work stops and the promise rejects with
   * that error.
   */
  readonly onTrial?: ((pair: Pair, lambda: number | null, value: number | null) => void) | undefined;
  /** Called after as many epochs of the grid's trials as `countTold` says; if it throws, the same happens. */
  readonly onEpoch?: ((pair: Pair, lambda: number, point: CurvePoint) => void) | undefined;
}

/**
 * Where the pairs of comparisons are worked on. Each is independent of the others, and gives the same
 * everywhere.
 */
export interface Executor {
  /**
   * Does all the work of each pair.
   *
   * @returns the outcomes in the order of the pairs
   * @throws AbsumError `aborted` when the signal fired; `out-of-time` when its time is over; `worker-lost`
   */
  runPairs(work: Work, pairs: readonly Pair[], options: ExecutorOptions): Promise<readonly PairOutcome[]>;
}

/** Works on one pair after the other on the calling thread, and lets the host serve others now and then. */
export function createInPlaceExecutor(engine: Engine): Executor {
  return {
    async runPairs(work, pairs, { signal, timeLimit, onTrial, onEpoch }) {
      const pacer = paceWork(work, { signal, timeLimit });
      const outcomes: PairOutcome[] = [];
      for (const [i, pair] of pairs.entries()) {
        const points = countTold(work, pairs, i);
        const outcome = await trainPair(work, pair, {
          engine,
          pacer,
          onTrial: onTrial && ((lambda, value) => onTrial(pair, lambda, value)),
          onEpoch: onEpoch && thinEpochs(work, points, (lambda, point) => onEpoch(pair, lambda, point)),
        });
        outcomes.push(outcome);
      }
      return outcomes;
    },
  };
}

/** How many epochs are reported for each trial of the pair at a position. */
export function countTold({ recipe }: Work, { length }: readonly Pair[], position: number): number {
  const { penalty, training } = recipe;
  const grid = { pairs: length, lambdas: penalty.lambdas.length, epochs: training.epochs };
  return countPoints(grid, position);
}

/** Passes on `points` epochs of each trial. */
export function thinEpochs(
  { recipe }: Work,
  points: number,
  tell: (lambda: number, point: CurvePoint) => void,
): (lambda: number, point: CurvePoint) => void {
  const { epochs } = recipe.training;
  return (lambda, point) => {
    if (isTold(point.epoch, epochs, points)) tell(lambda, point);
  };
}
