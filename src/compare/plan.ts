import * as v from 'valibot';
import type { Dataset } from '../data/dataset.ts';
import { countInputs } from '../data/encode.ts';
import { countPairs, makePairs, type Pair } from '../data/split.ts';
import type { Engine, TrialSpec } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import { chooseEngine } from './choose-engine.ts';
import { checkLimits, type Limits } from './limits.ts';
import { loadDataset } from './load-dataset.ts';
import type { Recipe } from './recipe.ts';
import { countSteps } from './run-epoch.ts';
import { count, describe } from './schema.ts';
import { specifyTrial } from './trial-spec.ts';

/** What a comparison will do, known before any work is done. */
export interface Plan {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly pairs: readonly Pair[];
  readonly figures: PlanFigures;
}

/** The figures of a plan, as `POST /v1/plan` answers them. */
export const PlanSchema = v.strictObject({
  engine: v.string(),
  rows: count,
  inputs: describe('Inputs of the network when all rows are encoded; a fold may have fewer.', count),
  parameters: count,
  pairs: count,
  trials: describe('Pairs times lambdas.', count),
  steps: describe('Optimizer steps in all, if no trial ends early.', count),
  flops: describe(
    'Floating-point operations of the matrix products in all, evaluation after each epoch included.',
    count,
  ),
  bytes: describe(
    'Bytes of the memory that the rows of a pair and one trial on them take up at most.',
    count,
  ),
  seconds: describe('Estimated seconds on the engine chosen.', v.number()),
});
export type PlanFigures = v.InferOutput<typeof PlanSchema>;

/**
 * Reads the data, makes the splits and counts the work, refusing what exceeds the limits before it
 * costs anything.
 *
 * @throws AbsumError for data or a split that cannot be used, and `limit-exceeded`
 */
export function planComparison(recipe: Recipe, engines: readonly Engine[], limits: Limits): Plan {
  const engine = chooseEngine(recipe, engines);
  const dataset = loadDataset(recipe);
  const lambdas = recipe.penalty.lambdas.length;
  const inputs = countInputs(dataset);
  const pairCount = countPairs(recipe.split);
  const cells = dataset.rows * inputs;
  checkLimits({ cells, trials: pairCount * lambdas, assignments: dataset.rows * pairCount }, limits);
  const pairs = makePairs(dataset, recipe.split, recipe.seed);
  const outputs = dataset.target.task === 'classification' ? dataset.target.classes.length : 1;
  const spec = specifyTrial(recipe, 0, inputs, outputs);
  const works = pairs.map((pair) =>
    countTrialWork(spec, recipe.training, pair.training.length, pair.validation.length),
  );
  const steps = lambdas * sum(works.map((work) => work.steps));
  const flops = lambdas * sum(works.map((work) => work.flops));
  const seconds = engine.estimateSeconds(steps, flops);
  const bytes = pairs.reduce(
    (most, pair) => Math.max(most, measurePair(engine, spec, recipe.training, pair)),
    0,
  );
  checkLimits({ bytes, seconds }, limits);
  return {
    engine,
    dataset,
    pairs,
    figures: {
      engine: engine.name,
      rows: dataset.rows,
      inputs: spec.network.inputs,
      parameters: layoutParameters(spec.network).parameterCount,
      pairs: pairs.length,
      trials: pairs.length * lambdas,
      steps,
      flops,
      bytes,
      seconds,
    },
  };
}

/** Bytes that a pair's rows and one trial on them take up at most. */
function measurePair(
  engine: Engine,
  { network }: TrialSpec,
  training: Recipe['training'],
  pair: Pair,
): number {
  const held = [pair.validation.length];
  const { batchSize, patience } = training;
  // With patience some training rows are held too; counted twice, they are on the safe side.
  if (patience !== null) held.push(Math.ceil(pair.training.length / 10));
  return engine.measureBytes({ network, batchSize, trainingRows: pair.training.length, heldRows: held });
}

/** The work of one trial that runs through all its epochs. */
export interface TrialWork {
  readonly steps: number;
  readonly flops: number;
}

/**
 * Counts what a trial costs. A row costs 2 operations per weight going forward and 4 going back (the
 * gradients of weights and of inputs), save that nobody asks for the gradient of the features.
 */
export function countTrialWork(
  { network }: TrialSpec,
  training: Recipe['training'],
  trainingRows: number,
  heldRows: number,
): TrialWork {
  const { layers, weightCount } = layoutParameters(network);
  const stepsPerEpoch = countSteps(trainingRows, training);
  const batchRows = Math.min(training.batchSize, trainingRows);
  const rowsPerEpoch = training.batches === 'overlapping' ? stepsPerEpoch * batchRows : trainingRows;
  const rowFlops = 6 * weightCount - 2 * layers[0].inputs * layers[0].outputs;
  const evaluated = trainingRows + heldRows;
  return {
    steps: training.epochs * stepsPerEpoch,
    flops: training.epochs * (rowsPerEpoch * rowFlops + evaluated * 2 * weightCount),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
