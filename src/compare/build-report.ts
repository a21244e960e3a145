import { VERSION } from '../version.ts';
import { buildNested } from './build-nested.ts';
import { findAll } from './findings/find.ts';
import type { PairFacts } from './findings/pair-facts.ts';
import { averageSpread } from './findings/training-findings.ts';
import type { NestedCell } from './nested.ts';
import type { Plan } from './plan.ts';
import type { AskedRecipe, Recipe } from './recipe.ts';
import type { Grid, LambdaReport, Report } from './report.ts';
import type { Cell } from './run-pair.ts';
import {
  averageAlike,
  averageCurves,
  summarizeAll,
  summarizeMeasures,
  summarizeValidation,
} from './summarize.ts';
import { tracePath } from './trace-path.ts';
import { chooseLambda } from './verdict/choose.ts';
import { judge } from './verdict/judge.ts';
import { writeHeadline } from './verdict/sentences.ts';
import { designTest, type TestDesign } from './verdict/test-design.ts';

/** What a comparison brought together. */
export interface Collected {
  readonly asked: AskedRecipe;
  /** How the lambdas were found; null where they were listed. */
  readonly grid: Grid | null;
  readonly recipe: Recipe;
  readonly plan: Plan;
  /** For each pair its cells, one for each lambda. */
  readonly columns: readonly (readonly Cell[])[];
  /** For each pair what its rows show. */
  readonly facts: readonly PairFacts[];
  /** For each pair what inner folds chose; none unless the recipe asks for it. */
  readonly nestedCells: readonly NestedCell[];
  /** Whether the features of the first pair are linearly independent; null if it was not checked. */
  readonly fullRank: boolean | null;
  /** Validation cells with a category that no training row has, over all pairs. */
  readonly unseenCategories: number;
}

/** Builds the report of a comparison. */
export function buildReport({
  asked,
  grid,
  recipe,
  plan,
  columns,
  facts,
  nestedCells,
  fullRank,
  unseenCategories,
}: Collected): Report {
  const { flops, bytes } = plan.figures;
  const design = designTest(recipe.split, plan.pairs);
  const cellsOf = (i: number) => columns.map((column) => column[i]);
  const measured = recipe.penalty.lambdas.map((lambda, i) =>
    reportLambda(recipe, lambda, plan, cellsOf(i), design),
  );
  const { test, comparisons } = judge(measured, recipe.compare, design);
  const choice = chooseLambda(measured, recipe.compare.metric);
  const lambdas = measured.map((report, i) => ({ ...report, comparison: comparisons[i] }));
  const observed = lambdas.map((report, i) => ({ report, cells: cellsOf(i) }));
  const verdicts = observed.map(({ report: { lambda, comparison }, cells }) => {
    const spread = averageSpread({ cells });
    return { lambda, comparison, collapsed: spread !== null && spread < recipe.thresholds.collapsedSpread };
  });
  const nested = recipe.compare.nested === null ? null : buildNested(recipe, nestedCells, design);
  const honest = nested?.comparison ?? null;
  return {
    headline:
      honest === null || honest.verdict === 'not tested'
        ? writeHeadline(verdicts, choice, test)
        : honest.sentence,
    recipe: describeRecipe(asked),
    data: describeData(plan, unseenCategories),
    design: describeDesign(recipe, plan),
    engine: plan.engine.name,
    ...(grid !== null && { grid }),
    test,
    lambdas,
    path: tracePath(lambdas),
    choice,
    ...(nested !== null && { nested }),
    findings: findAll({
      recipe: asked,
      pairs: plan.pairs,
      facts,
      fullRank,
      lambdas: observed,
      test,
      testDesign: design,
      choice,
    }),
    cost: { steps: countSteps([...columns.flat(), ...nestedCells]), flops, bytes },
    version: VERSION,
  };
}

function reportLambda(
  recipe: Recipe,
  lambda: number,
  { pairs, dataset }: Plan,
  cells: readonly Cell[],
  design: TestDesign,
): Omit<LambdaReport, 'comparison'> {
  const finished = cells.flatMap(({ kept }) => (kept === null ? [] : [kept]));
  return {
    lambda,
    perWeight: averageAlike(cells.map((cell) => cell.spec.penalty?.coefficient ?? 0)),
    method: recipe.penalty.method,
    validation: summarizeValidation(
      cells.map((cell) => cell.validation),
      design.measureError,
    ),
    training: summarizeAll(cells.map((cell) => cell.training)),
    weights: {
      count: averageAlike(cells.map((cell) => cell.spec.penalised)),
      zeros: summarizeMeasures(cells.map((cell) => cell.zeros)),
      l1: summarizeMeasures(cells.map((cell) => cell.l1)),
      l1Initial: summarizeMeasures(cells.map((cell) => ({ value: cell.l1Initial }))),
    },
    features: dataset.features.map(({ name }) => {
      const count = finished.filter((kept) => kept.get(name) === true).length;
      return { name, kept: finished.length === 0 ? null : count / finished.length };
    }),
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
function describeRecipe({ data, ...rest }: AskedRecipe): Report['recipe'] {
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

function countSteps(trials: readonly { readonly steps: number }[]): number {
  return trials.reduce((sum, { steps }) => sum + steps, 0);
}

function describeDesign({ split, penalty }: Recipe, { pairs, figures }: Plan): Report['design'] {
  return {
    pairs: figures.pairs,
    trials: figures.pairs * penalty.lambdas.length,
    repeats: split.repeats,
    ...(split.folds !== undefined && { folds: split.folds }),
    ...(split.holdout !== undefined && { holdout: split.holdout }),
    order: pairs.map(({ repeat, fold }): [number, number] => [repeat, fold]),
    trainingRows: pairs.map((pair) => pair.training.length),
    validationRows: pairs.map((pair) => pair.validation.length),
  };
}
