import type { LiveTrial, TrialSpec } from '../engines/engine.ts';
import type { Evaluator } from './evaluate.ts';

/** One point of a learning curve, after an epoch, without dropout. */
export interface CurvePoint {
  readonly epoch: number;
  /** Null after an epoch at which the training rows were not evaluated: see `training.evaluate`. */
  readonly trainingDataLoss: number | null;
  /** Null if there are no validation rows. */
  readonly validationDataLoss: number | null;
  readonly penalty: number;
  /** Exactly trainingDataLoss + penalty; null where that is. */
  readonly objective: number | null;
  /** Mean of the batch objectives while the epoch ran: dropout on, weights as they moved. */
  readonly batchObjective: number;
}

/**
 * @param isShown whether the point has the loss on the training rows
 * @returns the point, with the outputs of the validation rows
 */
export async function measurePoint(
  live: LiveTrial,
  spec: TrialSpec,
  rows: Evaluator,
  {
    epoch,
    batchObjective,
    isShown,
  }: Pick<CurvePoint, 'epoch' | 'batchObjective'> & { readonly isShown: boolean },
): Promise<{ readonly point: CurvePoint; readonly outputs: Float32Array | null }> {
  const validation = await rows.validation();
  const training = isShown ? await rows.training() : null;
  const penalty = measurePenalty(live, spec);
  return {
    point: {
      epoch,
      ...addPenalty(training?.dataLoss ?? null, penalty),
      validationDataLoss: validation?.dataLoss ?? null,
      penalty,
      batchObjective,
    },
    outputs: validation?.outputs ?? null,
  };
}

export function addPenalty(
  trainingDataLoss: number | null,
  penalty: number,
): Pick<CurvePoint, 'trainingDataLoss' | 'objective'> {
  return { trainingDataLoss, objective: trainingDataLoss === null ? null : trainingDataLoss + penalty };
}

/** The current penalty; 0 without one. */
export function measurePenalty(live: LiveTrial, { penalty }: TrialSpec): number {
  return penalty === null ? 0 : penalty.coefficient * live.measureWeights().norm;
}

export function isFinitePoint(point: CurvePoint): boolean {
  return Object.values(point).every((value) => value === null || Number.isFinite(value));
}
