import type { Dataset } from '../data/dataset.ts';
import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import { createPacer, type Pacer } from '../pace.ts';
import type { PlanFigures } from '../plan/plan.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import type { PairOutcome } from '../report/build.ts';
import { comparePair } from '../training/pair.ts';
import type { CurvePoint } from '../training/trial.ts';
import { countPoints } from './thin-epochs.ts';

/** What the pairs of a comparison share: plain values, Maps and typed arrays, which a structured clone keeps. */
export interface PairWork {
  readonly recipe: PairRecipe;
  readonly dataset: Dataset;
  /** Names the engine, and how much memory and time a step of it takes. */
  readonly figures: PlanFigures;
}

export interface ExecutorOptions {
  /** Stops the work. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told of each trial once it is done, with `compare.metric` on its validation rows: null where that has no value,
   * and for trials beside the grid of pairs and lambdas. What it throws stops the work, and the promise rejects with
   * it.
   */
  readonly onTrial?: ((pair: Pair, lambda: number | null, value: number | null) => void) | undefined;
  /** Told of as many epochs of the grid's trials as `choosePoints` says; what it throws does the same. */
  readonly onEpoch?: ((pair: Pair, lambda: number, point: CurvePoint) => void) | undefined;
}

/** Where the pairs of comparisons are worked on. Each is independent of the others, and brings the same anywhere. */
export interface Executor {
  /**
   * Does all that is to be done with each pair.
   *
   * @returns the outcomes in the order of the pairs
   * @throws AbsumError `aborted` when the signal fired; `worker-lost`
   */
  runPairs(work: PairWork, pairs: readonly Pair[], options: ExecutorOptions): Promise<readonly PairOutcome[]>;
}

/** Works on one pair after the other where it is called, and lets the host serve others now and then. */
export function createInPlaceExecutor(engine: Engine): Executor {
  return {
    async runPairs(work, pairs, { signal, onTrial, onEpoch }) {
      const pacer = pacePairs(work, signal);
      const outcomes: PairOutcome[] = [];
      for (const [i, pair] of pairs.entries()) {
        const told = {
          points: choosePoints(work, pairs, i),
          onTrial: onTrial && ((lambda: number | null, value: number | null) => onTrial(pair, lambda, value)),
          onEpoch: onEpoch && ((lambda: number, point: CurvePoint) => onEpoch(pair, lambda, point)),
        };
        outcomes.push(await comparePair(work, pair, { engine, pacer, ...told }));
      }
      return outcomes;
    },
  };
}

/** The pacer for the work of a comparison. */
export function pacePairs({ figures }: PairWork, signal: AbortSignal | undefined): Pacer {
  return createPacer(figures.seconds / figures.steps, signal);
}

/** How many epochs each trial of the pair at a position tells of. */
export function choosePoints({ recipe }: PairWork, { length }: readonly Pair[], position: number): number {
  const { penalty, training } = recipe;
  const grid = { pairs: length, lambdas: penalty.lambdas.length, epochs: training.epochs };
  return countPoints(grid, position);
}
