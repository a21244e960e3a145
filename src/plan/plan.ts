import type { Dataset } from '../data/dataset.ts';
import { countInputs } from '../data/encode.ts';
import { countPairs, makingPairs, type Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import { checkLimits, type Limits } from '../recipe/limits.ts';
import { type LoadOptions, loadDataset } from '../recipe/load.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import { finish } from '../sliced.ts';
import { countIncluded } from '../training/included.ts';
import { countOutputs, specifyNetwork } from '../training/network.ts';
import { chooseEngine } from './choose-engine.ts';
import type { Ground } from './cost/count-pair.ts';
import { type Estimate, estimate, type Task } from './cost/estimate.ts';
import { countLambdas, countTrials, foreseePieces, listPieces, type Pieces } from './jobs.ts';
import type { PlanFigures } from './schema.ts';
import { countTrialWork } from './trial-work.ts';

/** What a comparison will do, known before any work is done. */
export interface Plan {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly pairs: readonly Pair[];
  readonly figures: PlanFigures;
  readonly estimate: Estimate;
}

/**
 * Reads the data, makes the splits and counts the work, refusing what exceeds the limits before it costs anything:
 * by what the recipe alone says, then by the size of the data, then by the splits.
 *
 * @throws AbsumError for data or a split that cannot be used, and `limit-exceeded`
 */
export async function planComparison(
  recipe: AskedRecipe,
  engines: readonly Engine[],
  limits: Limits,
  options: LoadOptions = {},
): Promise<Plan> {
  const { engine, arithmetic } = await settle(recipe, chooseEngine(recipe, engines));
  const counts = countTrials(recipe, countPairs(recipe.split));
  const trials = counts.grid + counts.search + counts.inner + counts.refit;
  checkLimits({ trials }, limits);
  const makeTask = (ground: Ground, pieces: Pieces): Task => ({
    recipe,
    engine,
    ground,
    network: specifyNetwork(recipe, ground.inputs, ground.outputs),
    pieces,
    lambdas: countLambdas(recipe),
  });
  // Loaded on demand: a page that starts with a built-in set has no use for it.
  const isBuiltIn = 'dataset' in recipe.data && recipe.data.dataset !== 'friedman1';
  const foreseen = isBuiltIn ? null : await (await import('./foresee.ts')).foreseeGround(recipe);
  if (foreseen !== null) await checkTask(makeTask(foreseen, foreseePieces(recipe, foreseen.rows)), limits);

  const loaded = await loadDataset(recipe, options);
  const ground = measureGround(recipe, loaded);
  // Loaded on demand: without texts, each column is one input.
  const advice =
    ground.texts === 0 ? '' : (await import('./widest-column.ts')).adviseOnWidest(loaded, ground.inputs);
  await checkTask(makeTask(ground, foreseePieces(recipe, loaded.rows)), limits, advice);

  const { complete = finish } = options;
  const dataset = await joinCopies(recipe.split, loaded, complete);
  const pairs = await complete(makingPairs(dataset, recipe.split, recipe.seed));
  const task = makeTask(ground, listPieces(recipe, dataset, pairs));
  const { network } = task;
  const included = countIncluded(recipe.include, pairs, network, task.lambdas);
  const estimated = await estimate(task);
  checkLimits({ included, ...estimated }, limits, advice);
  return {
    engine,
    dataset,
    pairs,
    figures: {
      engine: engine.name,
      arithmetic,
      rows: dataset.rows,
      inputs: ground.inputs,
      parameters: layoutParameters(network).parameterCount,
      pairs: pairs.length,
      trials,
      counts,
      ...countWork(task),
      bytes: estimated.bytes,
      engineBytes: estimated.engineBytes,
      seconds: estimated.seconds,
    },
    estimate: estimated,
  };
}

/** What trains, and in which arithmetic; whatever is not strict is loaded on demand. */
async function settle({ arithmetic: asked }: AskedRecipe, engine: Engine) {
  if (asked === 'strict')
    return { engine, arithmetic: { mode: asked, fusesProducts: false, reason: null } } as const;
  return (await import('./arithmetic.ts')).settleArithmetic(asked, engine);
}

/** Joins the rows that are to stay together; what does so is loaded on demand. */
async function joinCopies(
  { duplicates, groups }: AskedRecipe['split'],
  dataset: Dataset,
  complete: NonNullable<LoadOptions['complete']>,
): Promise<Dataset> {
  if (duplicates !== 'together') return dataset;
  const { joiningRows } = await import('../data/join-rows.ts');
  const marks = groups === undefined ? undefined : dataset.markers.get(groups);
  return { ...dataset, joined: await complete(joiningRows(dataset, marks)) };
}

/** Refuses a task by its size, before rows are split. */
async function checkTask(task: Task, limits: Limits, advice?: string): Promise<void> {
  const { recipe, ground } = task;
  const nested = recipe.compare.nested?.folds ?? 0;
  const cells = ground.rows * ground.inputs;
  const assignments = ground.rows * countPairs(recipe.split) * (1 + nested);
  checkLimits({ cells, assignments }, limits, advice);
  checkLimits(await estimate(task), limits, advice);
}

function measureGround({ data }: AskedRecipe, dataset: Dataset): Ground {
  const source = 'csv' in data ? 'csvCell' : 'dataset' in data ? 'generatedCell' : 'jsonCell';
  const features = dataset.features.length;
  return {
    rows: dataset.rows,
    inputs: countInputs(dataset),
    outputs: countOutputs(dataset.target),
    features,
    texts: dataset.features.filter(({ kind }) => kind === 'text').length,
    source,
    columns: features + 1 + dataset.markers.size + (data.ignore ?? []).length,
  };
}

/** Steps and operations of all trials, if none ends early. */
function countWork({ recipe, network, pieces }: Task): Pick<PlanFigures, 'steps' | 'flops'> {
  let steps = 0;
  let flops = 0;
  const once = { times: 1, jobs: [...pieces.search, ...pieces.refit] };
  for (const { times, jobs } of [once, ...pieces.pairs]) {
    for (const { trainingRows, heldRows, trials, evaluate } of jobs) {
      const work = countTrialWork(network, { ...recipe.training, evaluate }, trainingRows, heldRows);
      steps += times * trials * work.steps;
      flops += times * trials * work.flops;
    }
  }
  return { steps, flops };
}
