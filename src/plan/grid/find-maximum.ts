import type { Dataset } from '../../data/dataset.ts';
import type { Pair } from '../../data/split.ts';
import type { Engine } from '../../engines/engine.ts';
import { errorAt } from '../../errors.ts';
import type { Pacer } from '../../pace.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import { doInTurns } from '../../sliced.ts';
import { FEWEST_EVALUATED } from '../../training/evaluated-epochs.ts';
import { type NetworkRecipe, specifyTrial } from '../../training/network.ts';
import { listRows, type PreparedPair, preparingPair } from '../../training/rows.ts';
import { trainLambda } from '../../training/trial.ts';
import type { Grid } from '../schema.ts';
import { MOST_TRIALS, roundLambda } from './lambda-grid.ts';
import { computeLinearMaximum } from './linear-maximum.ts';

const HALVINGS = 4;
/** Bounds start this factor apart; four halvings of its logarithm leave a factor of 1.09. */
const STRIDE = 4;

/** What the search for the largest lambda needs. */
export interface Ground {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly pairs: readonly Pair[];
  readonly figures: { readonly engineBytes: number };
}

/**
 * The smallest lambda that zeroes every penalised parameter, on the first pair's training rows: exact with no
 * hidden layer, else within a tenth, by training with the proximal method.
 *
 * @throws AbsumError `invalid-data` if nothing zeroes them, or there is nothing to zero
 */
export async function findMaximum(
  asked: AskedRecipe,
  { engine, dataset, pairs, figures }: Ground,
  pacer: Pacer,
  onTrial: (lambda: number) => void,
): Promise<Grid & { steps: number }> {
  const { network, penalty, training } = asked;
  // With patience the weights of an earlier epoch would be restored.
  const recipe = {
    ...asked,
    training: { ...training, patience: null, evaluate: FEWEST_EVALUATED },
    penalty: { ...penalty, method: 'proximal' as const },
  };
  const pair = await doInTurns(preparingPair(dataset, takeTraining(pairs[0]), recipe), pacer);
  const linear = computeLinear(recipe, pair);
  if (!(linear > 0 && Number.isFinite(linear))) {
    const message =
      '"auto" finds no scale for lambda: in the first training part no feature says anything about the target';
    throw errorAt('invalid-data', 'penalty.lambdas', `${message}; list the lambdas`);
  }
  if (network.hidden.length === 0) return { maximum: linear, exact: true, trials: 0, steps: 0 };
  const rows = await engine.openPair(listRows(pair), figures.engineBytes);
  let steps = 0;
  try {
    const zeroes = async (lambda: number) => {
      const trial = await trainLambda({ recipe, dataset, pacer }, pair, rows, lambda);
      steps += trial.steps;
      onTrial(lambda);
      return trial.zeros.value === trial.penalised;
    };
    const found = await searchMaximum(zeroes, linear);
    return { ...found, exact: false, steps };
  } finally {
    rows.close();
  }
}

function takeTraining({ path, training }: Pair) {
  return { path, training, validation: new Int32Array() };
}

/** The exact maximum of the network without its hidden layers, as a lambda of the recipe. */
function computeLinear(recipe: NetworkRecipe, { training, encoding }: PreparedPair): number {
  // Any lambda will do except 0, which has no penalty and no groups.
  const spec = specifyTrial(recipe, 1, encoding.columns, training.targets.columns);
  const groups = spec.penalty?.groups ?? null;
  const coefficient = computeLinearMaximum(training, spec.loss, recipe.penalty.include === 'all', groups);
  return recipe.penalty.scale === 'mean' ? coefficient * spec.penalised : coefficient;
}

/**
 * Finds roughly where `zeroes` turns true: from `start`, strides by a factor of 4 give bounds on both sides,
 * then halvings close them in. Every lambda tried has three digits.
 *
 * @throws AbsumError `invalid-data` if it is not true anywhere up to 4^11 times `start`
 */
export async function searchMaximum(
  zeroes: (lambda: number) => Promise<boolean>,
  start: number,
): Promise<{ maximum: number; trials: number }> {
  let trials = 0;
  const tries = (lambda: number) => {
    trials++;
    return zeroes(lambda);
  };
  const strides = MOST_TRIALS - HALVINGS - 1;
  let high = roundLambda(start);
  let low = 0;
  if (await tries(high)) {
    for (let i = 0; i < strides && low === 0; i++) {
      const next = roundLambda(high / STRIDE);
      if (await tries(next)) high = next;
      else low = next;
    }
  } else {
    low = high;
    for (let i = 0; ; i++) {
      if (i === strides) {
        const message = `"auto" found no lambda up to ${low} that zeroes every weight within the epochs; list the lambdas`;
        throw errorAt('invalid-data', 'penalty.lambdas', message);
      }
      high = roundLambda(low * STRIDE);
      if (await tries(high)) break;
      low = high;
    }
  }
  for (let i = 0; i < HALVINGS && low > 0; i++) {
    const middle = roundLambda(Math.sqrt(low) * Math.sqrt(high));
    if (await tries(middle)) high = middle;
    else low = middle;
  }
  return { maximum: high, trials };
}
