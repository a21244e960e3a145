import type { Dataset } from '../data/dataset.ts';
import { cutLayers } from '../engines/layout.ts';
import { median } from '../math/mean.ts';
import { buildModel } from '../model/build-model.ts';
import type { Model } from '../model/model.ts';
import type { Pacer } from '../pace.ts';
import type { Plan } from '../plan/plan.ts';
import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { Report } from '../report/schema.ts';
import type { Divergence } from '../training/epochs.ts';
import { KEEP_PARAMETERS } from '../training/included.ts';
import { specifyNetwork } from '../training/network.ts';
import { type PreparedPair, preparePair } from '../training/rows.ts';
import { trainLambdas } from '../training/trial.ts';
import { sayLambda } from '../words/lambdas.ts';

/**
 * Identifies the random streams of the refit. The paths of pairs start with their repeat, which is always
 * below this number, so the refit has weights, batches and dropout masks of its own.
 */
const REFIT_PATH = [2 ** 32 - 1];

/** What a refit needs. */
export interface RefitRun {
  readonly recipe: Recipe;
  readonly plan: Plan;
  readonly pacer: Pacer;
  /**
   * Called with the lambda once it is trained, or if there is none: the plan counts the refit in any case.
   */
  readonly onTrial?: ((lambda: number | null) => void) | undefined;
}

/**
 * Trains the chosen lambda once more, on all rows: the one with the best mean, else the baseline. It takes
 * the recipe's epochs; with patience, which would keep rows aside, it takes the median of its pairs' best
 * epochs.
 *
 * @returns the report with the model, how it was trained, and its steps counted in the cost
 */
export async function addModel({ recipe, plan, pacer, onTrial }: RefitRun, report: Report): Promise<Report> {
  const lambda = report.choice.minimum ?? report.test.baseline;
  if (lambda === null) {
    onTrial?.(lambda);
    const sentence = `${describeNoChoice(report)}, and there is no baseline, so nothing was trained on all rows.`;
    return { ...report, refit: { lambda, epochs: null, diverged: null, sentence }, model: null };
  }
  const best = findMedianBestEpoch(report, lambda);
  const epochs = best ?? recipe.training.epochs;
  const schedule = { ...recipe, training: { ...recipe.training, epochs, patience: null } };
  const { dataset, engine, figures } = plan;
  const training = Int32Array.from({ length: dataset.rows }, (_, row) => row);
  const pair = preparePair(dataset, { path: REFIT_PATH, training, validation: new Int32Array() }, schedule);
  const run = { recipe: schedule, dataset, engine, bytes: figures.bytes, pacer, keeping: KEEP_PARAMETERS };
  const [{ diverged, steps, included }] = await trainLambdas(run, pair, [lambda], () => onTrial?.(lambda));
  return {
    ...report,
    cost: { ...report.cost, steps: report.cost.steps + steps },
    refit: {
      lambda,
      epochs,
      diverged,
      sentence: describeRefit(report, { lambda, epochs, best, diverged }),
    },
    model:
      diverged === null && included.parameters
        ? describeModel(recipe, dataset, pair, { lambda, epochs }, included.parameters)
        : null,
  };
}

function describeModel(
  recipe: Recipe,
  dataset: Dataset,
  { encoding, training }: PreparedPair,
  chosen: { readonly lambda: number; readonly epochs: number },
  parameters: Float32Array,
): Model {
  const { network, data } = recipe;
  const shape = specifyNetwork(recipe, encoding.columns.length, training.targets.columns);
  const layers = cutLayers(shape, parameters);
  return buildModel({ ...chosen, missing: data.missing, dataset, encoding, network, layers });
}

/**
 * The median over the pairs of one lambda; the mean of the middle two is rounded up. Null without patience.
 */
function findMedianBestEpoch({ lambdas }: Report, lambda: number): number | null {
  const { bestEpochs = [] } = lambdas.find((candidate) => candidate.lambda === lambda) ?? {};
  const found = bestEpochs.filter((epoch) => epoch !== null);
  return found.length === 0 ? null : Math.ceil(median(found));
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
      ? `${describeNoChoice(report)}, so the baseline, lambda = ${sayLambda(lambda)},`
      : `lambda = ${sayLambda(lambda)}, with the best mean validation ${label},`;
  const much = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  const from = best === null ? '' : ", the median of its pairs' best epochs";
  const sentence = `${why} was trained on all ${report.data.rows} rows for ${much}${from}`;
  if (diverged === null) return `${sentence}.`;
  return `${sentence}; it diverged at epoch ${diverged.epoch}, step ${diverged.step}, so there is no model.`;
}

function describeNoChoice({ test }: Report): string {
  return `No lambda >= 0 has a mean validation ${METRIC_KINDS[test.metric].label}`;
}
