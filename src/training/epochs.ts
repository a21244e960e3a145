import type { Epoch, LiveTrial, TrialSpec } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { deriveKey, openStream, shuffle } from '../random/random.ts';
import type { Recipe } from '../recipe/schema.ts';
import { type BestWeights, keepBestWeights } from './best-weights.ts';
import { addPenalty, type CurvePoint, isFinitePoint, measurePoint } from './curve.ts';
import type { Evaluator } from './evaluate.ts';
import { isEvaluated } from './evaluated-epochs.ts';
import type { PreparedPair } from './rows.ts';

/**
 * Where a loss stopped being finite; both count from 1. The step is the one whose objective was not finite,
 * or the last of an epoch after which the loss on all training or validation rows was not.
 */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
}

/** How the epochs of a trial went. */
export interface Course {
  readonly curve: readonly CurvePoint[];
  readonly diverged: Divergence | null;
  /** With patience: the epoch whose weights were restored. */
  readonly bestEpoch: number | null;
  /** Steps taken in all. */
  readonly steps: number;
}

interface Schedule {
  readonly training: Recipe['training'];
  readonly seed: number;
  readonly pacer: Pacer;
  /** Called with the data loss and the outputs of the validation rows after each epoch that did not diverge. */
  readonly onOutputs?: ((epoch: number, loss: number, outputs: Float32Array) => void) | undefined;
  /** Called after each epoch that did not diverge. */
  readonly onEpoch?: ((point: CurvePoint) => void) | undefined;
}

/**
 * Trains a started trial to its end: through all epochs, to divergence, or until `patience` epochs have not lowered the
 * data loss on the watched rows; the best weights are then restored. Validation rows are evaluated after every epoch,
 * training rows after those that `training.evaluate` asks for, the last one, the one that is restored, and the last one
 * before a divergence.
 *
 * @param rows those of the pair, for the network of this trial
 */
export async function runEpochs(
  live: LiveTrial,
  spec: TrialSpec,
  pair: PreparedPair,
  rows: Evaluator,
  { training, seed, pacer, onOutputs, onEpoch }: Schedule,
): Promise<Course> {
  const curve: CurvePoint[] = [];
  const stepsPerEpoch = countSteps(pair.training.rows.length, training);
  const best = pair.watch === null ? null : keepBestWeights(live, rows, training.patience ?? 0);
  let unseen: Float32Array | null = null;
  for (let epoch = 1, isOver = false; !isOver; epoch++) {
    const arranged = arrangeEpoch(pair, epoch, training, seed);
    const { batchObjective, divergedAtStep } = await runEpoch(live, arranged, pacer);
    rows.forget();
    await best?.look(epoch);
    isOver = epoch === training.epochs || best?.isExhausted(epoch) === true;
    const isShown = isOver || isEvaluated(epoch, training);
    const { point, outputs } = await measurePoint(live, spec, rows, { epoch, batchObjective, isShown });
    if (divergedAtStep !== null || !isFinitePoint(point)) {
      const step = (divergedAtStep ?? stepsPerEpoch - 1) + 1;
      const steps = (epoch - 1) * stepsPerEpoch + step;
      const isLate = unseen !== null && (await hadDiverged(live, rows, curve, unseen));
      const diverged = isLate ? { epoch: epoch - 1, step: stepsPerEpoch } : { epoch, step };
      return { curve, diverged, bestEpoch: null, steps };
    }
    unseen = isShown ? null : live.readParameters();
    if (point.validationDataLoss !== null && outputs !== null)
      onOutputs?.(epoch, point.validationDataLoss, outputs);
    curve.push(point);
    onEpoch?.(point);
  }
  const bestEpoch = best === null ? null : await restoreBest(best, rows, curve);
  return { curve, diverged: null, bestEpoch, steps: curve.length * stepsPerEpoch };
}

/**
 * Evaluates the training rows after the last epoch of a curve, where that was not done then: their loss may already have
 * been no number, and the point leaves the curve; else it gets the loss.
 *
 * @param unseen the weights after that epoch
 */
async function hadDiverged(
  live: LiveTrial,
  rows: Evaluator,
  curve: CurvePoint[],
  unseen: Float32Array,
): Promise<boolean> {
  const now = live.readParameters();
  live.writeParameters(unseen);
  rows.forget();
  const { dataLoss } = await rows.training();
  live.writeParameters(now);
  rows.forget();
  const last = curve.pop();
  if (last === undefined || !Number.isFinite(dataLoss)) return true;
  curve.push({ ...last, ...addPenalty(dataLoss, last.penalty) });
  return false;
}

/** Restores the best weights, and evaluates the training rows there. */
async function restoreBest(best: BestWeights, rows: Evaluator, curve: CurvePoint[]): Promise<number> {
  const epoch = best.restore();
  rows.forget();
  const point = curve.at(epoch - 1);
  // Where the watched rows never had a finite loss, no epoch is the best.
  if (epoch > 0 && point !== undefined) {
    const { dataLoss } = await rows.training();
    curve[epoch - 1] = { ...point, ...addPenalty(dataLoss, point.penalty) };
  }
  return epoch;
}

export interface EpochOutcome {
  /** Mean of the batch objectives, weighted by their rows: dropout on, weights as they moved. */
  readonly batchObjective: number;
  /** The step, counted from 0, whose objective was not finite; training ended there. */
  readonly divergedAtStep: number | null;
}

/** Steps of one epoch: a batch starts every `stride` rows, and the last ones are cut short by the end. */
export function countSteps(rows: number, training: Recipe['training']): number {
  return Math.ceil(rows / chooseStride(training));
}

function chooseStride({ batches, batchSize }: Recipe['training']): number {
  return batches === 'overlapping' ? 1 : batchSize;
}

/** The same order and the same dropout for every lambda of a pair: both depend only on pair and epoch. */
export function arrangeEpoch(
  pair: PreparedPair,
  epoch: number,
  training: Recipe['training'],
  seed: number,
): Epoch {
  return {
    order: orderRows(pair, epoch, training, seed),
    batchSize: training.batchSize,
    stride: chooseStride(training),
    dropoutKey: deriveKey(seed, 'dropout', ...pair.path, epoch),
  };
}

/** Positions of all orders of a pair that are kept for its other lambdas at most: a megabyte of them. */
const MOST_KEPT = 2 ** 18;
/** By epoch; batches and seed are those that the pair was prepared for. */
const keptOrders = new WeakMap<PreparedPair, Int32Array[]>();

/** Whether the orders of all epochs of a pair are kept for its other lambdas. */
export function keepsOrders(rows: number, epochs: number): boolean {
  return rows * epochs <= MOST_KEPT;
}

function orderRows(
  pair: PreparedPair,
  epoch: number,
  { batches, epochs }: Recipe['training'],
  seed: number,
): Int32Array {
  const { length } = pair.training.rows;
  const kept = keptOrders.get(pair) ?? [];
  if (kept[epoch] !== undefined) return kept[epoch];
  const order = new Int32Array(length);
  for (let position = 0; position < length; position++) order[position] = position;
  if (batches === 'shuffled') shuffle(order, openStream(seed, 'batches', ...pair.path, epoch));
  if (keepsOrders(length, epochs)) {
    kept[epoch] = order;
    keptOrders.set(pair, kept);
  }
  return order;
}

/** Runs all steps of an epoch, pausing between them as the pacer asks. */
export async function runEpoch(live: LiveTrial, epoch: Epoch, pacer: Pacer): Promise<EpochOutcome> {
  const { order, batchSize, stride } = epoch;
  const steps = Math.ceil(order.length / stride);
  let sum = 0;
  let rows = 0;
  for (let from = 0; from < steps; from += pacer.stepsAtOnce) {
    const to = Math.min(steps, from + pacer.stepsAtOnce);
    const objectives = live.runSteps(epoch, from, to);
    // One sum over all steps, so that the result does not depend on where the pauses fall.
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
