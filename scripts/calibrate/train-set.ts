import type { Pair } from '../../src/data/split.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { withLambdas } from '../../src/plan/grid/resolve-lambdas.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import type { MetricName } from '../../src/recipe/metrics.ts';
import type { AskedRecipe, Recipe } from '../../src/recipe/schema.ts';
import { stopAtBest } from '../../src/report/stopping.ts';
import { summarizeValidation } from '../../src/report/summarize.ts';
import type { Setting, Tried } from '../../src/report/verdict/contrast.ts';
import { designTest } from '../../src/report/verdict/test-design.ts';
import { KEEP_NOTHING } from '../../src/training/included.ts';
import { type JudgedTrial, type NestedOutcome, runNested } from '../../src/training/nested.ts';
import { chooseLoss } from '../../src/training/network.ts';
import { type PreparedPair, preparePair } from '../../src/training/rows.ts';
import { listStops } from '../../src/training/stops.ts';
import { type Trial, type TrialsRun, trainLambdas } from '../../src/training/trial.ts';
import type { Cell } from './cells.ts';

/** What was trained on a data set. */
export interface TrainedSet {
  readonly setting: Setting;
  /** As a metric sees it: 0, what is compared with it, then 0 itself with other streams, as often as asked. */
  readonly list: (metric: MetricName) => readonly Tried[];
}

/** A data set ready to be trained on. */
interface Workbench {
  readonly recipe: Recipe;
  readonly run: TrialsRun;
  readonly pairs: readonly { readonly split: Pair; readonly prepared: PreparedPair }[];
  readonly setting: Setting;
  /** How often 0 meets itself. */
  readonly again: number;
}

/** Ends the path of a pair whose streams are drawn anew; no pair of a split has so long a path. */
const OTHER_STREAMS = 900;
/** Nobody else waits for this thread. */
const NO_PAUSES = { stepsAtOnce: Number.MAX_SAFE_INTEGER, pause: async () => {}, spend: async () => {} };

/** By what a cell judges. */
const TRAIN = { end: trainToEnd, 'best epoch': trainToBestEpoch, nested: trainNested } as const;
/** What is judged: networks at the end of their training, at their best epoch, or chosen by inner folds. */
export type Judging = keyof typeof TRAIN;

/** What is trained besides 0. */
interface Contest extends Pick<Cell, 'lambdas' | 'judged'> {
  /** How often 0 itself meets itself, each time with other streams: once, if absent. */
  readonly again?: number;
}

/** Trains all that a recipe compares, and 0 again with other streams. */
export async function trainSet(
  asked: AskedRecipe,
  { lambdas, judged, again = 1 }: Contest,
  engine: Engine,
): Promise<TrainedSet> {
  const { dataset, pairs, figures } = await planComparison(asked, [engine], DEFAULT_LIMITS);
  const recipe = withLambdas(asked, [0, ...lambdas]);
  const opened = pairs.map((split) => ({ split, prepared: preparePair(dataset, split, recipe) }));
  return TRAIN[judged ?? 'end']({
    recipe,
    run: {
      recipe,
      dataset,
      engine,
      bytes: figures.engineBytes,
      pacer: NO_PAUSES,
      keeping: { ...KEEP_NOTHING, outputs: true },
    },
    pairs: opened,
    again,
    setting: {
      target: dataset.target,
      loss: chooseLoss(recipe),
      pairs,
      scalings: opened.map(({ prepared }) => prepared.encoding),
      design: designTest(recipe.split, pairs, dataset),
    },
  });
}

async function trainToEnd(bench: Workbench): Promise<TrainedSet> {
  const tried = summarize(await trainGrid(bench), bench.setting);
  return { setting: bench.setting, list: () => tried };
}

async function trainToBestEpoch(bench: Workbench): Promise<TrainedSet> {
  const { recipe, run, setting } = bench;
  const stops = listStops(recipe, run.dataset);
  if ('reason' in stops) throw new Error(stops.reason);
  const { epochs } = stops;
  const keeping = { ...KEEP_NOTHING, stops: epochs };
  const lambdas = [...recipe.penalty.lambdas, 0];
  const columns = turn(await trainGrid({ ...bench, run: { ...run, keeping } }));
  const recorded = columns.map((trials, i) => ({
    lambda: lambdas[i],
    stops: trials.map(({ included }) => included.stops),
  }));
  return {
    setting: { ...setting, design: { ...setting.design, choosesEpoch: true } },
    list: (metric) => recorded.map((each) => stopAtBest(each, epochs, metric, setting).tried),
  };
}

/** The choice between 0 and the lambdas, against 0 with its epochs chosen in the same way. */
async function trainNested(bench: Workbench): Promise<TrainedSet> {
  const { penalty } = bench.recipe;
  const alone = { ...bench.recipe, penalty: { ...penalty, lambdas: [0] } };
  const judged: JudgedTrial[][] = [];
  for (const { split, prepared } of bench.pairs) {
    const chosen = await chooseInside(bench, bench.recipe, split, prepared);
    const again = drawAnew(split);
    const other = await chooseInside(bench, alone, again, preparePair(bench.run.dataset, again, alone));
    judged.push([requireBaseline(chosen), chosen, requireBaseline(other)]);
  }
  const tried = summarize(judged, bench.setting);
  return { setting: bench.setting, list: () => tried };
}

/** For each pair the trials of all lambdas, then those of 0 with other streams. */
async function trainGrid({ recipe, run, pairs, again }: Workbench): Promise<Trial[][]> {
  const grid: Trial[][] = [];
  for (const { split, prepared } of pairs) {
    const trials = await trainLambdas(run, prepared, recipe.penalty.lambdas);
    for (let time = 0; time < again; time++) {
      const other = preparePair(run.dataset, drawAnew(split, time), recipe);
      trials.push(...(await trainLambdas(run, other, [0])));
    }
    grid.push(trials);
  }
  return grid;
}

async function chooseInside(
  { run }: Workbench,
  recipe: Recipe,
  split: Pair,
  prepared: PreparedPair,
): Promise<NestedOutcome> {
  const trials = await trainLambdas(run, prepared, recipe.penalty.lambdas);
  return runNested(run, recipe, split, prepared, trials, () => {});
}

function requireBaseline({ baseline }: NestedOutcome): JudgedTrial {
  if (baseline === null) throw new Error('expected a recipe whose baseline is 0');
  return baseline;
}

/** The same rows, with other weights, batches, rows to watch and inner folds. */
function drawAnew(split: Pair, time = 0): Pair {
  return { ...split, path: [...split.path, OTHER_STREAMS + time] };
}

/** What a test sees of networks at the end of their training. */
function summarize(grid: readonly (readonly (Trial | JudgedTrial)[])[], { design }: Setting): Tried[] {
  return turn(grid).map((trials) => ({
    validation: summarizeValidation(
      trials.map(({ validation }) => validation),
      design.measureError,
    ),
    outputs: trials.map((trial) => ('included' in trial ? trial.included.outputs : trial.outputs)),
  }));
}

/** From one list for each pair to one for each of what is compared. */
function turn<T>(grid: readonly (readonly T[])[]): T[][] {
  return grid[0].map((_, i) => grid.map((row) => row[i]));
}
