import type { Epoch, LiveTrial } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { deriveKey, openStream, shuffle } from '../random/random.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { PreparedPair } from './rows.ts';

export interface EpochOutcome {
  /** Mean of the batch objectives, weighted by their rows: dropout on, weights as they moved. */
  readonly batchObjective: number;
  /** The step, counted from 0, whose objective was not finite; training ended there. */
  readonly divergedAtStep: number | null;
}

/** Steps of one epoch: a batch at every `stride` rows, the last ones cut short by the end. */
export function countSteps(rows: number, training: Recipe['training']): number {
  return Math.ceil(rows / chooseStride(training));
}

function chooseStride({ batches, batchSize }: Recipe['training']): number {
  return batches === 'overlapping' ? 1 : batchSize;
}

/** The same order and the same dropout for every lambda of a pair: both hang on pair and epoch alone. */
export function arrangeEpoch(
  { path, training: set }: PreparedPair,
  epoch: number,
  training: Recipe['training'],
  seed: number,
): Epoch {
  const order = new Int32Array(set.rows.length);
  for (let position = 0; position < order.length; position++) order[position] = position;
  if (training.batches === 'shuffled') shuffle(order, openStream(seed, 'batches', ...path, epoch));
  return {
    order,
    batchSize: training.batchSize,
    stride: chooseStride(training),
    dropoutKey: deriveKey(seed, 'dropout', ...path, epoch),
  };
}

/** Runs all steps of an epoch, pausing between them as the pacer asks. */
export async function runEpoch(trial: LiveTrial, epoch: Epoch, pacer: Pacer): Promise<EpochOutcome> {
  const { order, batchSize, stride } = epoch;
  const steps = Math.ceil(order.length / stride);
  let sum = 0;
  let rows = 0;
  for (let from = 0; from < steps; from += pacer.stepsAtOnce) {
    const to = Math.min(steps, from + pacer.stepsAtOnce);
    const objectives = trial.runSteps(epoch, from, to);
    // One sum over all steps, so that the result does not hang on where the pauses fall.
    for (const [i, objective] of objectives.entries()) {
      const step = from + i;
      if (!Number.isFinite(objective)) return { batchObjective: objective, divergedAtStep: step };
      const batchRows = Math.min(batchSize, order.length - step * stride);
      sum += objective * batchRows;
      rows += batchRows;
    }
    await pacer.pause(to - from);
  }
  return { batchObjective: sum / rows, divergedAtStep: null };
}
