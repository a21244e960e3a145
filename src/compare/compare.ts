import type { Engine, EnginePair, PairRows } from '../engines/engine.ts';
import { openStream } from '../random/random.ts';
import { VERSION } from '../version.ts';
import { initializeParameters } from './initialize.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { measureTrial, type TrialOutcome } from './measure-trial.ts';
import { createPause } from './pace.ts';
import { parseRecipe } from './parse-recipe.ts';
import { type Plan, type PlanFigures, planComparison } from './plan.ts';
import { type PreparedPair, preparePair } from './prepare-pair.ts';
import type { Recipe } from './recipe.ts';
import type { LambdaReport, Report } from './report.ts';
import { runTrial } from './run-trial.ts';
import { average, averageCurves, summarizeAll, summarizeMeasures } from './summarize.ts';
import { specifyTrial } from './trial-spec.ts';

export interface CompareOptions {
  /** The engines at hand, in the order in which `auto` prefers them. */
  readonly engines: readonly Engine[];
  readonly limits?: Limits;
  /** Stops the comparison within an epoch. */
  readonly signal?: AbortSignal | undefined;
}

/** One trial of the grid of pairs and lambdas. */
interface Cell extends TrialOutcome {
  readonly coefficient: number;
  readonly penalised: number;
  readonly l1Initial: number;
}

/**
 * Trains the same network on the same splits with the same random streams, once for each lambda.
 *
 * @param input a recipe as a caller may write it (`RecipeInput`); validated here
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired
 */
export async function compare(input: unknown, options: CompareOptions): Promise<Report> {
  const recipe = parseRecipe(input);
  const plan = planComparison(recipe, options.engines, options.limits ?? DEFAULT_LIMITS);
  const secondsPerEpoch = plan.figures.seconds / (plan.figures.trials * recipe.training.epochs);
  const pause = createPause(secondsPerEpoch, options.signal);
  const columns: Cell[][] = [];
  let unseen = 0;
  for (const split of plan.pairs) {
    const pair = preparePair(plan.dataset, split, recipe);
    unseen += pair.unseen;
    columns.push(await runPair(recipe, plan, pair, pause));
  }
  const lambdas = recipe.penalty.lambdas.map((lambda, i) => {
    const cells = columns.map((column) => column[i]);
    return reportLambda(recipe, lambda, plan, cells);
  });
  const steps = columns.flat().reduce((sum, cell) => sum + cell.steps, 0);
  return {
    recipe: describeRecipe(recipe),
    data: describeData(plan, unseen),
    design: describeDesign(recipe, plan),
    engine: plan.engine.name,
    lambdas,
    cost: { steps, flops: plan.figures.flops, bytes: plan.figures.bytes },
    version: VERSION,
  };
}

/** What a comparison would cost, without doing it. */
export function plan(input: unknown, { engines, limits = DEFAULT_LIMITS }: CompareOptions): PlanFigures {
  return planComparison(parseRecipe(input), engines, limits).figures;
}

/** Runs every lambda on one pair, from the same weights. */
async function runPair(
  recipe: Recipe,
  { engine, dataset }: Plan,
  pair: PreparedPair,
  pause: () => Promise<void>,
): Promise<Cell[]> {
  const rows = await engine.openPair(listRows(pair));
  try {
    const cells: Cell[] = [];
    for (const lambda of recipe.penalty.lambdas) {
      cells.push(await runCell(recipe, lambda, dataset, pair, rows, pause));
    }
    return cells;
  } finally {
    rows.close();
  }
}

async function runCell(
  recipe: Recipe,
  lambda: number,
  dataset: Plan['dataset'],
  pair: PreparedPair,
  rows: EnginePair,
  pause: () => Promise<void>,
): Promise<Cell> {
  const { features, targets } = pair.training;
  const spec = specifyTrial(recipe, lambda, features.columns, targets.columns);
  const random = openStream(recipe.seed, 'initialization', pair.repeat, pair.fold);
  const trial = rows.startTrial(
    spec,
    initializeParameters(spec.network, recipe.network.initialization, random),
  );
  try {
    const l1Initial = trial.measureWeights().l1;
    const trained = await runTrial(trial, spec, pair, {
      training: recipe.training,
      seed: recipe.seed,
      pause,
    });
    const outcome = measureTrial(dataset, pair, spec, trial, trained);
    return { ...outcome, coefficient: spec.penalty?.coefficient ?? 0, penalised: spec.penalised, l1Initial };
  } finally {
    trial.close();
  }
}

/** What the engine needs of a pair. */
export function listRows({ training, watch, validation }: PreparedPair): PairRows {
  return {
    features: training.features,
    targets: training.targets,
    held: {
      ...(watch && { watch: watch.features }),
      ...(validation && { validation: validation.features }),
    },
  };
}

function reportLambda(recipe: Recipe, lambda: number, { pairs }: Plan, cells: readonly Cell[]): LambdaReport {
  return {
    lambda,
    perWeight: average(cells.map((cell) => cell.coefficient)),
    method: recipe.penalty.method,
    validation: summarizeAll(cells.map((cell) => cell.validation)),
    training: summarizeAll(cells.map((cell) => cell.training)),
    weights: {
      count: average(cells.map((cell) => cell.penalised)),
      zeros: summarizeMeasures(cells.map((cell) => cell.zeros)),
      l1: summarizeMeasures(cells.map((cell) => cell.l1)),
      l1Initial: summarizeMeasures(cells.map((cell) => ({ value: cell.l1Initial }))),
    },
    curves: averageCurves(cells.map((cell) => cell.curve)),
    ...(recipe.training.patience !== null && { bestEpochs: cells.map((cell) => cell.bestEpoch) }),
    diverged: cells.flatMap(({ diverged }, i) => {
      if (diverged === null) return [];
      const { repeat, fold } = pairs[i];
      return [{ repeat, fold, ...diverged }];
    }),
  };
}

/** The recipe as the report repeats it: all of it save the data that came along. */
function describeRecipe({ data, ...rest }: Recipe): Report['recipe'] {
  const { csv: _csv, rows, x: _x, y: _y, ...named } = data as Record<string, unknown>;
  return { data: { ...named, ...(typeof rows === 'number' && { rows }) }, ...rest };
}

function describeData({ dataset }: Plan, unseenCategories: number): Report['data'] {
  const { rows, features, target, droppedRows } = dataset;
  return {
    rows,
    features: features.map(({ name }) => name),
    target: target.name,
    task: target.task,
    ...(target.task === 'classification' && { classes: [...target.classes] }),
    droppedRows,
    unseenCategories,
  };
}

function describeDesign({ split }: Recipe, { pairs, figures }: Plan): Report['design'] {
  return {
    pairs: figures.pairs,
    trials: figures.trials,
    repeats: split.repeats,
    ...(split.folds !== undefined && { folds: split.folds }),
    ...(split.holdout !== undefined && { holdout: split.holdout }),
    order: pairs.map(({ repeat, fold }): [number, number] => [repeat, fold]),
    trainingRows: pairs.map((pair) => pair.training.length),
    validationRows: pairs.map((pair) => pair.validation.length),
  };
}
