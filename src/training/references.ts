import type { Dataset } from '../data/dataset.ts';
import type { Matrix } from '../data/encode.ts';
import { log } from '../math/elementary.ts';
import { predictLinear } from '../math/linear-model.ts';
import { mean as meanOf } from '../math/mean.ts';
import { countRidgeFlops, fitRidge } from '../math/ridge.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import type { Keeping } from './included.ts';
import { measureOutputs } from './measure.ts';
import type { Measures } from './metrics.ts';
import type { JudgedTrial } from './nested.ts';
import { chooseLoss, countOutputs } from './network.ts';
import type { PreparedPair, RowSet } from './rows.ts';

/**
 * What the networks of a pair are up against, on the same training rows.
 *
 * - mean: the mean of the target, or for classes their shares (k + 1) / (n + classes), of which none is 0
 * - linear: ridge regression, also where the networks' loss is mae or huber; for classes multinomial logistic regression.
 *   It has no value where it would take too much time.
 */
export interface JudgedReferences {
  readonly mean: JudgedTrial;
  readonly linear: JudgedTrial;
}

/** The parts of a comparison that its references depend on. */
interface ReferenceWork {
  readonly recipe: Pick<PairRecipe, 'loss' | 'huberDelta'>;
  readonly dataset: Pick<Dataset, 'rows' | 'target'>;
  /** From the plan. */
  readonly figures: { readonly inputs: number; readonly pairs: number; readonly seconds: number };
}

/** A penalty that hardly shows, and lets collinear columns and separable classes have a solution. */
const PENALTY = 1e-4;

/** Passes of a logistic regression at most; without noise it then stops short of its minimum. */
const PASSES = 40;

/** Where a fit ends: what is left changes no metric by more than about a millionth. */
const TOLERANCE = 1e-4;

/** What linear models may take of a comparison's estimated time, and what nobody waits for, in seconds. */
const LARGEST_SHARE = 0.02;
const UNNOTICED = 0.02;

/** What JavaScript does of these loops; an engine does thirty times as much. */
const FLOPS_PER_SECOND = 1e9;

/** Fits and measures the references of a pair. */
export async function fitReferences(
  work: ReferenceWork,
  pair: PreparedPair,
  { outputs: keepsOutputs }: Pick<Keeping, 'outputs'>,
): Promise<JudgedReferences> {
  const { recipe, dataset } = work;
  const truth = { target: dataset.target, loss: chooseLoss(recipe) };
  const judge = (set: RowSet | null, predict: (features: Matrix) => Float32Array): JudgedTrial => {
    if (set === null) return { validation: {}, outputs: null };
    const outputs = predict(set.features);
    const validation = measureOutputs(truth, pair.encoding, set, outputs);
    return { validation, outputs: keepsOutputs ? outputs : null };
  };
  const { training, validation } = pair;
  const isClasses = dataset.target.task === 'classification';
  const constant = isClasses ? countShares(training.targets).map(log) : averageTargets(training.targets);
  const mean = judge(validation, ({ rows }) => repeat(constant, rows));
  if (!(await isAffordable(work))) return { mean, linear: leaveOut(mean.validation) };
  const model = isClasses
    ? (await loadLogistic()).fitLogistic(training.features, training.targets, {
        penalty: PENALTY,
        passes: PASSES,
        tolerance: TOLERANCE,
      })
    : fitRidge(training.features, training.targets.values, PENALTY);
  return { mean, linear: judge(validation, (rows) => Float32Array.from(predictLinear(model, rows))) };
}

/** Loaded where there are classes. */
function loadLogistic() {
  return import('../math/logistic.ts');
}

/** Whether linear models are worth their time: the plan decides, so all pairs and hosts decide alike. */
export async function isAffordable({
  dataset,
  figures,
}: Pick<ReferenceWork, 'dataset' | 'figures'>): Promise<boolean> {
  const shape = { ...figures, rows: dataset.rows, outputs: countOutputs(dataset.target) };
  return (await countLinearFlops(shape)) > 0;
}

/** What the linear models of a comparison depend on. */
interface LinearShape {
  readonly rows: number;
  readonly inputs: number;
  /** More than one is classes. */
  readonly outputs: number;
  readonly pairs: number;
  /** What the comparison takes by estimate, with or without them. */
  readonly seconds: number;
}

/** The floating-point operations of the linear models of all pairs; 0 where they are left out. */
export async function countLinearFlops({
  rows,
  inputs,
  outputs,
  pairs,
  seconds,
}: LinearShape): Promise<number> {
  const flops =
    pairs *
    (outputs === 1
      ? countRidgeFlops(rows, inputs)
      : (await loadLogistic()).countLogisticFlops(rows, inputs, outputs, PASSES));
  return flops / FLOPS_PER_SECOND <= Math.max(LARGEST_SHARE * seconds, UNNOTICED) ? flops : 0;
}

function leaveOut(measures: Measures): JudgedTrial {
  const reason = `left out, since it would take more than ${100 * LARGEST_SHARE} % of the comparison's time`;
  const none = { value: null, reason };
  return {
    validation: Object.fromEntries(Object.keys(measures).map((name) => [name, none])),
    outputs: null,
  };
}

function averageTargets({ values }: Matrix): Float64Array {
  return Float64Array.of(meanOf(values));
}

function countShares({ rows, columns, values }: Matrix): Float64Array {
  const counts = new Float64Array(columns).fill(1);
  for (let i = 0; i < values.length; i++) counts[i % columns] += values[i];
  return counts.map((count) => count / (rows + columns));
}

/** The same outputs for every row. */
function repeat(outputs: Float64Array, rows: number): Float32Array {
  return Float32Array.from({ length: rows * outputs.length }, (_, i) => outputs[i % outputs.length]);
}
