import type { Engine } from '../../src/engines/engine.ts';
import { spanInterval, testPairs } from '../../src/math/paired-test.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { openStream } from '../../src/random/random.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import type { MetricName } from '../../src/recipe/metrics.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { AskedRecipe } from '../../src/recipe/schema.ts';
import { summarizeValidation } from '../../src/report/summarize.ts';
import { contrast, pairUp, type Setting, type Tried } from '../../src/report/verdict/contrast.ts';
import { designTest, LEVEL } from '../../src/report/verdict/test-design.ts';
import { KEEP_NOTHING } from '../../src/training/included.ts';
import { chooseLoss } from '../../src/training/network.ts';
import { preparePair } from '../../src/training/rows.ts';
import { type Trial, trainLambdas } from '../../src/training/trial.ts';
import type { Cell } from './cells.ts';
import { drawRows } from './populations.ts';
import type { Judged, SetResult } from './rates.ts';

/** Ends the path of a pair whose weights and batches are drawn anew; no pair of a split has so long a path. */
const OTHER_STREAMS = 900;
/** Nobody else waits for this thread. */
const NO_PAUSES = { stepsAtOnce: Number.MAX_SAFE_INTEGER, pause: async () => {} };

/**
 * Draws a data set of a cell, trains every lambda on it and judges each against 0.
 *
 * @returns for each metric of the cell: its lambdas, then 0 itself with other streams
 */
export async function runSet(cell: Cell, seed: number, engine: Engine): Promise<SetResult> {
  const recipe = writeRecipe(cell, seed);
  const { dataset, pairs, figures } = await planComparison(recipe, [engine], DEFAULT_LIMITS);
  const run = {
    recipe,
    dataset,
    engine,
    bytes: figures.bytes,
    pacer: NO_PAUSES,
    keeping: { ...KEEP_NOTHING, outputs: true },
  };
  const scalings: { targetMean: number; targetScale: number }[] = [];
  const trained: Trial[][] = [];
  for (const pair of pairs) {
    const prepared = preparePair(dataset, pair, recipe);
    const others = { ...prepared, path: [...pair.path, OTHER_STREAMS] };
    scalings.push(prepared.encoding);
    trained.push([
      ...(await trainLambdas(run, prepared, [0, ...cell.lambdas])),
      ...(await trainLambdas(run, others, [0])),
    ]);
  }
  const design = designTest(recipe.split, pairs, dataset);
  const setting = { target: dataset.target, loss: chooseLoss(recipe), pairs, scalings, design };
  const [base, ...candidates] = trained[0].map((_, i): Tried => {
    const trials = trained.map((each) => each[i]);
    return {
      validation: summarizeValidation(
        trials.map(({ validation }) => validation),
        design.measureError,
      ),
      outputs: trials.map(({ included }) => included.outputs),
    };
  });
  return cell.metrics.map((metric) => candidates.map((candidate) => judge(candidate, base, metric, setting)));
}

/** The comparison that a cell makes of one data set. */
export function writeRecipe(cell: Cell, seed: number): AskedRecipe {
  const rows = drawRows(cell.population, cell.rows, cell.scale, openStream(seed, 'generator'));
  return parseRecipe({
    data: { rows, target: 'y' },
    split: { ...cell.split, ...(cell.population === 'groups' && { groups: 'group' }) },
    network: { hidden: [16] },
    ...(cell.population === 'classes' && { loss: 'cross-entropy' }),
    optimizer: { name: 'adam', learningRate: 0.02 },
    training: { epochs: 30, batchSize: 32 },
    penalty: { lambdas: [0, ...cell.lambdas], method: cell.method },
    seed,
  });
}

/** Asks each test; null if there is no test by rows. */
function judge(candidate: Tried, base: Tried, metric: MetricName, setting: Setting): Judged | null {
  const ours = contrast(candidate, base, metric, setting);
  // Without the share of training rows, endless repeats would leave the variance of the rows as it is.
  const byRows = contrast(candidate, base, metric, {
    ...setting,
    design: { ...setting.design, testOverTrain: 0 },
  });
  const paired = pairUp(candidate, base, metric);
  if (ours?.basis !== 'rows and trainings' || !byRows || byRows.leastError === null || !paired) return null;
  const { clusters, testOverTrain } = setting.design;
  const span = (estimate: { mean: number; standardError: number; df: number }) => ({
    standardError: estimate.standardError,
    interval: spanInterval({ ...estimate, t: null, p: null }, 1 - LEVEL),
  });
  return {
    mean: ours.mean,
    tests: {
      naive: span(testPairs(paired.differences, 0)),
      corrected: span(testPairs(paired.differences, testOverTrain)),
      'rows alone': span({ mean: ours.mean, standardError: byRows.leastError, df: clusters.count - 1 }),
      ours: span(ours),
    },
  };
}
