import type { LiveTrial, TrialSpec } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import type { Recipe } from '../recipe/schema.ts';
import { computeDataLoss } from './loss.ts';
import type { PreparedPair, RowSet } from './rows.ts';
import { arrangeEpoch, countSteps, runEpoch } from './run-epoch.ts';

/** One point of a learning curve, after an epoch, without dropout. */
export interface CurvePoint {
  readonly epoch: number;
  readonly trainingDataLoss: number;
  /** Null where nothing validates. */
  readonly validationDataLoss: number | null;
  readonly penalty: number;
  /** Exactly trainingDataLoss + penalty. */
  readonly objective: number;
  /** Mean of the batch objectives while the epoch ran: dropout on, weights as they moved. */
  readonly batchObjective: number;
}

/**
 * Where a loss stopped being finite; both count from 1. It is the step whose objective was not finite, or
 * the last of an epoch after which a loss of all training or validation rows was not.
 */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
}

export interface TrainedTrial {
  readonly curve: readonly CurvePoint[];
  readonly diverged: Divergence | null;
  /** With patience: the epoch whose weights were restored. */
  readonly bestEpoch: number | null;
  /** Steps taken in all. */
  readonly steps: number;
}

export interface TrialSchedule {
  readonly training: Recipe['training'];
  readonly seed: number;
  readonly pacer: Pacer;
  /** Told of each epoch that is over and did not diverge. */
  readonly onEpoch?: ((point: CurvePoint) => void) | undefined;
}

/**
 * Trains a started trial to its end: through all epochs, to divergence, or until `patience` epochs
 * brought no lower data loss on the watched rows, when the best weights are restored.
 */
export async function runTrial(
  trial: LiveTrial,
  spec: TrialSpec,
  pair: PreparedPair,
  { training, seed, pacer, onEpoch }: TrialSchedule,
): Promise<TrainedTrial> {
  const curve: CurvePoint[] = [];
  const stepsPerEpoch = countSteps(pair.training.rows.length, training);
  const best = pair.watch === null ? null : watchFor(trial, spec, pair.watch);
  for (let epoch = 1; epoch <= training.epochs; epoch++) {
    const arranged = arrangeEpoch(pair, epoch, training, seed);
    const { batchObjective, divergedAtStep } = await runEpoch(trial, arranged, pacer);
    const point = measurePoint(trial, spec, pair, epoch, batchObjective);
    if (divergedAtStep !== null || !isFinitePoint(point)) {
      const step = (divergedAtStep ?? stepsPerEpoch - 1) + 1;
      const steps = (epoch - 1) * stepsPerEpoch + step;
      return { curve, diverged: { epoch, step }, bestEpoch: null, steps };
    }
    curve.push(point);
    onEpoch?.(point);
    if (best !== null && epoch - best.update(epoch) >= (training.patience ?? 0)) break;
  }
  best?.restore();
  return { curve, diverged: null, bestEpoch: best?.epoch() ?? null, steps: curve.length * stepsPerEpoch };
}

function measurePoint(
  trial: LiveTrial,
  spec: TrialSpec,
  pair: PreparedPair,
  epoch: number,
  batchObjective: number,
): CurvePoint {
  const lossOn = (name: string, { targets }: RowSet) =>
    computeDataLoss(spec.loss, trial.predict(name), targets);
  const trainingDataLoss = lossOn('training', pair.training);
  const penalty = measurePenalty(trial, spec);
  return {
    epoch,
    trainingDataLoss,
    validationDataLoss: pair.validation && lossOn('validation', pair.validation),
    penalty,
    objective: trainingDataLoss + penalty,
    batchObjective,
  };
}

/** The penalty as it stands; 0 without one. */
export function measurePenalty(trial: LiveTrial, { penalty }: TrialSpec): number {
  return penalty === null ? 0 : penalty.coefficient * trial.measureWeights().norm;
}

function isFinitePoint(point: CurvePoint): boolean {
  return Object.values(point).every((value) => value === null || Number.isFinite(value));
}

/** Remembers the weights of the epoch with the lowest data loss on the watched rows. */
function watchFor(trial: LiveTrial, spec: TrialSpec, { targets }: RowSet) {
  let bestEpoch = 0;
  let bestLoss = Infinity;
  let bestParameters = trial.readParameters();
  return {
    /** Looks at the weights after an epoch; returns the best epoch so far. */
    update(epoch: number): number {
      const loss = computeDataLoss(spec.loss, trial.predict('watch'), targets);
      if (loss < bestLoss) {
        bestLoss = loss;
        bestEpoch = epoch;
        bestParameters = trial.readParameters();
      }
      return bestEpoch;
    },
    restore: () => trial.writeParameters(bestParameters),
    epoch: () => bestEpoch,
  };
}
