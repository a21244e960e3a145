import type { Dataset } from '../data/dataset.ts';
import type { Matrix } from '../data/encode.ts';
import { log } from '../math/elementary.ts';
import { type LinearModel, predictLinear } from '../math/linear-model.ts';
import { mean as meanOf } from '../math/mean.ts';
import { fittingRidge } from '../math/ridge.ts';
import type { Pacer } from '../pace.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import { doInTurns } from '../sliced.ts';
import type { Keeping } from './included.ts';
import { isAffordable, LARGEST_SHARE, PASSES } from './linear-cost.ts';
import { measureOutputs } from './measure.ts';
import type { Measures } from './metrics.ts';
import type { JudgedTrial } from './nested.ts';
import { chooseLoss } from './network.ts';
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

/** Where a fit ends: what is left changes no metric by more than about a millionth. */
const TOLERANCE = 1e-4;

/** Fits and measures the references of a pair. */
export async function fitReferences(
  work: ReferenceWork,
  pair: PreparedPair,
  { outputs: keepsOutputs }: Pick<Keeping, 'outputs'>,
  pacer: Pick<Pacer, 'spend'>,
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
  const fitting = isClasses
    ? (await loadLogistic()).fittingLogistic(training.features, training.targets, {
        penalty: PENALTY,
        passes: PASSES,
        tolerance: TOLERANCE,
      })
    : fittingRidge(training.features, training.targets.values, PENALTY);
  const model = await doInTurns<LinearModel>(fitting, pacer);
  return { mean, linear: judge(validation, (rows) => Float32Array.from(predictLinear(model, rows))) };
}

/** Loaded where there are classes. */
function loadLogistic() {
  return import('../math/logistic.ts');
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
