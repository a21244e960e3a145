import type { Dataset } from '../data/dataset.ts';
import type { TargetScaling } from '../data/encode.ts';
import { gather } from '../data/gather.ts';
import type { LiveTrial, Loss, TrialSpec } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { measurePenalty } from './curve.ts';
import type { Divergence } from './epochs.ts';
import type { Evaluator } from './evaluate.ts';
import { findKeptFeatures, inspectNetwork } from './inspect-network.ts';
import { computeDataLoss, toProbabilities } from './loss.ts';
import {
  type Measure,
  type Measures,
  measure,
  measureAccuracy,
  measureRegression,
  sumVariances,
} from './metrics.ts';
import type { PreparedPair, RowSet } from './rows.ts';

/** What is measured on a trained network; after a divergence, nothing has a value, and the reason says so. */
export interface TrialMeasures {
  readonly validation: Measures;
  /** The same metrics on the training rows, with penalty and objective. */
  readonly training: Measures;
  /** Exact zeros among the penalised parameters. */
  readonly zeros: Measure;
  /** Sum of |w| over them. */
  readonly l1: Measure;
  /**
   * Variance of the outputs (for classes, of the probabilities) on the training rows, as a share of the
   * targets'.
   */
  readonly spread: Measure;
  /** Share of weights that are nearly zero; see `inspect-network.ts`. */
  readonly nearZero: Measure;
  /** Share of dead hidden units. */
  readonly dead: Measure;
  /** For each feature, whether the network keeps it; null after a divergence. */
  readonly kept: ReadonlyMap<string, boolean> | null;
}

/** What measuring a network needs besides its rows. */
interface Yardstick {
  readonly dataset: Dataset;
  readonly diverged: Divergence | null;
  /** The threshold of that name. */
  readonly nearZero: number;
  readonly pacer: Pick<Pacer, 'spend'>;
}

/** A measured network, with what its figures were computed from. */
interface MeasuredTrial {
  readonly measures: TrialMeasures;
  /** Of the validation rows [rows, outputs]; null if there are none. */
  readonly outputs: Float32Array | null;
  readonly parameters: Float32Array;
}

/**
 * Measures a network on the rows of its pair.
 *
 * @param rows evaluated with the weights as training left them
 */
export async function measureTrial(
  live: LiveTrial,
  spec: TrialSpec,
  pair: PreparedPair,
  rows: Evaluator,
  { dataset, diverged, nearZero, pacer }: Yardstick,
): Promise<MeasuredTrial> {
  const truth = { target: dataset.target, loss: spec.loss };
  const measureOn = async (set: RowSet, outputs: Float32Array) => {
    const measures = measureOutputs(truth, pair.encoding, set, outputs);
    await pacer.spend(outputs.length * SECONDS_AN_OUTPUT);
    return measures;
  };
  const { outputs: fitted } = await rows.training();
  const outputs = (await rows.validation())?.outputs ?? null;
  const training = await measureOn(pair.training, fitted);
  const measured = {
    validation: pair.validation && outputs ? await measureOn(pair.validation, outputs) : {},
    training: { ...training, ...measureObjective(training.dataLoss, measurePenalty(live, spec)) },
  };
  const parameters = live.readParameters();
  if (diverged !== null) return { measures: describeDivergence(measured, diverged), outputs, parameters };
  const { zeros, l1 } = live.measureWeights();
  const facts = inspectNetwork(spec.network, parameters, pair.training.features, nearZero);
  const measures = {
    ...measured,
    zeros: measure(zeros),
    l1: measure(l1),
    spread: measureSpread(spec, fitted, pair.training),
    nearZero: { value: facts.nearZero },
    dead: facts.dead === null ? NOT_LOOKED_AT : { value: facts.dead },
    kept: findKeptFeatures(spec.network, parameters, pair.encoding.columns),
  };
  return { measures, outputs, parameters };
}

/** What the metrics of an output take, by estimate. */
const SECONDS_AN_OUTPUT = 2e-7;

const NOT_LOOKED_AT: Measure = { value: null, reason: 'no relu units, or too many to look at' };

/**
 * The metrics of some rows, and their data loss.
 *
 * @param scaling how the network sees the target
 * @param outputs of the network for these rows [rows, outputs]
 */
export function measureOutputs(
  { target, loss }: { readonly target: Dataset['target']; readonly loss: Loss },
  { targetMean, targetScale }: TargetScaling,
  { rows, targets }: Pick<RowSet, 'rows' | 'targets'>,
  outputs: Float32Array,
): Measures & { dataLoss: Measure } {
  const dataLoss = measure(computeDataLoss(loss, outputs, targets));
  if (target.task === 'classification') {
    const labels = new Int32Array(rows.length);
    for (let r = 0; r < rows.length; r++) labels[r] = target.labels[rows[r]];
    return { accuracy: measureAccuracy(labels, outputs), crossEntropy: dataLoss, dataLoss };
  }
  const actual = gather(target.values, rows);
  const predicted = new Float64Array(outputs.length);
  for (let i = 0; i < outputs.length; i++) predicted[i] = outputs[i] * targetScale + targetMean;
  return { ...measureRegression(actual, predicted), dataLoss };
}

function measureObjective(dataLoss: Measure, penalty: number): Measures {
  const objective = dataLoss.value === null ? dataLoss : measure(dataLoss.value + penalty);
  return { penalty: measure(penalty), objective };
}

/** How much predictions vary relative to the targets: near 0 they are almost constant. */
function measureSpread({ loss }: TrialSpec, outputs: Float32Array, { targets }: RowSet): Measure {
  const { rows, columns, values } = targets;
  const predicted = loss.name === 'cross-entropy' ? toProbabilities(outputs, columns) : outputs;
  const expected = sumVariances(values, rows, columns);
  if (expected === 0) return { value: null, reason: 'the target is constant on these rows' };
  return measure(sumVariances(predicted, rows, columns) / expected);
}

function describeDivergence(
  { validation, training }: Pick<TrialMeasures, 'validation' | 'training'>,
  { epoch, step }: Divergence,
): TrialMeasures {
  const none: Measure = { value: null, reason: `diverged at epoch ${epoch}, step ${step}` };
  const blank = (measures: Measures) => Object.fromEntries(Object.keys(measures).map((name) => [name, none]));
  return {
    validation: blank(validation),
    training: blank(training),
    zeros: none,
    l1: none,
    spread: none,
    nearZero: none,
    dead: none,
    kept: null,
  };
}
