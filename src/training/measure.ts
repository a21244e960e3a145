import type { Dataset } from '../data/dataset.ts';
import type { LiveTrial, TrialSpec } from '../engines/engine.ts';
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
import { type CurvePoint, type Divergence, measurePenalty, type TrainedTrial } from './trial.ts';

/** What the report takes from one trial. */
export interface TrialOutcome {
  readonly validation: Measures;
  /** The same metrics on the training rows, with penalty and objective. */
  readonly training: Measures;
  readonly zeros: Measure;
  readonly l1: Measure;
  /** Variance of the outputs on the training rows as a share of that of their targets; of probabilities for classes. */
  readonly spread: Measure;
  /** Of the validation rows [rows, outputs], as the engine gives them; null where nothing validates. */
  readonly outputs: Float32Array | null;
  readonly curve: readonly CurvePoint[];
  readonly diverged: Divergence | null;
  readonly bestEpoch: number | null;
  readonly steps: number;
}

/** Measures a trained trial on the rows of its pair; one that diverged has no values, with the reason. */
export function measureTrial(
  dataset: Dataset,
  pair: PreparedPair,
  spec: TrialSpec,
  trial: LiveTrial,
  trained: TrainedTrial,
): TrialOutcome {
  const measureOn = (set: RowSet, outputs: Float32Array) => measureRows(dataset, pair, spec, set, outputs);
  const fitted = trial.predict('training');
  const training = measureOn(pair.training, fitted);
  const outputs = pair.validation && trial.predict('validation');
  const outcome = {
    validation: pair.validation && outputs ? measureOn(pair.validation, outputs) : {},
    training: { ...training, ...measureObjective(training.dataLoss, measurePenalty(trial, spec)) },
    ...measureWeights(trial),
    spread: measureSpread(spec, fitted, pair.training),
    outputs,
    ...trained,
  };
  return trained.diverged === null ? outcome : withoutValues(outcome, trained.diverged);
}

function measureRows(
  { target }: Dataset,
  { encoding }: PreparedPair,
  { loss }: TrialSpec,
  { rows, targets }: RowSet,
  outputs: Float32Array,
): Measures & { dataLoss: Measure } {
  const dataLoss = measure(computeDataLoss(loss, outputs, targets));
  if (target.task === 'classification') {
    const labels = rows.map((row) => target.labels[row]);
    return { accuracy: measureAccuracy(labels, outputs), crossEntropy: dataLoss, dataLoss };
  }
  const actual = Float64Array.from(rows, (row) => target.values[row]);
  const predicted = Float64Array.from(
    outputs,
    (output) => output * encoding.targetScale + encoding.targetMean,
  );
  return { ...measureRegression(actual, predicted), dataLoss };
}

function measureObjective(dataLoss: Measure, penalty: number): Measures {
  const objective = dataLoss.value === null ? dataLoss : measure(dataLoss.value + penalty);
  return { penalty: measure(penalty), objective };
}

function measureWeights(trial: LiveTrial): { zeros: Measure; l1: Measure } {
  const { zeros, l1 } = trial.measureWeights();
  return { zeros: measure(zeros), l1: measure(l1) };
}

/** How much predictions vary beside what they should: near 0 they are all but constant. */
function measureSpread({ loss }: TrialSpec, outputs: Float32Array, { targets }: RowSet): Measure {
  const { rows, columns, values } = targets;
  const predicted = loss.name === 'cross-entropy' ? toProbabilities(outputs, columns) : outputs;
  const expected = sumVariances(values, rows, columns);
  if (expected === 0) return { value: null, reason: 'the target is constant on these rows' };
  return measure(sumVariances(predicted, rows, columns) / expected);
}

function withoutValues(outcome: TrialOutcome, { epoch, step }: Divergence): TrialOutcome {
  const none: Measure = { value: null, reason: `diverged at epoch ${epoch}, step ${step}` };
  const blank = (measures: Measures) => Object.fromEntries(Object.keys(measures).map((name) => [name, none]));
  const { validation, training } = outcome;
  return {
    ...outcome,
    validation: blank(validation),
    training: blank(training),
    zeros: none,
    l1: none,
    spread: none,
  };
}
