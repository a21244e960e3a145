import { FLOPS_AN_ITEM, finish, type Sliced } from '../sliced.ts';
import { fittingStandard, type Rows, type StandardRows, standardise } from './columns.ts';
import { exp, log } from './elementary.ts';
import { type LinearModel, multiplyRows } from './linear-model.ts';

/** How a fit may end. */
export interface LogisticOptions {
  /** Above 0: the weights have a minimum even where classes can be told apart without error. */
  readonly penalty: number;
  /** Passes over the rows at most. */
  readonly passes: number;
  /** The length of the gradient at which the fit ends; 0 for the end of what f64 can improve. */
  readonly tolerance?: number;
}

interface LogisticModel extends LinearModel {
  /** Passes that the fit took. */
  readonly passes: number;
}

/** Weights and intercepts as one vector: weights [classes, columns], then intercepts [classes]. */
type Parameters = Float64Array;

/**
 * Multinomial logistic regression: the weights W and intercepts b that minimise
 *
 *     mean over the rows of log(sum of exp z) - z of the row's class, z = X W + b,   plus penalty / 2 * |W|^2
 *
 * where X are the columns standardised. By Newton's method, each step by conjugate gradients and only as exactly as the
 * gradient deserves, with a line search (Nocedal and Wright 2006, algorithm 7.1). A pass over the rows, two products
 * with X, is either a Hessian times a vector or an outer iteration.
 *
 * @param targets [rows, classes], 1 for the class of a row, else 0; a class may have no row
 */
export function* fittingLogistic(
  features: Rows,
  targets: Rows,
  { penalty, passes, tolerance = 1e-8 }: LogisticOptions,
): Sliced<LogisticModel> {
  const standard = yield* fittingStandard(features);
  const x = standardise(features, standard);
  const problem = { x, targets, penalty };
  const start = x.columns * targets.columns;
  const parameters = new Float64Array(start + targets.columns);
  let left = passes;
  let state = evaluate(problem, addScores(x, parameters, targets.columns), parameters);
  while (left > 1) {
    left -= 1;
    const gradient = computeGradient(problem, state, parameters);
    const length = Math.sqrt(dot(gradient, gradient));
    if (length <= tolerance) break;
    const solved = yield* findDirection(problem, state, gradient, { length, passes: left });
    left -= solved.passes;
    const { direction } = solved;
    const slope = dot(gradient, direction);
    const ahead = addScores(x, direction, targets.columns);
    const next = searchLine(problem, state, { parameters, direction, ahead, slope });
    if (next === null) break;
    state = next;
    yield countPass(problem);
  }
  return {
    standard,
    weights: parameters.slice(0, start),
    intercepts: parameters.slice(start),
    passes: passes - left,
  };
}

/** The same at once. */
export function fitLogistic(features: Rows, targets: Rows, options: LogisticOptions): LogisticModel {
  return finish(fittingLogistic(features, targets, options));
}

/** The items of a pass. */
function countPass({ x, targets }: Problem): number {
  return (4 * x.rows * (x.columns + 1) * targets.columns) / FLOPS_AN_ITEM;
}

interface Problem {
  readonly x: StandardRows;
  readonly targets: Rows;
  readonly penalty: number;
}

interface State {
  /** [rows, classes]. */
  readonly scores: Float64Array;
  readonly probabilities: Float64Array;
  readonly objective: number;
}

function addScores(x: StandardRows, parameters: Parameters, classes: number): Float64Array {
  const start = x.columns * classes;
  return multiplyRows(x, parameters.subarray(0, start), parameters.subarray(start));
}

function evaluate({ x, targets, penalty }: Problem, scores: Float64Array, parameters: Parameters): State {
  const classes = targets.columns;
  const probabilities = new Float64Array(scores.length);
  let total = 0;
  for (let from = 0; from < scores.length; from += classes) {
    let largest = scores[from];
    for (let k = 1; k < classes; k++) largest = Math.max(largest, scores[from + k]);
    let sum = 0;
    let own = 0;
    for (let k = from; k < from + classes; k++) {
      probabilities[k] = exp(scores[k] - largest);
      sum += probabilities[k];
      if (targets.values[k] === 1) own = scores[k];
    }
    for (let k = from; k < from + classes; k++) probabilities[k] /= sum;
    total += log(sum) + (largest - own);
  }
  const weights = parameters.subarray(0, x.columns * classes);
  return {
    scores,
    probabilities,
    objective: total / x.rows + (penalty / 2) * dot(weights, weights),
  };
}

function computeGradient(problem: Problem, { probabilities }: State, parameters: Parameters): Parameters {
  const { values } = problem.targets;
  return gather(
    problem,
    probabilities.map((p, i) => p - values[i]),
    parameters,
  );
}

/** X' slopes / rows, plus the penalty's share for the weights; for the intercepts the mean of the slopes. */
function gather({ x, targets, penalty }: Problem, slopes: Float64Array, parameters: Parameters): Parameters {
  const { rows, columns, values } = x;
  const classes = targets.columns;
  const sums = new Float64Array(parameters.length);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let k = 0; k < classes; k++) {
      const slope = slopes[row * classes + k];
      const start = k * columns;
      for (let c = 0; c < columns; c++) sums[start + c] += values[from + c] * slope;
      sums[columns * classes + k] += slope;
    }
  }
  const start = columns * classes;
  return sums.map((sum, i) => sum / rows + (i < start ? penalty * parameters[i] : 0));
}

/** The Hessian times a vector. */
function multiplyHessian(problem: Problem, { probabilities }: State, vector: Parameters): Parameters {
  const classes = problem.targets.columns;
  const slopes = addScores(problem.x, vector, classes);
  for (let from = 0; from < slopes.length; from += classes) {
    let middle = 0;
    for (let k = from; k < from + classes; k++) middle += probabilities[k] * slopes[k];
    for (let k = from; k < from + classes; k++) slopes[k] = probabilities[k] * (slopes[k] - middle);
  }
  return gather(problem, slopes, vector);
}

/** Conjugate gradients on Hessian d = -gradient, until what is left is small beside the gradient. */
function* findDirection(
  problem: Problem,
  state: State,
  gradient: Parameters,
  { length, passes }: { readonly length: number; readonly passes: number },
): Sliced<{ readonly direction: Parameters; readonly passes: number }> {
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((slope) => -slope);
  const search = residual.slice();
  let square = dot(residual, residual);
  const enough = Math.min(0.25, Math.sqrt(length)) * length;
  let used = 0;
  while (used < passes && Math.sqrt(square) > enough) {
    used += 1;
    const product = multiplyHessian(problem, state, search);
    const curvature = dot(search, product);
    // Rounding alone is left: the objective has no negative curvature.
    if (!(curvature > 0)) break;
    const step = square / curvature;
    for (let i = 0; i < direction.length; i++) {
      direction[i] += step * search[i];
      residual[i] -= step * product[i];
    }
    const next = dot(residual, residual);
    for (let i = 0; i < search.length; i++) search[i] = residual[i] + (next / square) * search[i];
    square = next;
    yield countPass(problem);
  }
  return { direction, passes: used };
}

interface Line {
  /** Moved to the point found. */
  readonly parameters: Parameters;
  readonly direction: Parameters;
  /** The direction's scores. */
  readonly ahead: Float64Array;
  /** The gradient along the direction. */
  readonly slope: number;
}

/** The first of 1, 1/2, 1/4 ... of the direction that lowers the objective enough (Armijo); null if none does. */
function searchLine(problem: Problem, state: State, line: Line): State | null {
  const { parameters, direction, ahead, slope } = line;
  for (let step = 1; step > 2 ** -20; step /= 2) {
    const moved = parameters.map((value, i) => value + step * direction[i]);
    const next = evaluate(
      problem,
      state.scores.map((score, i) => score + step * ahead[i]),
      moved,
    );
    if (next.objective <= state.objective + 1e-4 * step * slope && next.objective < state.objective) {
      parameters.set(moved);
      return next;
    }
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** An exponential in operations, some of which are divisions. */
const EXP_FLOPS = 50;
/** Passes of an outer iteration, itself included. */
const PASSES_AN_ITERATION = 4;

/** The floating-point operations of a fit of so many passes: standardising, two products a pass, exponentials. */
export function countLogisticFlops(rows: number, columns: number, classes: number, passes: number): number {
  const products = 4 * (columns + 1) * classes * passes;
  const exponentials = (EXP_FLOPS * classes * passes) / PASSES_AN_ITERATION;
  return rows * (20 * columns + products + exponentials);
}
