import { expect } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { LambdaReport } from '../../src/report/schema.ts';
import { engines } from '../host.ts';

/** Runs a recipe by both engines and returns each lambda's reports, fused and tfjs. */
export async function runBoth(recipe: RecipeInput): Promise<[LambdaReport, LambdaReport][]> {
  const [one, other] = await Promise.all(
    (['fused', 'tfjs'] as const).map((engine) => compare({ ...recipe, engine }, { engines })),
  );
  expect([one.engine, other.engine]).toEqual(['fused', 'tfjs']);
  return one.lambdas.map((lambda, i) => [lambda, other.lambdas[i]]);
}

/** The largest relative difference of the two loss curves at their last epoch. */
export function compareLast([{ curves: a }, { curves: b }]: [LambdaReport, LambdaReport]): number {
  const series = ['trainingDataLoss', 'validationDataLoss', 'objective', 'batchObjective'] as const;
  return Math.max(...series.map((name) => Math.abs((a[name].at(-1) ?? 0) / (b[name].at(-1) ?? 0) - 1)));
}
