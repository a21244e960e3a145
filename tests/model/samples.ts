import { compare } from '../../src/compare/compare.ts';
import { AbsumError } from '../../src/errors.ts';
import type { Model } from '../../src/model/model.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** The model that a small comparison gives, through JSON, as users of the model have it. */
export async function trainModel(given: Partial<RecipeInput> = {}, at = engines): Promise<Model> {
  const { model, refit } = await compare(smallRecipe({ include: ['model'], ...given }), { engines: at });
  if (!model) throw new Error(`there is no model: ${refit?.sentence}`);
  return JSON.parse(JSON.stringify(model));
}

/** A model of one number, one text and two hidden units, whose predictions can be computed by hand. */
export function makeModel(given: Partial<Model> = {}): Model {
  return {
    format: 'absum-model',
    version: 1,
    lambda: 0.01,
    epochs: 10,
    task: 'regression',
    target: 'price',
    targetMean: 100,
    targetScale: 10,
    missing: 'refuse',
    features: [
      { name: 'size', kind: 'number', fill: 5, columns: [{ category: null, mean: 4, scale: 2 }] },
      {
        name: 'colour',
        kind: 'text',
        fill: 0,
        columns: [
          { category: 'blue', mean: 0.5, scale: 0.5 },
          { category: 'red', mean: 0.25, scale: 0.5 },
        ],
      },
    ],
    network: { hidden: [2], activation: 'relu' },
    layers: [
      { inputs: 3, outputs: 2, weights: [1, -1, 0.5, 0, 0, 2], biases: [0, 0.5] },
      { inputs: 2, outputs: 1, weights: [2, 1], biases: [-1] },
    ],
    ...given,
  };
}

/** What a call is refused with: code, place and message of its only issue. */
export function refusalOf(call: () => unknown): { code: string; place: string; message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof AbsumError && error.issues.length === 1)
      return { code: error.code, ...error.issues[0] };
    throw error;
  }
  throw new Error('expected a refusal');
}
