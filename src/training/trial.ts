import type { Dataset } from '../data/dataset.ts';
import type { Engine, EnginePair } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { openStream } from '../random/random.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { CurvePoint } from './curve.ts';
import { type Course, runEpochs } from './epochs.ts';
import { openEvaluator } from './evaluate.ts';
import { type Included, KEEP_NOTHING, type Keeping, keep } from './included.ts';
import type { TrialMeasures } from './measure.ts';
import { initializeParameters, type NetworkRecipe, silenceConstants, specifyTrial } from './network.ts';
import { listRows, type PreparedPair } from './rows.ts';
import { recordStops } from './stops.ts';

/** One network trained with one lambda on one pair: its only record, from the engine to the report. */
export interface Trial extends Course, TrialMeasures {
  /** What one unit of |w| adds to the objective: lambda, or with scale "mean" lambda / `penalised`. */
  readonly perWeight: number;
  /** How many parameters are penalised. */
  readonly penalised: number;
  /** Sum of |w| over them before training. */
  readonly l1Initial: number;
  readonly included: Included;
}

/** The part of a recipe that a trial depends on, besides its lambda. */
interface TrialRecipe extends NetworkRecipe, Pick<Recipe, 'training' | 'seed'> {
  readonly thresholds: Pick<Recipe['thresholds'], 'nearZero'>;
}

/** What training trials on a pair needs. */
interface TrialRun {
  readonly recipe: TrialRecipe;
  readonly dataset: Dataset;
  readonly pacer: Pacer;
  /** What to keep of each network; nothing by default. */
  readonly keeping?: Keeping;
  /** Called after each epoch that did not diverge. */
  readonly onEpoch?: ((lambda: number, point: CurvePoint) => void) | undefined;
}

/** The same, with an engine that does not hold the rows yet. */
export interface TrialsRun extends TrialRun {
  readonly engine: Engine;
  /**
   * The memory that the rows and one trial on them take up, by the engine's count, to be allocated at once.
   */
  readonly bytes: number;
}

/**
 * Trains each lambda on a pair.
 *
 * @param take called with each finished trial; the next trial waits for it, and an error that it throws is
 *   passed on
 */
export async function trainLambdas(
  run: TrialsRun,
  pair: PreparedPair,
  lambdas: readonly number[],
  take: (trial: Trial, lambda: number, i: number) => void | Promise<void> = () => {},
): Promise<Trial[]> {
  const rows = await run.engine.openPair(listRows(pair), run.bytes);
  try {
    const trials: Trial[] = [];
    for (const [i, lambda] of lambdas.entries()) {
      const trial = await trainLambda(run, pair, rows, lambda);
      trials.push(trial);
      await take(trial, lambda, i);
    }
    return trials;
  } finally {
    rows.close();
  }
}

/**
 * Trains and measures one network with one lambda, from the initial weights that all lambdas of the pair
 * share.
 *
 * @param rows the pair's rows as the engine holds them
 */
export async function trainLambda(
  { recipe, dataset, pacer, keeping = KEEP_NOTHING, onEpoch }: TrialRun,
  pair: PreparedPair,
  rows: EnginePair,
  lambda: number,
): Promise<Trial> {
  const { training, seed } = recipe;
  const spec = specifyTrial(recipe, lambda, pair.encoding.columns, pair.training.targets.columns);
  const random = openStream(seed, 'initialization', ...pair.path);
  const initial = initializeParameters(spec.network, recipe.network.initialization, random);
  silenceConstants(initial, spec.network, pair.encoding);
  const live = rows.startTrial(spec, initial);
  try {
    const l1Initial = live.measureWeights().l1;
    const stops = recordStops(keeping.stops);
    const evaluator = openEvaluator(live, spec, pair, pacer);
    const course = await runEpochs(live, spec, pair, evaluator, {
      training,
      seed,
      pacer,
      onOutputs: stops.take,
      onEpoch: onEpoch && ((point) => onEpoch(lambda, point)),
    });
    const { diverged } = course;
    // Loaded only now, when a network is trained.
    const { measureTrial } = await import('./measure.ts');
    const { measures, outputs, parameters } = await measureTrial(live, spec, pair, evaluator, {
      dataset,
      diverged,
      nearZero: recipe.thresholds.nearZero,
      pacer,
    });
    return {
      ...course,
      ...measures,
      perWeight: spec.penalty?.coefficient ?? 0,
      penalised: spec.penalised,
      l1Initial,
      included: keep(
        keeping,
        { network: spec.network, parameters, outputs, stops: stops.finish(), isDiverged: diverged !== null },
        dataset,
        pair,
      ),
    };
  } finally {
    live.close();
  }
}
