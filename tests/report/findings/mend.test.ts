import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import type { AskedRecipe, RecipeInput } from '../../../src/recipe/schema.ts';
import {
  flipLambdas,
  lowerRate,
  takeLambdas,
  takeProximal,
  takeSmaller,
} from '../../../src/report/findings/mend.ts';

const ask = (given: Partial<RecipeInput>): AskedRecipe =>
  parseRecipe({ data: { dataset: 'diabetes' }, ...given });

describe('what mends a recipe', () => {
  it.each([
    [
      { name: 'sgd', learningRate: 1e6 },
      { name: 'sgd', learningRate: 0.01 },
    ],
    [
      { name: 'adam', learningRate: 0.0007 },
      { name: 'adam', learningRate: 0.00007 },
    ],
    [
      { name: 'momentum', learningRate: 0.005, momentum: 0.8 },
      { name: 'momentum', learningRate: 0.0005, momentum: 0.8 },
    ],
  ] as const)('lowers the rate of %j and keeps what is unusual', (optimizer, expected) => {
    expect(lowerRate(ask({ optimizer }))).toEqual({ optimizer: expected });
  });

  it('names the method beside lambdas that take the place of "auto"', () => {
    const auto = ask({ penalty: { lambdas: 'auto', method: 'proximal' } });
    expect(takeLambdas(auto, [0, 1])).toEqual({ penalty: { lambdas: [0, 1], method: 'proximal' } });
    expect(takeLambdas(ask({ penalty: { lambdas: [0, 2] } }), [0, 1])).toEqual({
      penalty: { lambdas: [0, 1] },
    });
  });

  it('turns the sign of lambdas, and of the baseline', () => {
    const recipe = ask({ penalty: { lambdas: [-0.1, 0, 0.1] }, compare: { baseline: -0.1 } });
    expect(flipLambdas(recipe)).toEqual({ penalty: { lambdas: [0, 0.1] }, compare: { baseline: 0.1 } });
  });

  it('takes no negative lambda to the proximal method, and never drops the baseline', () => {
    const negative = { lambdas: [-0.1, 0, 0.1] };
    expect(takeProximal(ask({ penalty: negative }))).toEqual({
      penalty: { method: 'proximal', lambdas: [0, 0.1] },
    });
    expect(takeProximal(ask({ penalty: negative, compare: { baseline: -0.1 } }))).toBeNull();
    expect(takeProximal(ask({ penalty: { lambdas: [-1] } }))).toBeNull();
    expect(takeProximal(ask({ penalty: { lambdas: [0, 1] } }))).toEqual({ penalty: { method: 'proximal' } });
  });

  it('leaves out what is too large, or takes a hundredth of it', () => {
    const recipe = ask({ penalty: { lambdas: [0, 0.1, 5] } });
    expect(takeSmaller(recipe, [0, 0.1, 5], [5])).toEqual({ penalty: { lambdas: [0, 0.1] } });
    expect(takeSmaller(recipe, [0, 0.1, 5], [0.1, 5])).toEqual({ penalty: { lambdas: [0, 0.001] } });
    const based = ask({ penalty: { lambdas: [0.1, 5] }, compare: { baseline: 5 } });
    expect(takeSmaller(based, [0.1, 5], [5])).toBeNull();
  });
});
