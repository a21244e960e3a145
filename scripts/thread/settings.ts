import forumLoop from '../../fixtures/forum-loop.json' with { type: 'json' };
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { ThreadOptions } from './options.ts';

/** The forum user's loop as it was: one run, batches that overlap, the penalty over the weight count, subtracted. */
export const FORUM_LOOP = forumLoop as RecipeInput;

export const LAMBDAS = [-0.01, -0.001, 0, 0.001, 0.01];

/**
 * An epoch of overlapping batches takes 29 times the steps of one that sees each row once; these numbers of
 * epochs take equally many steps.
 */
const EPOCHS = { overlapping: 10, shuffled: 290 };

/** The loop's network, judged properly: by MAE, which the user watched, over 4 x 5 folds. */
export function writeRecipe(
  dataset: ThreadOptions['datasets'][number],
  scale: ThreadOptions['scales'][number],
  batches: ThreadOptions['batches'][number],
  seed: number,
): RecipeInput {
  return {
    ...FORUM_LOOP,
    data: { dataset },
    split: { folds: 5, repeats: 4 },
    training: { epochs: EPOCHS[batches], batchSize: 32, batches },
    penalty: { ...FORUM_LOOP.penalty, lambdas: LAMBDAS, scale },
    compare: { metric: 'mae' },
    seed,
  };
}

/** One split, for which the other streams are drawn `draws` times. */
export function writeLuckRecipe(draws: number): RecipeInput {
  return {
    ...FORUM_LOOP,
    split: { holdout: 0.2, repeats: draws, fixed: true },
    training: { epochs: EPOCHS.overlapping, batchSize: 32, batches: 'overlapping' },
    penalty: { ...FORUM_LOOP.penalty, lambdas: [-0.01, 0, 0.01] },
    compare: { metric: 'mae' },
  };
}
