import type { Dataset } from '../data/dataset.ts';
import { countInputs } from '../data/encode.ts';
import { countPairs, makingPairs, type Pair, type Part, splitInner } from '../data/split.ts';
import type { Engine, Network, TrialShape } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import { checkLimits, type Limits } from '../recipe/limits.ts';
import { type LoadOptions, loadDataset } from '../recipe/load.ts';
import { isNestedCandidate } from '../recipe/parse.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import { finish } from '../sliced.ts';
import { countIncluded } from '../training/included.ts';
import { countOutputs, specifyNetwork } from '../training/network.ts';
import { chooseEngine } from './choose-engine.ts';
import { countSearchTrials, GRID_SIZE } from './grid/lambda-grid.ts';
import type { PlanFigures } from './schema.ts';
import { countTrialWork, type TrialWork } from './trial-work.ts';

/** What a comparison will do, known before any work is done. */
export interface Plan {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly pairs: readonly Pair[];
  readonly figures: PlanFigures;
}

/**
 * Reads the data, makes the splits and counts the work, refusing what exceeds the limits before it
 * costs anything.
 *
 * @throws AbsumError for data or a split that cannot be used, and `limit-exceeded`
 */
export async function planComparison(
  recipe: AskedRecipe,
  engines: readonly Engine[],
  limits: Limits,
  options: LoadOptions = {},
): Promise<Plan> {
  const engine = chooseEngine(recipe, engines);
  const dataset = await loadDataset(recipe, options);
  const { complete = finish } = options;
  const inputs = countInputs(dataset);
  const pairCount = countPairs(recipe.split);
  const cells = dataset.rows * inputs;
  const counts = countTrials(recipe, pairCount);
  const trials = counts.grid + counts.search + counts.inner + counts.refit;
  const assignments = dataset.rows * pairCount * (1 + (recipe.compare.nested?.folds ?? 0));
  checkLimits({ cells, trials, assignments }, limits);
  const pairs = await complete(makingPairs(dataset, recipe.split, recipe.seed));
  const network = specifyNetwork(recipe, inputs, countOutputs(dataset.target));
  const included = countIncluded(recipe.include, pairs, network, countLambdas(recipe));
  checkLimits({ included }, limits);
  const search = { trainingRows: pairs[0].training.length, heldRows: 0, trials: counts.search };
  const refit = { trainingRows: dataset.rows, heldRows: 0, trials: counts.refit };
  const asked = counts.refit === 0 ? [] : [refit];
  const shards = [[search], ...pairs.map((pair) => listJobs(recipe, dataset, pair)), asked];
  const jobs = shards.flat();
  const works = shards.map((shard) => countWork(network, recipe.training, shard));
  const { steps, flops } = addUp(works);
  const seconds = engine.estimateSeconds(steps, flops);
  const pairSeconds = works.reduce(
    (most, work) => Math.max(most, engine.estimateSeconds(work.steps, work.flops)),
    0,
  );
  const groups = recipe.penalty.groups === null ? 0 : dataset.features.length;
  const shape = { network, batchSize: recipe.training.batchSize, groups };
  const bytes = jobs.reduce(
    (most, job) => Math.max(most, engine.measureBytes({ ...shape, ...countRows(job, recipe.training) })),
    0,
  );
  checkLimits({ bytes, seconds, pairSeconds }, limits);
  return {
    engine,
    dataset,
    pairs,
    figures: {
      engine: engine.name,
      rows: dataset.rows,
      inputs,
      parameters: layoutParameters(network).parameterCount,
      pairs: pairs.length,
      trials,
      counts,
      steps,
      flops,
      bytes,
      seconds,
    },
  };
}

/** Trials that train and validate on equally many rows. */
interface Job {
  readonly trainingRows: number;
  readonly heldRows: number;
  readonly trials: number;
}

/** All that is trained for one pair. */
function listJobs(recipe: AskedRecipe, dataset: Dataset, pair: Pair): Job[] {
  const { folds, candidates, refits } = countNested(recipe);
  const job = ({ training, validation }: Part, trials: number): Job => ({
    trainingRows: training.length,
    heldRows: validation.length,
    trials,
  });
  const inner = folds === 0 ? [] : splitInner(dataset, pair, folds, recipe.split, recipe.seed);
  return [job(pair, countLambdas(recipe) + refits), ...inner.map((part) => job(part, candidates))];
}

function countTrials(recipe: AskedRecipe, pairs: number): PlanFigures['counts'] {
  const { folds, candidates, refits } = countNested(recipe);
  return {
    grid: pairs * countLambdas(recipe),
    search: countSearchTrials(recipe),
    inner: pairs * (folds * candidates + refits),
    refit: recipe.include.includes('model') ? 1 : 0,
  };
}

function countLambdas({ penalty: { lambdas } }: AskedRecipe): number {
  return lambdas === 'auto' ? GRID_SIZE : lambdas.length;
}

/** Inner folds, lambdas tried in each, and trials with what they chose; see `nested.ts`. */
function countNested({ compare, penalty, training }: AskedRecipe) {
  const { nested, baseline } = compare;
  if (nested === null) return { folds: 0, candidates: 0, refits: 0 };
  const { lambdas } = penalty;
  const candidates =
    lambdas === 'auto' ? GRID_SIZE : lambdas.filter((lambda) => isNestedCandidate(lambda, baseline)).length;
  const refits = training.patience !== null ? 0 : baseline === null ? 1 : 2;
  return { folds: nested.folds, candidates, refits };
}

/** A job's rows as an engine holds them, at most. */
function countRows(
  { trainingRows, heldRows }: Job,
  { patience }: AskedRecipe['training'],
): Pick<TrialShape, 'trainingRows' | 'heldRows'> {
  const held = [heldRows];
  // With patience some training rows are also held apart; counting them twice errs on the safe side.
  if (patience !== null) held.push(Math.ceil(trainingRows / 10));
  return { trainingRows, heldRows: held };
}

function countWork(network: Network, training: AskedRecipe['training'], jobs: readonly Job[]): TrialWork {
  const works = jobs.map(({ trainingRows, heldRows, trials }) => {
    const { steps, flops } = countTrialWork(network, training, trainingRows, heldRows);
    return { steps: trials * steps, flops: trials * flops };
  });
  return addUp(works);
}

function addUp(works: readonly TrialWork[]): TrialWork {
  return works.reduce((a, b) => ({ steps: a.steps + b.steps, flops: a.flops + b.flops }), {
    steps: 0,
    flops: 0,
  });
}
