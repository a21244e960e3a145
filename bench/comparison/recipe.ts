import type { RecipeInput } from '../../src/entries/index.ts';

/** A thorough comparison: 100 networks. */
export const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 4 },
  network: { hidden: [64, 32] },
  optimizer: { name: 'adam', learningRate: 0.001 },
  training: { epochs: 100, batchSize: 32 },
  penalty: { lambdas: [-0.001, 0, 0.001, 0.01, 0.1] },
} satisfies RecipeInput;

/** The same with a tenth of the epochs, for a quick run. */
export const SHORT_RECIPE = { ...RECIPE, training: { ...RECIPE.training, epochs: 10 } };

export type ComparedRecipe = typeof RECIPE;

/** What follows `absum compare FILE`. */
export function writeOptions({ split, network, optimizer, training, penalty }: ComparedRecipe): string[] {
  return [
    '--target=y',
    `--folds=${split.folds}`,
    `--repeats=${split.repeats}`,
    `--hidden=${network.hidden.join(',')}`,
    `--epochs=${training.epochs}`,
    `--batch-size=${training.batchSize}`,
    `--learning-rate=${optimizer.learningRate}`,
    `--lambdas=${penalty.lambdas.join(',')}`,
  ];
}

export function nameRecipe({ split, network, training, penalty }: ComparedRecipe): string {
  return (
    `diabetes (442 x 10), ${penalty.lambdas.length} lambdas x ${split.repeats * split.folds} pairs, ` +
    `${network.hidden.join('-')}, batch ${training.batchSize}, ${training.epochs} epochs`
  );
}
