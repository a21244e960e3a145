import type { Dataset } from '../data/dataset.ts';
import { countUp } from '../data/gather.ts';
import { cutLayers } from '../engines/layout.ts';
import { buildModel } from '../model/build-model.ts';
import type { Model } from '../model/model.ts';
import type { Pacer } from '../pace.ts';
import type { Plan } from '../plan/plan.ts';
import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { Recipe } from '../recipe/schema.ts';
import { takeMedianEpoch } from '../report/median-epoch.ts';
import type { Report } from '../report/schema.ts';
import { doInTurns } from '../sliced.ts';
import type { Divergence } from '../training/epochs.ts';
import { FEWEST_EVALUATED } from '../training/evaluated-epochs.ts';
import { KEEP_PARAMETERS } from '../training/included.ts';
import { specifyNetwork } from '../training/network.ts';
import { type PreparedPair, preparingPair } from '../training/rows.ts';
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
 * Trains `choice.lambda` once more, on all rows. It takes the recipe's epochs; with patience, which would keep rows
 * aside, the median of its pairs' best epochs; with nested, what it judges: the median of the epochs that the inner
 * folds chose.
 *
 * @returns the report with the model, how it was trained, and its steps counted in the cost
 */
export async function addModel({ recipe, plan, pacer, onTrial }: RefitRun, report: Report): Promise<Report> {
  const { lambda } = report.choice;
  if (lambda === null) {
    onTrial?.(lambda);
    const { label } = METRIC_KINDS[report.test.metric];
    const sentence = `No lambda >= 0 has a mean validation ${label}, so nothing was trained on all rows.`;
    return { ...report, refit: { lambda, epochs: null, diverged: null, sentence }, model: null };
  }
  const stop = findStop(report, lambda, recipe.training.patience);
  const epochs = stop?.epochs ?? recipe.training.epochs;
  const schedule = {
    ...recipe,
    training: { ...recipe.training, epochs, patience: null, evaluate: FEWEST_EVALUATED },
  };
  const { dataset, engine, figures } = plan;
  const training = countUp(dataset.rows);
  const part = { path: REFIT_PATH, training, validation: new Int32Array() };
  const pair = await doInTurns(preparingPair(dataset, part, schedule), pacer);
  const run = {
    recipe: schedule,
    dataset,
    engine,
    bytes: figures.engineBytes,
    pacer,
    keeping: KEEP_PARAMETERS,
  };
  const [{ diverged, steps, included }] = await trainLambdas(run, pair, [lambda], () => onTrial?.(lambda));
  return {
    ...report,
    cost: { ...report.cost, steps: report.cost.steps + steps },
    refit: {
      lambda,
      epochs,
      diverged,
      sentence: describeRefit(report, { lambda, epochs, from: stop?.from ?? '', diverged }),
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
  return buildModel({ ...chosen, data, dataset, encoding, network, layers });
}

/** How many epochs a refit takes, and where the number comes from. */
interface Stop {
  readonly epochs: number;
  readonly from: string;
}

/** The epochs that the pairs of a lambda stopped at; null if all ran to the end. */
function findStop({ lambdas, nested, test }: Report, lambda: number, patience: number | null): Stop | null {
  const chosen = nested?.choices.flatMap((choice) => (choice.lambda === lambda ? choice.epochs : [])) ?? [];
  const inner = (lambda === test.baseline && nested?.baseline?.epochs) || chosen;
  const byInner = takeMedianEpoch(inner);
  if (byInner !== null) return { epochs: byInner, from: ', the median of what the inner folds chose' };
  if (patience === null) return null;
  const { bestEpochs = [] } = lambdas.find((candidate) => candidate.lambda === lambda) ?? {};
  const restored = takeMedianEpoch(bestEpochs);
  return restored === null ? null : { epochs: restored, from: ", the median of its pairs' best epochs" };
}

interface Refitted {
  readonly lambda: number;
  readonly epochs: number;
  readonly from: string;
  readonly diverged: Divergence | null;
}

function describeRefit(report: Report, { lambda, epochs, from, diverged }: Refitted): string {
  const much = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  const why = explainChoice(report, lambda);
  const sentence = `lambda = ${sayLambda(lambda)}, ${why}, was trained on all ${report.data.rows} rows for ${much}${from}`;
  if (diverged === null) return `${sentence}.`;
  return `${sentence}; it diverged at epoch ${diverged.epoch}, step ${diverged.step}, so there is no model.`;
}

function explainChoice({ nested, test }: Report, lambda: number): string {
  if (lambda === test.baseline) return 'the baseline, since nothing is judged better';
  if (nested?.comparison?.verdict === 'better') return 'which the inner folds chose most often';
  if (test.baseline === null || test.baseline < 0)
    return `with the best mean validation ${METRIC_KINDS[test.metric].label}`;
  return 'the best of those judged better than the baseline';
}
