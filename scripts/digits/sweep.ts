import type { Engine } from '../../src/engines/engine.ts';
import { createPacer } from '../../src/pace.ts';
import { countLongestStep } from '../../src/plan/cost/count-trial.ts';
import { price } from '../../src/plan/cost/counts.ts';
import { withLambdas } from '../../src/plan/grid/resolve-lambdas.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { Recipe } from '../../src/recipe/schema.ts';
import type { CurvePoint } from '../../src/training/curve.ts';
import type { Divergence } from '../../src/training/epochs.ts';
import { measureAccuracy } from '../../src/training/metrics.ts';
import { specifyNetwork } from '../../src/training/network.ts';
import { listRows } from '../../src/training/rows.ts';
import { trainLambda } from '../../src/training/trial.ts';
import { CLASSES, type Digits, PIXELS } from './mnist.ts';
import type { SweepOptions } from './options.ts';
import { prepareDigits } from './prepare.ts';
import { THREAD_BATCH_SIZE, THREAD_PENALTY, THREAD_SETTINGS } from './thread.ts';
import { watchPredictions } from './watch.ts';

/** What one lambda did. */
export interface LambdaCurve {
  readonly lambda: number;
  /** Accuracy is the share of validation rows whose digit scores highest. */
  readonly curve: readonly (CurvePoint & { readonly accuracy: number })[];
  readonly diverged: Divergence | null;
  /** Sum of |w| over all parameters, before and after. */
  readonly l1: readonly [number, number | null];
}

/** Called after each epoch of each lambda. */
export type OnEpoch = (lambda: number, epoch: number, accuracy: number) => void;

/**
 * The recipe of the thread, except for its rows.
 *
 * @throws AbsumError naming the field at fault
 */
export function writeRecipe({ epochs, lambdas, seed }: Omit<SweepOptions, 'rows' | 'normalise'>): Recipe {
  const asked = parseRecipe({
    data: { x: [], y: [] },
    split: { holdout: 0.5, repeats: 1, order: 'given' },
    standardize: { features: false, target: false },
    ...THREAD_SETTINGS,
    // The table has a line for each epoch.
    training: { epochs, batchSize: THREAD_BATCH_SIZE, batches: 'shuffled', evaluate: Math.max(2, epochs) },
    penalty: { lambdas, ...THREAD_PENALTY },
    seed,
  });
  return withLambdas(asked, lambdas);
}

/** Trains one network for each lambda, all from the same weights and on the same batches. */
export async function sweepLambdas(
  recipe: Recipe,
  engine: Engine,
  digits: { readonly training: Digits; readonly validation: Digits },
  normalise: SweepOptions['normalise'],
  onEpoch: OnEpoch,
): Promise<LambdaCurve[]> {
  const { dataset, pair } = prepareDigits(digits.training, digits.validation, normalise);
  const labels = Int32Array.from(digits.validation.labels);
  const trainingRows = digits.training.labels.length;
  const network = specifyNetwork(recipe, PIXELS, CLASSES);
  const shape = { network, batchSize: recipe.training.batchSize };
  const bytes = engine.measureBytes({ ...shape, trainingRows, heldRows: [labels.length] });
  const { costs } = engine;
  const step = countLongestStep({ network, recipe, costs, trainingRows, heldRows: labels.length, bytes });
  const pacer = createPacer(price(step, costs));
  const rows = await engine.openPair(listRows(pair), bytes);
  try {
    const curves: LambdaCurve[] = [];
    for (const lambda of recipe.penalty.lambdas) {
      const accuracies: number[] = [];
      const watched = watchPredictions(rows, listRows(pair), (set, outputs) => {
        if (set !== 'validation') return;
        const accuracy = measureAccuracy(labels, outputs).value ?? 0;
        accuracies.push(accuracy);
        if (accuracies.length <= recipe.training.epochs) onEpoch(lambda, accuracies.length, accuracy);
      });
      const trained = await trainLambda({ recipe, dataset, pacer }, pair, watched, lambda);
      curves.push({
        lambda,
        curve: trained.curve.map((point, i) => ({ ...point, accuracy: accuracies[i] })),
        diverged: trained.diverged,
        l1: [trained.l1Initial, trained.l1.value],
      });
    }
    return curves;
  } finally {
    rows.close();
  }
}
