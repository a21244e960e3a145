import type { Engine } from '../../src/engines/engine.ts';
import { type Estimate, spanInterval, testPairs } from '../../src/math/paired-test.ts';
import { openStream } from '../../src/random/random.ts';
import type { MetricName } from '../../src/recipe/metrics.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { AskedRecipe } from '../../src/recipe/schema.ts';
import { contrast, pairUp, type Setting, type Tried } from '../../src/report/verdict/contrast.ts';
import { LEVEL } from '../../src/report/verdict/test-design.ts';
import type { Cell } from './cells.ts';
import { drawRows } from './populations.ts';
import type { Judged, SetResult } from './rates.ts';
import { trainSet } from './train-set.ts';

/** Inner folds of the cells that judge a choice. */
const INNER_FOLDS = 2;

/**
 * Draws a data set of a cell, trains all that the cell compares and judges it against 0.
 *
 * @returns for each metric of the cell: its lambdas, then 0 itself with other streams
 */
export async function runSet(cell: Cell, seed: number, engine: Engine): Promise<SetResult> {
  const { setting, list } = await trainSet(writeRecipe(cell, seed), cell, engine);
  return cell.metrics.map((metric) => {
    const [base, ...contenders] = list(metric);
    return contenders.map((contender) => judge(contender, base, metric, setting));
  });
}

/** What a recipe takes from a cell. */
type RecipeCell = Pick<
  Cell,
  'population' | 'scale' | 'rows' | 'lambdas' | 'method' | 'metrics' | 'epochs' | 'patience' | 'judged'
> & { readonly split: Cell['split'] & { readonly fixed?: boolean } };

/** The comparison that a cell makes of one data set. Nothing is left to defaults, which may change. */
export function writeRecipe(cell: RecipeCell, seed: number): AskedRecipe {
  const rows = drawRows(cell.population, cell.rows, cell.scale, openStream(seed, 'generator'));
  return parseRecipe({
    data: { rows, target: 'y' },
    split: {
      order: 'shuffled',
      fixed: false,
      ...cell.split,
      ...(cell.population === 'groups' && { groups: 'group' }),
    },
    standardize: { features: true, target: true },
    network: { hidden: [16], activation: 'relu', dropout: 0, initialization: 'he' },
    loss: cell.population === 'classes' ? 'cross-entropy' : 'mse',
    optimizer: { name: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    training: {
      epochs: cell.epochs ?? 30,
      batchSize: 32,
      batches: 'shuffled',
      patience: cell.patience ?? null,
    },
    penalty: {
      lambdas: [0, ...cell.lambdas],
      method: cell.method,
      scale: 'sum',
      include: 'weights',
      groups: null,
    },
    compare: {
      metric: cell.metrics[0],
      baseline: 0,
      equivalence: 0.01,
      nested: cell.judged === 'nested' ? { folds: INNER_FOLDS } : null,
    },
    seed,
  });
}

/** Asks each test; null if there is no estimate. */
function judge(candidate: Tried, base: Tried, metric: MetricName, setting: Setting): Judged | null {
  const ours = contrast(candidate, base, metric, setting);
  const paired = pairUp(candidate, base, metric);
  if (ours === null || paired === null) return null;
  const { clusters, testOverTrain } = setting.design;
  // Without the share of training rows, endless repeats would leave the variance of the rows as it is.
  const byRows = contrast(candidate, base, metric, {
    ...setting,
    design: { ...setting.design, testOverTrain: 0 },
  });
  const rowsError = byRows?.basis === 'rows and trainings' ? byRows.leastError : null;
  return {
    mean: ours.mean,
    tests: {
      naive: span(testPairs(paired.differences, 0)),
      corrected: span(testPairs(paired.differences, testOverTrain)),
      ...(rowsError !== null && {
        'rows alone': span({ mean: ours.mean, standardError: rowsError, df: clusters.count - 1 }),
      }),
      ours: span(ours),
    },
  };
}

function span(estimate: Pick<Estimate, 'mean' | 'standardError' | 'df'>): Judged['tests']['ours'] {
  return {
    standardError: estimate.standardError,
    interval: spanInterval({ ...estimate, t: null, p: null }, 1 - LEVEL),
  };
}
