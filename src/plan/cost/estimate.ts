import type { Engine, Network } from '../../engines/engine.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import { countLinearFlops } from '../../training/linear-cost.ts';
import type { Job, Pieces } from '../jobs.ts';
import { estimateBytes, measureEngine } from './bytes.ts';
import {
  countClosing,
  countDealing,
  countPreparing,
  countRank,
  countReading,
  type Ground,
} from './count-pair.ts';
import { countReport, countSorting } from './count-report.ts';
import { countLongestEvaluation, countLongestStep, countTrial, type TrialShape } from './count-trial.ts';
import { addUp, type Counts, price } from './counts.ts';

/** What a comparison takes, on one thread of a machine of speed 1. */
export interface Estimate {
  readonly seconds: number;
  /** The longest of the pieces that no other machine can take over. */
  readonly pairSeconds: number;
  /** The longest that cannot be interrupted: one step, one evaluation of all rows, making the rows of one pair ready. */
  readonly stepSeconds: number;
  readonly passSeconds: number;
  readonly preparingSeconds: number;
  /** Reading the data, and splitting them into pairs. */
  readonly readingSeconds: number;
  /** Writing the report. */
  readonly reportSeconds: number;
  /** The most that it holds in buffers and memories, and of these the engine. */
  readonly bytes: number;
  readonly engineBytes: number;
  /** What the seconds consist of. */
  readonly counts: Counts;
}

/** What is to be estimated. */
export interface Task {
  readonly recipe: AskedRecipe;
  readonly engine: Pick<Engine, 'costs' | 'measureBytes'>;
  readonly ground: Ground;
  readonly network: Network;
  readonly pieces: Pieces;
  readonly lambdas: number;
}

/** Estimates a comparison: every term that is counted, times what it costs. */
export async function estimate(task: Task): Promise<Estimate> {
  const { recipe, engine, ground, pieces, lambdas } = task;
  const { costs } = engine;
  const { search, refit } = pieces;
  const spend = (counts: Counts) => price(counts, costs);
  const pairs = pieces.pairs.map(({ times, jobs }) => ({
    times,
    own: jobs[0],
    counts: countPair(task, jobs),
  }));
  const pairCount = pairs.reduce((sum, { times }) => sum + times, 0);
  const reading = addUp([
    [1, countReading(ground)],
    [recipe.split.duplicates === 'together' ? 1 : 0, countSorting(ground)],
    [pairCount, countDealing(ground.rows)],
  ]);
  const ofSearch = addUp(search.map((job) => [1, countJob(task, job)]));
  const ofRefit = addUp(refit.map((job) => [1, countJob(task, job)]));
  const validated = pairs.reduce((sum, { times, own }) => sum + times * own.heldRows, 0);
  const report = countReport(recipe, ground, { lambdas, validated });
  const bare = addUp([
    [1, reading],
    [1, ofSearch],
    ...pairs.map(({ times, counts }) => [times, counts] as const),
    [1, ofRefit],
    [1, countRank(recipe, ground, pairs[0].own.trainingRows)],
    [1, report],
  ]);
  const linear = await countLinearFlops({ ...ground, pairs: pairCount, seconds: spend(bare) });
  const models: Counts = { [ground.outputs > 1 ? 'logistic' : 'linear']: linear };
  const counts = addUp([
    [1, bare],
    [1, models],
  ]);
  const shared = spend(models) / pairCount;
  const mostPair = pairs.reduce((most, pair) => Math.max(most, spend(pair.counts)), 0) + shared;
  const longest = findLongest([...pairs.map(({ own }) => own), ...refit]);
  const shape = shapeTrial(task, longest);
  const { all, engine: engineBytes } = estimateBytes({ ...task, fitsLinear: linear > 0 });
  return {
    seconds: spend(counts),
    pairSeconds: Math.max(mostPair, spend(ofSearch), spend(ofRefit)),
    stepSeconds: spend(countLongestStep(shape)),
    passSeconds: spend(countLongestEvaluation(shape)),
    preparingSeconds: spend(countPreparing(ground, longest.trainingRows, longest.heldRows)),
    readingSeconds: spend(reading),
    reportSeconds: spend(report),
    bytes: all,
    engineBytes,
    counts,
  };
}

/** Counts all that is done for a pair, linear models left out: its own rows, then its inner folds. */
function countPair(task: Task, [own, ...inner]: readonly Job[]): Counts {
  const { ground } = task;
  return addUp([
    [1, countJob(task, own)],
    [inner.length, countDealing(own.trainingRows)],
    ...inner.map((job) => [1, countJob(task, job)] as const),
    [1, countClosing(ground, own.trainingRows, own.heldRows)],
  ]);
}

/** Counts making rows ready, and the trials on them. */
function countJob(task: Task, job: Job): Counts {
  return addUp([
    [1, countPreparing(task.ground, job.trainingRows, job.heldRows)],
    [job.trials, countTrial(shapeTrial(task, job))],
  ]);
}

function shapeTrial(task: Task, { trainingRows, heldRows, evaluate }: Job): TrialShape {
  const { engine, network } = task;
  const recipe = { ...task.recipe, training: { ...task.recipe.training, evaluate } };
  const bytes = measureEngine(task, { trainingRows, heldRows });
  return { network, recipe, costs: engine.costs, trainingRows, heldRows, bytes };
}

function findLongest(jobs: readonly Job[]): Job {
  return jobs.reduce((longest, job) => (job.trainingRows > longest.trainingRows ? job : longest));
}
