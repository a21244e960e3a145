import { cutLayers } from '../engines/layout.ts';
import { buildModel } from '../model/build-model.ts';
import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { Report } from '../report/schema.ts';
import { listRows, preparePair } from '../training/rows.ts';
import type { PairRun } from '../training/run-pair.ts';
import { trainOnPair } from '../training/train-on-pair.ts';
import type { Divergence } from '../training/trial.ts';

/**
 * Names the random streams of the refit. Those of pairs start with a repeat, which stays below the first number,
 * so that weights, batches and dropout masks are its own.
 */
const REFIT_PATH = [2 ** 32 - 1];

/** What the refit shares with the trials of the pairs, and the recipe with its data's rule for missing values. */
interface RefitRun extends Omit<PairRun, 'recipe'> {
  readonly recipe: Recipe;
}

/**
 * Trains the chosen lambda once more, on all rows: the one with the best mean, else the baseline. It takes the
 * recipe's epochs, or with patience, which would keep rows aside, the median of the epochs that its pairs found best.
 *
 * @returns the report with the model and how it came about, its steps counted in the cost
 */
export async function addModel({ recipe, plan, pacer, onTrial }: RefitRun, report: Report): Promise<Report> {
  const lambda = report.choice.minimum ?? report.test.baseline;
  if (lambda === null) {
    onTrial?.(lambda, null); // of the plan all the same
    const sentence = `${describeNoChoice(report)}, and there is no baseline: nothing was trained on all rows.`;
    return { ...report, refit: { lambda, epochs: null, diverged: null, sentence }, model: null };
  }
  const best = findMedianBestEpoch(report, lambda);
  const epochs = best ?? recipe.training.epochs;
  const schedule = { ...recipe, training: { ...recipe.training, epochs, patience: null } };
  const { dataset, engine, figures } = plan;
  const training = Int32Array.from({ length: dataset.rows }, (_, row) => row);
  const pair = preparePair(dataset, { path: REFIT_PATH, training, validation: new Int32Array() }, schedule);
  const rows = await engine.openPair(listRows(pair), figures.bytes);
  try {
    const trained = await trainOnPair({ recipe: schedule, dataset, pair, rows, pacer }, lambda);
    onTrial?.(lambda, null);
    const { diverged, steps, spec, parameters } = trained;
    const layers = cutLayers(spec.network, parameters);
    const { encoding } = pair;
    const { network, data } = recipe;
    const parts = { lambda, epochs, missing: data.missing, dataset, encoding, network, layers };
    return {
      ...report,
      cost: { ...report.cost, steps: report.cost.steps + steps },
      refit: {
        lambda,
        epochs,
        diverged,
        sentence: describeRefit(report, { lambda, epochs, best, diverged }),
      },
      model: diverged === null ? buildModel(parts) : null,
    };
  } finally {
    rows.close();
  }
}

/** The median over the pairs of one lambda, the mean of the middle two rounded up; null without patience. */
function findMedianBestEpoch({ lambdas }: Report, lambda: number): number | null {
  const { bestEpochs = [] } = lambdas.find((candidate) => candidate.lambda === lambda) ?? {};
  const sorted = bestEpochs.filter((epoch) => epoch !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return Math.ceil((sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2);
}

interface Refitted {
  readonly lambda: number;
  readonly epochs: number;
  readonly best: number | null;
  readonly diverged: Divergence | null;
}

function describeRefit(report: Report, { lambda, epochs, best, diverged }: Refitted): string {
  const { label } = METRIC_KINDS[report.test.metric];
  const why =
    report.choice.minimum === null
      ? `${describeNoChoice(report)}: the baseline, lambda = ${lambda},`
      : `lambda = ${lambda}, with the best mean validation ${label},`;
  const much = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  const from = best === null ? '' : ', the median of the best epochs of its pairs';
  const sentence = `${why} was trained on all ${report.data.rows} rows for ${much}${from}`;
  if (diverged === null) return `${sentence}.`;
  return `${sentence}; it diverged at epoch ${diverged.epoch}, step ${diverged.step}, and there is no model.`;
}

function describeNoChoice({ test }: Report): string {
  return `No lambda >= 0 has a mean validation ${METRIC_KINDS[test.metric].label}`;
}
