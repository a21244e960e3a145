import type { Dataset } from '../data/dataset.ts';
import type { TargetScaling } from '../data/encode.ts';
import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import { createPacer, type Pacer, type TimeLimit } from '../pace.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import { doInTurns } from '../sliced.ts';
import type { CurvePoint } from './curve.ts';
import type { PairFacts } from './facts.ts';
import { chooseKeeping, KEEP_NOTHING } from './included.ts';
import type { NestedOutcome } from './nested.ts';
import type { JudgedReferences } from './references.ts';
import { type PreparedPair, preparingPair } from './rows.ts';
import { type Trial, type TrialsRun, trainLambdas } from './trial.ts';

/**
 * What the pairs of a comparison share: plain values, Maps and typed arrays, all of which survive a
 * structured clone.
 */
export interface Work {
  readonly recipe: PairRecipe;
  readonly dataset: Dataset;
  /** From the plan: the engine's name and arithmetic, the memory that it takes, and what takes how much time. */
  readonly figures: {
    readonly engine: string;
    readonly arithmetic: { readonly mode: 'strict' | 'relaxed' };
    readonly engineBytes: number;
    readonly seconds: number;
    readonly steps: number;
    readonly pairs: number;
    readonly inputs: number;
  };
}

/** Where a pair is worked on, and what is called as it proceeds. */
export interface Workplace {
  readonly engine: Engine;
  readonly pacer: Pacer;
  /**
   * Called after each trial, with `compare.metric` on its validation rows: null if that has no value, and for
   * trials outside the grid of pairs and lambdas. If it throws, the work stops and the error is passed on.
   */
  readonly onTrial?: ((lambda: number | null, value: number | null) => void) | undefined;
  /** Called after epochs of the grid's trials; if it throws, the same happens. */
  readonly onEpoch?: ((lambda: number, point: CurvePoint) => void) | undefined;
}

/** Everything that one pair produced. */
export interface PairOutcome {
  /** One for each lambda. */
  readonly trials: readonly Trial[];
  readonly facts: PairFacts;
  /** What inner folds chose; null unless the recipe asks for it. */
  readonly nested: NestedOutcome | null;
  /** What the networks are up against. */
  readonly references: JudgedReferences;
  /** By feature, validation cells with a category that no training row has, where there are some. */
  readonly unseen: ReadonlyMap<string, number>;
  /** How its networks see a numeric target. */
  readonly scaling: TargetScaling;
  /** The inputs of its networks, if `include` asks for their weights; else null. */
  readonly columns: readonly { readonly feature: string; readonly category: string | null }[] | null;
}

/** What a pair produces besides its trials. */
export type Closing = Omit<PairOutcome, 'trials'>;

/** What is read of a trial once it is trained. */
type JudgeableTrial = Pick<Trial, 'validation' | 'included'>;

/** A pair about to be worked on, its rows encoded. */
interface OpenPair {
  /**
   * Trains some of the pair's trials; each gives what it would among all of them.
   *
   * @param positions of their lambdas in the recipe
   * @param take called with each finished trial; the next trial waits for it, and an error that it throws is
   *   passed on
   */
  train(
    positions: readonly number[],
    take?: (trial: Trial, position: number) => void | Promise<void>,
  ): Promise<Trial[]>;
  /**
   * Does what is left to do after the trials.
   *
   * @param trials one for each lambda; not read without `compare.nested`
   */
  close(trials: readonly JudgeableTrial[]): Promise<Closing>;
}

/** The pacer for the work of a comparison. */
export function paceWork(
  { figures }: Pick<Work, 'figures'>,
  options: { readonly signal?: AbortSignal | undefined; readonly timeLimit?: TimeLimit | undefined },
): Pacer {
  return createPacer(figures.seconds / figures.steps, options);
}

/** Does all the work of one pair. */
export async function trainPair(work: Work, split: Pair, place: Workplace): Promise<PairOutcome> {
  const pair = await openPair(work, split, place);
  const trials = await pair.train([...work.recipe.penalty.lambdas.keys()]);
  return { trials, ...(await pair.close(trials)) };
}

/** Encodes the rows of a pair. */
export async function openPair(work: Work, split: Pair, place: Workplace): Promise<OpenPair> {
  const { recipe, dataset, figures } = work;
  const { engine, pacer, onTrial, onEpoch } = place;
  const { lambdas } = recipe.penalty;
  const prepared = await doInTurns(preparingPair(dataset, split, recipe), pacer);
  const run = { recipe, dataset, engine, bytes: figures.engineBytes, pacer };
  const keeping = chooseKeeping(recipe, dataset, split);
  return {
    train(positions, take) {
      const chosen = positions.map((position) => lambdas[position]);
      return trainLambdas({ ...run, keeping, onEpoch }, prepared, chosen, async (trial, lambda, i) => {
        await take?.(trial, positions[i]);
        onTrial?.(lambda, trial.validation[recipe.compare.metric]?.value ?? null);
      });
    },
    async close(trials) {
      // Loaded only now, when the trials are over.
      const [{ inspectingPair }, { fitReferences }] = await Promise.all([
        import('./facts.ts'),
        import('./references.ts'),
      ]);
      return {
        facts: await doInTurns(inspectingPair(prepared, recipe, dataset.target.name), pacer),
        nested: await chooseInside(
          { ...run, keeping: { ...KEEP_NOTHING, outputs: keeping.outputs } },
          recipe,
          split,
          prepared,
          trials,
          onTrial,
        ),
        references: await fitReferences(work, prepared, keeping, pacer),
        unseen: prepared.unseen,
        scaling: { targetMean: prepared.encoding.targetMean, targetScale: prepared.encoding.targetScale },
        columns: keeping.firstLayer
          ? prepared.encoding.columns.map(({ feature, category }) => ({ feature, category }))
          : null,
      };
    },
  };
}

/** The choice by inner folds; its code is loaded on demand. */
async function chooseInside(
  run: TrialsRun,
  recipe: PairRecipe,
  split: Pair,
  prepared: PreparedPair,
  trials: readonly JudgeableTrial[],
  onTrial: Workplace['onTrial'],
): Promise<NestedOutcome | null> {
  if (recipe.compare.nested === null) return null;
  const { runNested } = await import('./nested.ts');
  // The trials of inner folds do not belong to the grid.
  return runNested(run, recipe, split, prepared, trials, (lambda) => onTrial?.(lambda, null));
}
