import type { Epoch, Trial, TrialSpec } from '../engines/engine.ts';
import { deriveKey, openStream, shuffle } from '../random/random.ts';
import { computeDataLoss } from './loss.ts';
import type { PreparedPair, RowSet } from './prepare-pair.ts';
import type { Recipe } from './recipe.ts';

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

/** Where training left the finite numbers; both count from 1. */
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
  /** Called after each epoch: lets others run, and throws to stop the trial. */
  readonly pause: () => Promise<void>;
}

/**
 * Trains a started trial to its end: through all epochs, to divergence, or until `patience` epochs
 * brought no lower data loss on the watched rows, when the best weights are restored.
 */
export async function runTrial(
  trial: Trial,
  spec: TrialSpec,
  pair: PreparedPair,
  { training, seed, pause }: TrialSchedule,
): Promise<TrainedTrial> {
  const curve: CurvePoint[] = [];
  const stepsPerEpoch = countSteps(pair.training.rows.length, training);
  const best = pair.watch === null ? null : watchFor(trial, spec, pair.watch);
  for (let epoch = 1; epoch <= training.epochs; epoch++) {
    const { batchObjective, divergedAtStep } = trial.runEpoch(arrangeEpoch(pair, epoch, training, seed));
    const point = measurePoint(trial, spec, pair, epoch, batchObjective);
    if (divergedAtStep !== null || !isFinitePoint(point)) {
      const step = (divergedAtStep ?? stepsPerEpoch - 1) + 1;
      const steps = (epoch - 1) * stepsPerEpoch + step;
      return { curve, diverged: { epoch, step }, bestEpoch: null, steps };
    }
    curve.push(point);
    if (best !== null && epoch - best.update(epoch) >= (training.patience ?? 0)) break;
    await pause();
  }
  best?.restore();
  return { curve, diverged: null, bestEpoch: best?.epoch() ?? null, steps: curve.length * stepsPerEpoch };
}

/** Steps of one epoch: a batch at every `stride` rows, the last ones cut short by the end. */
export function countSteps(rows: number, training: Recipe['training']): number {
  return Math.ceil(rows / chooseStride(training));
}

function chooseStride({ batches, batchSize }: Recipe['training']): number {
  return batches === 'overlapping' ? 1 : batchSize;
}

/** The same order and the same dropout for every lambda of a pair: both hang on pair and epoch alone. */
function arrangeEpoch(
  { repeat, fold, training: set }: PreparedPair,
  epoch: number,
  training: Recipe['training'],
  seed: number,
): Epoch {
  const order = Int32Array.from(set.rows, (_, position) => position);
  if (training.batches === 'shuffled') shuffle(order, openStream(seed, 'batches', repeat, fold, epoch));
  return {
    order,
    batchSize: training.batchSize,
    stride: chooseStride(training),
    dropoutKey: deriveKey(seed, 'dropout', repeat, fold, epoch),
  };
}

function measurePoint(
  trial: Trial,
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
export function measurePenalty(trial: Trial, { penalty }: TrialSpec): number {
  return penalty === null ? 0 : penalty.coefficient * trial.measureWeights().l1;
}

function isFinitePoint(point: CurvePoint): boolean {
  return Object.values(point).every((value) => value === null || Number.isFinite(value));
}

/** Remembers the weights of the epoch with the lowest data loss on the watched rows. */
function watchFor(trial: Trial, spec: TrialSpec, { targets }: RowSet) {
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
