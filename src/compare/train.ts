import type { Dataset } from '../data/dataset.ts';
import type { FoldEncoding } from '../data/encode.ts';
import type { Engine } from '../engines/engine.ts';
import { cutLayers, type LayerParameters } from '../engines/layout.ts';
import { errorAt } from '../errors.ts';
import { createPacer, TimeLimit } from '../pace.ts';
import { settleArithmetic } from '../plan/arithmetic.ts';
import { chooseEngine } from '../plan/choose-engine.ts';
import { countTrial } from '../plan/cost/count-trial.ts';
import { price } from '../plan/cost/counts.ts';
import type { ArithmeticFigures } from '../plan/schema.ts';
import { checkLimits, DEFAULT_LIMITS, limitUse } from '../recipe/limits.ts';
import { loadDataset } from '../recipe/load.ts';
import { parseTrainRecipe } from '../recipe/parse.ts';
import type { TrainRecipe } from '../recipe/schema.ts';
import { DEFAULT_THRESHOLDS } from '../recipe/thresholds.ts';
import { doInTurns } from '../sliced.ts';
import type { CurvePoint } from '../training/curve.ts';
import { countSteps, type Divergence } from '../training/epochs.ts';
import { KEEP_PARAMETERS } from '../training/included.ts';
import type { Measures } from '../training/metrics.ts';
import { specifyTrial } from '../training/network.ts';
import { preparingPair } from '../training/rows.ts';
import { trainLambdas } from '../training/trial.ts';
import type { CompareOptions } from './compare.ts';

/** A trained network, with what is needed to read its weights. */
export interface TrainedNetwork {
  /** From input to output: weights [inputs, outputs], row-major, and biases [outputs]. */
  readonly layers: readonly LayerParameters[];
  /** How rows become the network's inputs, column by column, and its outputs the target. */
  readonly encoding: FoldEncoding;
  /** On the rows trained on; see `Report` for the names. */
  readonly metrics: Measures;
  /**
   * How many parameters are penalised, how many of them are exactly 0, and their sum of |w|; null if training
   * diverged.
   */
  readonly weights: { readonly count: number; readonly zeros: number | null; readonly l1: number | null };
  readonly curve: readonly CurvePoint[];
  readonly diverged: Divergence | null;
  readonly bestEpoch: number | null;
  readonly engine: Engine['name'];
  readonly arithmetic: ArithmeticFigures;
  readonly recipe: TrainRecipe;
}

/**
 * Trains one network with one lambda, on all rows or the given ones, and returns its weights.
 *
 * @param input a recipe as a caller may write it (`TrainInput`); validated here
 * @throws AbsumError with the place of each fault; `limit-exceeded`; `aborted` when the signal fired
 */
export async function train(input: unknown, options: CompareOptions): Promise<TrainedNetwork> {
  const recipe = parseTrainRecipe(input);
  const chosen = chooseEngine(recipe, options.engines);
  const { engine, arithmetic } = await settleArithmetic(recipe.arithmetic, chosen);
  const { signal, limits = DEFAULT_LIMITS } = options;
  const timeLimit = new TimeLimit(limitUse(limits));
  const reading = createPacer(1, { signal, timeLimit });
  const dataset = await loadDataset(recipe, { complete: (sliced) => doInTurns(sliced, reading) });
  const split = { path: [0, 0], training: chooseRows(recipe, dataset), validation: new Int32Array() };
  const pair = await doInTurns(preparingPair(dataset, split, recipe), reading);
  const { features, targets } = pair.training;
  const spec = specifyTrial(recipe, recipe.penalty.lambda, pair.encoding.columns, targets.columns);
  const { network } = spec;
  const trainingRows = features.rows;
  const bytes = engine.measureBytes({
    network,
    batchSize: recipe.training.batchSize,
    trainingRows,
    heldRows: pair.watch === null ? [] : [pair.watch.features.rows],
    groups: spec.penalty?.groups?.length ?? 0,
  });
  const { costs } = engine;
  const seconds = price(countTrial({ network, recipe, costs, trainingRows, heldRows: 0, bytes }), costs);
  checkLimits({ cells: features.values.length, bytes, seconds }, limits);

  const steps = recipe.training.epochs * countSteps(trainingRows, recipe.training);
  const pacer = createPacer(seconds / steps, { signal, timeLimit });
  const run = {
    recipe: { ...recipe, thresholds: DEFAULT_THRESHOLDS },
    dataset,
    engine,
    bytes,
    pacer,
    keeping: KEEP_PARAMETERS,
  };
  const [trial] = await trainLambdas(run, pair, [recipe.penalty.lambda]);
  const { training: metrics, penalised, zeros, l1, curve, diverged, bestEpoch, included } = trial;
  return {
    layers: cutLayers(spec.network, included.parameters ?? new Float32Array()),
    encoding: pair.encoding,
    metrics,
    weights: { count: penalised, zeros: zeros.value, l1: l1.value },
    curve,
    diverged,
    bestEpoch,
    engine: engine.name,
    arithmetic,
    recipe,
  };
}

function chooseRows({ rows }: TrainRecipe, dataset: Dataset): Int32Array {
  if (rows === undefined) return Int32Array.from({ length: dataset.rows }, (_, row) => row);
  if (rows.length === 0) throw errorAt('invalid-recipe', 'rows', 'expected at least one row, got none');
  rows.forEach((row, i) => {
    if (row >= dataset.rows) {
      throw errorAt('invalid-recipe', `rows[${i}]`, `expected a row below ${dataset.rows}, got ${row}`);
    }
  });
  return Int32Array.from(rows);
}
