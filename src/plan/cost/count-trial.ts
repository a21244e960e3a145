import type { EngineCosts } from '../../costs.ts';
import type { Network } from '../../engines/engine.ts';
import { layoutParameters } from '../../engines/layout.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import { countInspected } from '../../training/count-inspected.ts';
import { countSteps } from '../../training/epochs.ts';
import { countEvaluated } from '../../training/evaluated-epochs.ts';
import { type Batches, countPassWork, countStepWork, pad, type StepRecipe } from './count-network.ts';
import { addUp, type Counts } from './counts.ts';

/** The parts of a recipe that say what a trial does. */
export type TrialRecipe = StepRecipe & Pick<AskedRecipe, 'training'>;

/** What trials on some rows consist of. */
export interface TrialShape {
  readonly network: Network;
  readonly recipe: TrialRecipe;
  readonly costs: EngineCosts;
  readonly trainingRows: number;
  readonly heldRows: number;
  /** Bytes that the engine holds, and zeroes at the end. */
  readonly bytes: number;
}

/** Counts a trial that runs through all its epochs: start, epochs, evaluations, measures at the end. */
export function countTrial(shape: TrialShape): Counts {
  const { network, recipe, trainingRows, heldRows, bytes } = shape;
  const { epochs, patience } = recipe.training;
  const { parameterCount } = layoutParameters(network);
  const rows = trainingRows + heldRows;
  const steps = countEpochSteps(shape);
  const watched = countWatched(shape);
  const evaluated = countEvaluated(recipe.training);
  const epoch: Counts = {
    epoch: 1,
    ordered: trainingRows,
    ...(patience !== null && { remembered: parameterCount }),
  };
  const ends: Counts = {
    trial: 1,
    stored: rows * network.inputs,
    zeroed: bytes,
    drawn: parameterCount,
    inspected: countInspected(network, trainingRows),
    measuredRow: rows,
    measuredOutput: rows * (network.outputs - 1),
    summed: 1,
    point: epochs,
  };
  return addUp([
    [epochs, steps],
    [epochs, epoch],
    [epochs, countEvaluation(shape, [heldRows, watched])],
    [evaluated, countEvaluation(shape, [trainingRows])],
    // A divergence may be seen only later.
    [epochs - evaluated, { remembered: parameterCount }],
    // Once more with the restored weights.
    [watched > 0 ? 1 : 0, countEvaluation(shape, [trainingRows, heldRows])],
    [1, ends],
  ]);
}

/** Counts the steps of one epoch. */
export function countEpochSteps({ network, recipe, costs, trainingRows }: TrialShape): Counts {
  return countStepWork(network, recipe, costs, countBatches(trainingRows, recipe.training, costs.grain.rows));
}

/** Counts the longest step. */
export function countLongestStep({ network, recipe, costs, trainingRows }: TrialShape): Counts {
  const rows = Math.min(recipe.training.batchSize, trainingRows);
  const batches = { steps: 1, rows, padded: pad(rows, costs.grain.rows) };
  return countStepWork(network, recipe, costs, batches);
}

/** Counts the longest of what follows an epoch: evaluating all rows. */
export function countLongestEvaluation(shape: TrialShape): Counts {
  return countEvaluation(shape, [shape.trainingRows, shape.heldRows, countWatched(shape)]);
}

/** The rows that patience watches; counting them besides the training rows errs on the safe side. */
function countWatched({ recipe, trainingRows }: TrialShape): number {
  return recipe.training.patience === null ? 0 : Math.ceil(trainingRows / 10);
}

/** Counts evaluating sets of so many rows: their outputs, and their data loss. */
function countEvaluation({ network, recipe, costs }: TrialShape, sets: readonly number[]): Counts {
  const outputs = sets.reduce((sum, rows) => sum + rows, 0) * network.outputs;
  return {
    ...countPassWork(
      network,
      costs,
      sets.filter((rows) => rows > 0),
    ),
    [recipe.loss === 'cross-entropy' ? 'comparedClass' : 'compared']: outputs,
  };
}

/** Counts the batches of an epoch; see `countSteps`. */
export function countBatches(rows: number, training: AskedRecipe['training'], multiple: number): Batches {
  const steps = countSteps(rows, training);
  const most = Math.min(training.batchSize, rows);
  if (training.batches !== 'overlapping') {
    const last = rows - (steps - 1) * most;
    return { steps, rows, padded: (steps - 1) * pad(most, multiple) + pad(last, multiple) };
  }
  // The last `most` batches have 1 row, 2 rows and so on.
  const whole = rows - most;
  const full = Math.floor(most / multiple);
  const rest = most - full * multiple;
  const ending = multiple * multiple * ((full * (full + 1)) / 2) + rest * multiple * (full + 1);
  return {
    steps,
    rows: whole * most + (most * (most + 1)) / 2,
    padded: whole * pad(most, multiple) + ending,
  };
}
