import type { Network } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Recipe } from '../recipe/schema.ts';
import { countSteps } from '../training/epochs.ts';
import { countEvaluated } from '../training/evaluated-epochs.ts';

/** The work of one trial that runs through all its epochs. */
export interface TrialWork {
  readonly steps: number;
  readonly flops: number;
}

/**
 * Counts what a trial costs. A row costs 2 operations per weight going forward and 4 going back (the
 * gradients of weights and of inputs), except that the gradient of the features is not needed.
 */
export function countTrialWork(
  network: Network,
  training: Recipe['training'],
  trainingRows: number,
  heldRows: number,
): TrialWork {
  const { layers, weightCount } = layoutParameters(network);
  const stepsPerEpoch = countSteps(trainingRows, training);
  const batchRows = Math.min(training.batchSize, trainingRows);
  const rowsPerEpoch = training.batches === 'overlapping' ? stepsPerEpoch * batchRows : trainingRows;
  const rowFlops = 6 * weightCount - 2 * layers[0].inputs * layers[0].outputs;
  const evaluatedRows = countEvaluated(training) * trainingRows + training.epochs * heldRows;
  return {
    steps: training.epochs * stepsPerEpoch,
    flops: training.epochs * rowsPerEpoch * rowFlops + evaluatedRows * 2 * weightCount,
  };
}
