import { mean } from '../math/mean.ts';
import { measureRounding } from '../math/paired-test.ts';
import type { Resolved } from '../plan/grid/resolve-lambdas.ts';
import type { Plan } from '../plan/plan.ts';
import { explainMethod } from '../recipe/method.ts';
import type { AskedRecipe, Recipe } from '../recipe/schema.ts';
import type { Sliced } from '../sliced.ts';
import { chooseLoss } from '../training/network.ts';
import type { PairOutcome } from '../training/pair.ts';
import { listStops } from '../training/stops.ts';
import type { Trial } from '../training/trial.ts';
import { VERSION } from '../version.ts';
import { advise } from './advice/advise.ts';
import type { AtBestEpoch, Comparison } from './comparison.ts';
import type { Copies } from './copies.ts';
import { findAll } from './findings/find.ts';
import { averageSpread, type FindInTable } from './findings/observed.ts';
import { buildLosses } from './losses.ts';
import { buildNested } from './nested.ts';
import { tracePath } from './path.ts';
import { buildReferences, findChosen } from './references.ts';
import { reportReading } from './report-reading.ts';
import type { LambdaReport, Nested, Report } from './schema.ts';
import { judgingStopped } from './stopping.ts';
import { averageCurves, summarizeAll, summarizeMeasures, summarizeValidation } from './summarize.ts';
import { addCautions } from './verdict/cautions.ts';
import { chooseLambda } from './verdict/choose.ts';
import type { Setting } from './verdict/contrast.ts';
import { judging } from './verdict/judge.ts';
import { writeHeadline } from './verdict/sentences.ts';
import { designTest, type TestDesign } from './verdict/test-design.ts';

/** Everything that a comparison produced. */
export interface Collected {
  readonly asked: AskedRecipe;
  readonly resolved: Resolved;
  readonly plan: Plan;
  /** One for each pair. */
  readonly outcomes: readonly PairOutcome[];
  /**
   * The mean curves of each lambda, if they have been computed; the outcomes' own curves are then not read.
   */
  readonly curves?: readonly LambdaReport['curves'][] | undefined;
}

/** What was found out about the table of a comparison before its report is built. */
export interface LookAtTable {
  /** Rows with copies on the other side of a split; null without any. */
  readonly copies: Copies | null;
  readonly findInTable: FindInTable;
}

/** Builds the report of a comparison. */
export function* buildingReport(
  { asked, resolved, plan, outcomes, curves }: Collected,
  { copies, findInTable }: LookAtTable,
): Sliced<Report> {
  const { recipe, grid } = resolved;
  const { flops, bytes } = plan.figures;
  const { dataset, pairs } = plan;
  const setting: Setting = {
    target: dataset.target,
    loss: chooseLoss(recipe),
    pairs,
    scalings: outcomes.map(({ scaling }) => scaling),
    design: designTest(recipe.split, pairs, dataset),
    rounding: { accuracy: measureRounding(1 / mean(pairs.map(({ validation }) => validation.length))) },
  };
  const { design } = setting;
  const trialsOf = (i: number) => outcomes.map(({ trials }) => trials[i]);
  const measured = recipe.penalty.lambdas.map((lambda, i) =>
    reportLambda(recipe, lambda, plan, trialsOf(i), design, curves?.[i]),
  );
  const tried = measured.map(({ lambda, validation }, i) => ({
    lambda,
    validation,
    outputs: trialsOf(i).map(({ included }) => included.outputs),
    stops: trialsOf(i).map(({ included }) => included.stops),
  }));
  yield dataset.rows * measured.length;
  const { test, comparisons } = yield* judging(tried, recipe.compare, setting);
  const stopped = yield* judgingStopped(tried, listStops(recipe, dataset), recipe.compare, setting);
  const lambdas = measured.map((report, i) => ({
    ...report,
    comparison: addBestEpoch(comparisons[i], stopped.comparisons[i]),
    ...(stopped.bestEpochs[i] !== null && { bestEpochs: [...stopped.bestEpochs[i]] }),
  }));
  const observed = lambdas.map((report, i) => ({ report, trials: trialsOf(i) }));
  const verdicts = observed.map(({ report: { lambda, comparison }, trials }) => {
    const spread = averageSpread({ trials });
    return { lambda, comparison, collapsed: spread !== null && spread < recipe.thresholds.collapsedSpread };
  });
  const chosen = outcomes.flatMap(({ nested }) => nested ?? []);
  const nested = recipe.compare.nested === null ? null : buildNested(recipe, chosen, setting);
  const choice = chooseLambda(tried, comparisons, recipe.compare, setting, nested);
  const inside = nested && { nested, outcomes: chosen };
  const references = buildReferences(
    outcomes.map((outcome) => outcome.references),
    findChosen(choice, tried, inside, setting),
    recipe.compare,
    setting,
  );
  yield dataset.rows;
  const findings = findAll(
    {
      recipe: asked,
      dataset,
      pairs,
      copies,
      unseen: outcomes.map(({ unseen }) => unseen),
      facts: outcomes.map(({ facts }) => facts),
      lambdas: observed,
      test,
      testDesign: design,
      choice,
      stopping: stopped.stopping,
      references,
    },
    findInTable,
  );
  return {
    headline: addCautions(findHonestSentence(nested) ?? writeHeadline(verdicts, choice, test), {
      verdicts,
      choice,
      test,
      nested,
      references,
      findings,
      task: dataset.target.task,
    }),
    advice: advise({
      recipe: asked,
      rows: dataset.rows,
      test,
      choice,
      nested,
      lambdas,
      tried,
      setting,
      findings,
      references,
      stopping: stopped.stopping,
    }),
    recipe: describeRecipe(asked),
    data: describeData(plan, outcomes),
    design: describeDesign(recipe, plan),
    engine: plan.engine.name,
    arithmetic: plan.figures.arithmetic,
    method: explainMethod(asked.penalty),
    ...(grid !== null && { grid }),
    test,
    lambdas,
    stopping: stopped.stopping,
    path: tracePath(lambdas),
    choice,
    references,
    ...(nested !== null && { nested }),
    findings,
    cost: {
      steps: countSteps([resolved, ...outcomes.flatMap(({ trials }) => trials), ...chosen]),
      flops,
      bytes,
    },
    version: VERSION,
    ...(recipe.include.includes('losses') && {
      losses: buildLosses(tried, recipe.compare.metric, setting, dataset.sourceRows),
    }),
  };
}

function addBestEpoch(comparison: Comparison | null, atBestEpoch: AtBestEpoch | null): Comparison | null {
  return comparison === null ? null : { ...comparison, atBestEpoch };
}

/** The sentence about the choice by inner folds, if that was tested: it becomes the headline. */
function findHonestSentence(nested: Nested | null): string | null {
  const comparison = nested?.comparison ?? null;
  return comparison === null || comparison.verdict === 'not tested' ? null : comparison.sentence;
}

function reportLambda(
  recipe: Recipe,
  lambda: number,
  { pairs, dataset }: Plan,
  trials: readonly Trial[],
  design: TestDesign,
  curves = averageCurves(trials.map((trial) => trial.curve)),
): Omit<LambdaReport, 'comparison'> {
  const finished = trials.flatMap(({ kept }) => (kept === null ? [] : [kept]));
  return {
    lambda,
    perWeight: mean(trials.map((trial) => trial.perWeight)),
    method: recipe.penalty.method,
    validation: summarizeValidation(
      trials.map((trial) => trial.validation),
      design.measureError,
    ),
    training: summarizeAll(trials.map((trial) => trial.training)),
    weights: {
      count: mean(trials.map((trial) => trial.penalised)),
      zeros: summarizeMeasures(trials.map((trial) => trial.zeros)),
      l1: summarizeMeasures(trials.map((trial) => trial.l1)),
      l1Initial: summarizeMeasures(trials.map(({ l1Initial }) => ({ value: l1Initial }))),
    },
    features: dataset.features.map(({ name }) => {
      const count = finished.filter((kept) => kept.get(name) === true).length;
      return { name, kept: finished.length === 0 ? null : count / finished.length };
    }),
    curves,
    ...(recipe.training.patience !== null && { bestEpochs: trials.map((trial) => trial.bestEpoch) }),
    diverged: trials.flatMap(({ diverged }, i) => {
      if (diverged === null) return [];
      const { repeat, fold } = pairs[i];
      return [{ repeat, fold, ...diverged }];
    }),
  };
}

/** The recipe as the report repeats it: all of it except data that were sent along. */
function describeRecipe({ data, ...rest }: AskedRecipe): Report['recipe'] {
  const { csv: _csv, rows, x: _x, y: _y, ...named } = data as Record<string, unknown>;
  return { data: { ...named, ...(typeof rows === 'number' && { rows }) }, ...rest };
}

function describeData({ dataset }: Plan, outcomes: readonly PairOutcome[]): Report['data'] {
  const { rows, features, target, rowsWithoutTarget, droppedRows, dropped } = dataset;
  return {
    rows,
    features: features.map(({ name }) => name),
    target: target.name,
    task: target.task,
    ...(target.task === 'classification' && { classes: [...target.classes] }),
    rowsWithoutTarget,
    droppedRows,
    ...(dropped !== null && { dropped: dropped.columns.map((each) => ({ ...each })) }),
    unseenCategories: outcomes
      .flatMap(({ unseen }) => [...unseen.values()])
      .reduce((sum, cells) => sum + cells, 0),
    reading: reportReading(dataset),
  };
}

function countSteps(trials: readonly { readonly steps: number }[]): number {
  return trials.reduce((sum, { steps }) => sum + steps, 0);
}

function describeDesign({ split }: Recipe, { pairs, figures }: Plan): Report['design'] {
  return {
    pairs: figures.pairs,
    trials: figures.counts.grid,
    repeats: split.repeats,
    ...(split.folds !== undefined && { folds: split.folds }),
    ...(split.holdout !== undefined && { holdout: split.holdout }),
    order: pairs.map(({ repeat, fold }): [number, number] => [repeat, fold]),
    trainingRows: pairs.map((pair) => pair.training.length),
    validationRows: pairs.map((pair) => pair.validation.length),
  };
}
