import { VERSION } from '../version.ts';
import type { Plan } from './plan.ts';
import type { Recipe } from './recipe.ts';
import type { LambdaReport, Report } from './report.ts';
import { averageAlike, averageCurves, summarizeAll, summarizeMeasures } from './summarize.ts';
import type { Trained } from './train-on-pair.ts';

/** One trial of the grid of pairs and lambdas; its parameters are not kept. */
export type Cell = Omit<Trained, 'parameters'>;

/**
 * Builds the report of a comparison.
 *
 * @param columns for each pair its cells, one for each lambda
 * @param unseenCategories validation cells with a category that no training row has, over all pairs
 */
export function buildReport(
  recipe: Recipe,
  plan: Plan,
  columns: readonly (readonly Cell[])[],
  unseenCategories: number,
): Report {
  const { flops, bytes } = plan.figures;
  return {
    recipe: describeRecipe(recipe),
    data: describeData(plan, unseenCategories),
    design: describeDesign(recipe, plan),
    engine: plan.engine.name,
    lambdas: recipe.penalty.lambdas.map((lambda, i) => {
      const cells = columns.map((column) => column[i]);
      return reportLambda(recipe, lambda, plan, cells);
    }),
    cost: { steps: columns.flat().reduce((sum, cell) => sum + cell.steps, 0), flops, bytes },
    version: VERSION,
  };
}

function reportLambda(recipe: Recipe, lambda: number, { pairs }: Plan, cells: readonly Cell[]): LambdaReport {
  return {
    lambda,
    perWeight: averageAlike(cells.map((cell) => cell.spec.penalty?.coefficient ?? 0)),
    method: recipe.penalty.method,
    validation: summarizeAll(cells.map((cell) => cell.validation)),
    training: summarizeAll(cells.map((cell) => cell.training)),
    weights: {
      count: averageAlike(cells.map((cell) => cell.spec.penalised)),
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
