import type { RecipeInput } from '../../src/recipe/schema.ts';
import { smallRecipe } from '../compare/samples.ts';

/** A group that one pair's training rows lack, a text column and missing values. */
const ROWS = Array.from({ length: 24 }, (_, i) => ({
  a: i % 5 === 0 ? null : i,
  color: i === 7 ? 'rare' : i % 2 === 0 ? 'red' : 'blue',
  person: `p${i % 6}`,
  y: (i * 7) % 11,
}));

/** Recipes that reach every kind of thing that an outcome may hold. */
export const RECIPES: Readonly<Record<string, RecipeInput>> = {
  plain: smallRecipe(),
  'one pair': smallRecipe({ split: { holdout: 0.25, repeats: 1 } }),
  'rows and trainings, and those of inner folds': smallRecipe({
    split: { folds: 5, repeats: 1 },
    penalty: { lambdas: [0, 0.05, 0.5] },
    compare: { nested: { folds: 2 } },
  }),
  'inner folds': smallRecipe({
    optimizer: { name: 'adam', learningRate: 0.2 },
    training: { epochs: 6, batchSize: 8 },
    compare: { nested: { folds: 3 } },
  }),
  'lambdas "auto"': smallRecipe({ penalty: { lambdas: 'auto', method: 'proximal', groups: 'features' } }),
  'a linear model': smallRecipe({ network: { hidden: [] }, standardize: { features: false, target: false } }),
  classes: {
    data: { dataset: 'cps-wages-1985', target: 'gender' },
    loss: 'cross-entropy',
    split: { folds: 3, repeats: 1 },
    network: { hidden: [6] },
    training: { epochs: 2 },
    include: ['predictions', 'weights'],
  },
  'predictions and weights': smallRecipe({
    split: { folds: 3, repeats: 2 },
    compare: { nested: { folds: 2 } },
    include: ['predictions', 'weights', 'model'],
  }),
  patience: smallRecipe({ training: { epochs: 8, batchSize: 8, patience: 1 }, split: { folds: 3 } }),
  'a divergence': smallRecipe({
    optimizer: { name: 'sgd', learningRate: 1e30 },
    compare: { nested: { folds: 2 } },
  }),
  'text, groups, missing values': smallRecipe({
    data: { rows: ROWS, target: 'y', missing: 'mean' },
    split: { folds: 3, repeats: 2, groups: 'person' },
  }),
  'marked rows': smallRecipe({
    data: { x: ROWS.map(({ y }) => [y, y * y]), y: ROWS.map(({ y }) => -y) },
    split: { holdout: 0.3, order: 'given', repeats: 3 },
  }),
  tfjs: smallRecipe({
    engine: 'tfjs',
    network: { hidden: [4], activation: 'elu', dropout: 0.2 },
    include: ['predictions', 'weights'],
  }),
};
