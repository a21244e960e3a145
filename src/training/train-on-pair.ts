import type { Dataset } from '../data/dataset.ts';
import type { EnginePair, TrialSpec } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Pacer } from '../pace.ts';
import { openStream } from '../random/random.ts';
import type { Recipe } from '../recipe/schema.ts';
import { initializeParameters } from './initialize.ts';
import { findKeptFeatures } from './kept-features.ts';
import { measureTrial, type TrialOutcome } from './measure.ts';
import { specifyTrial, type TrialRecipe } from './network.ts';
import type { PreparedPair } from './rows.ts';
import { type CurvePoint, runTrial } from './trial.ts';

/** One trial: what was trained, from what, and what came of it. */
export interface Trained extends TrialOutcome {
  readonly spec: TrialSpec;
  /** Sum of |w| over the penalised parameters before training. */
  readonly l1Initial: number;
  /** For each feature whether the trained network keeps it; null where it diverged. */
  readonly kept: ReadonlyMap<string, boolean> | null;
  /** In the order of `layout.ts`. */
  readonly parameters: Float32Array;
}

/** What the trials of a pair share. */
export interface TrialsOfPair {
  readonly recipe: TrialRecipe & Pick<Recipe, 'network' | 'training' | 'seed'>;
  readonly dataset: Dataset;
  readonly pair: PreparedPair;
  /** The pair's rows as the engine holds them. */
  readonly rows: EnginePair;
  readonly pacer: Pacer;
  /** Told of each epoch that is over and did not diverge. */
  readonly onEpoch?: ((lambda: number, point: CurvePoint) => void) | undefined;
}

/** Trains and measures one network with one lambda, from the weights that all lambdas of the pair start at. */
export async function trainOnPair(
  { recipe, dataset, pair, rows, pacer, onEpoch }: TrialsOfPair,
  lambda: number,
): Promise<Trained> {
  const spec = specifyTrial(recipe, lambda, pair.encoding.columns, pair.training.targets.columns);
  const random = openStream(recipe.seed, 'initialization', ...pair.path);
  const initial = initializeParameters(spec.network, recipe.network.initialization, random);
  const trial = rows.startTrial(spec, initial);
  try {
    const l1Initial = trial.measureWeights().l1;
    const { training, seed } = recipe;
    const trained = await runTrial(trial, spec, pair, {
      training,
      seed,
      pacer,
      onEpoch: onEpoch && ((point) => onEpoch(lambda, point)),
    });
    const outcome = measureTrial(dataset, pair, spec, trial, trained);
    const parameters = trial.readParameters();
    const [{ outputs: units }] = layoutParameters(spec.network).layers;
    const kept = findKeptFeatures(pair.encoding.columns, parameters, units);
    return { ...outcome, spec, l1Initial, kept: outcome.diverged === null ? kept : null, parameters };
  } finally {
    trial.close();
  }
}
