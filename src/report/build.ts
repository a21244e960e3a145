import type { NestedCell } from '../compare/nested.ts';
import type { Resolved } from '../plan/grid/resolve-lambdas.ts';
import type { Plan } from '../plan/plan.ts';
import type { AskedRecipe, Recipe } from '../recipe/schema.ts';
import type { PairFacts } from '../training/facts.ts';
import type { IncludedPair } from '../training/keep.ts';
import type { Cell } from '../training/run-pair.ts';
import { VERSION } from '../version.ts';
import { findAll } from './findings/find.ts';
import { averageSpread } from './findings/spread.ts';
import { buildNested } from './nested.ts';
import { tracePath } from './path.ts';
import { buildIncluded } from './predictions.ts';
import type { LambdaReport, Nested, Report } from './schema.ts';
import {
  averageAlike,
  averageCurves,
  summarizeAll,
  summarizeMeasures,
  summarizeValidation,
} from './summarize.ts';
import { chooseLambda } from './verdict/choose.ts';
import { judge } from './verdict/judge.ts';
import { writeHeadline } from './verdict/sentences.ts';
import { designTest, type TestDesign } from './verdict/test-design.ts';

/** What one pair brought. */
export interface PairOutcome {
  /** One for each lambda. */
  readonly cells: readonly Cell[];
  readonly facts: PairFacts;
  /** What inner folds chose; null unless the recipe asks for it. */
  readonly nested: NestedCell | null;
  /** Validation cells with a category that no training row has. */
  readonly unseen: number;
  /** What `include` asks of it; null where that is nothing. */
  readonly included: IncludedPair | null;
}

/** What a comparison brought together. */
export interface Collected {
  readonly asked: AskedRecipe;
  readonly resolved: Resolved;
  readonly plan: Plan;
  /** One for each pair. */
  readonly outcomes: readonly PairOutcome[];
  /** The mean curves of each lambda, where they are there already; the outcomes' own are not read then. */
  readonly curves?: readonly LambdaReport['curves'][] | undefined;
}

/** Builds the report of a comparison. */
export function buildReport({ asked, resolved, plan, outcomes, curves }: Collected): Report {
  const { recipe, grid } = resolved;
  const { flops, bytes } = plan.figures;
  const design = designTest(recipe.split, plan.pairs);
  const cellsOf = (i: number) => outcomes.map(({ cells }) => cells[i]);
  const measured = recipe.penalty.lambdas.map((lambda, i) =>
    reportLambda(recipe, lambda, plan, cellsOf(i), design, curves?.[i]),
  );
  const { test, comparisons } = judge(measured, recipe.compare, design);
  const choice = chooseLambda(measured, recipe.compare.metric);
  const lambdas = measured.map((report, i) => ({ ...report, comparison: comparisons[i] }));
  const observed = lambdas.map((report, i) => ({ report, cells: cellsOf(i) }));
  const verdicts = observed.map(({ report: { lambda, comparison }, cells }) => {
    const spread = averageSpread({ cells });
    return { lambda, comparison, collapsed: spread !== null && spread < recipe.thresholds.collapsedSpread };
  });
  const nestedCells = outcomes.flatMap(({ nested: cell }) => cell ?? []);
  const nested = recipe.compare.nested === null ? null : buildNested(recipe, nestedCells, design);
  return {
    headline: findHonestSentence(nested) ?? writeHeadline(verdicts, choice, test),
    recipe: describeRecipe(asked),
    data: describeData(plan, outcomes),
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
      facts: outcomes.map(({ facts }) => facts),
      lambdas: observed,
      test,
      testDesign: design,
      choice,
    }),
    cost: {
      steps: countSteps([resolved, ...outcomes.flatMap(({ cells }) => cells), ...nestedCells]),
      flops,
      bytes,
    },
    version: VERSION,
    ...buildIncluded(recipe, plan, outcomes),
  };
}

/** The sentence on the choice by inner folds, where it was tested: it takes the headline. */
function findHonestSentence(nested: Nested | null): string | null {
  const comparison = nested?.comparison ?? null;
  return comparison === null || comparison.verdict === 'not tested' ? null : comparison.sentence;
}

function reportLambda(
  recipe: Recipe,
  lambda: number,
  { pairs, dataset }: Plan,
  cells: readonly Cell[],
  design: TestDesign,
  curves = averageCurves(cells.map((cell) => cell.curve)),
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
    curves,
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

function describeData({ dataset }: Plan, outcomes: readonly PairOutcome[]): Report['data'] {
  const { rows, features, target, droppedRows } = dataset;
  return {
    rows,
    features: features.map(({ name }) => name),
    target: target.name,
    task: target.task,
    ...(target.task === 'classification' && { classes: [...target.classes] }),
    droppedRows,
    unseenCategories: outcomes.reduce((sum, { unseen }) => sum + unseen, 0),
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
