import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { fused, tfjs } from '../host.ts';
import { smallRecipe } from './samples.ts';

describe('comparisons at once', () => {
  it('give the same with one engine each, and with one engine for all', async () => {
    const recipes = [1, 2, 3, 4].map((seed) =>
      smallRecipe({
        seed,
        network: { hidden: [seed, 5], dropout: 0.1 },
        training: { epochs: 40, batchSize: 1 },
      }),
    );
    const options = (i: number) => ({ engines: [i === 0 ? tfjs : fused] });
    const alone: string[] = [];
    for (const [i, recipe] of recipes.entries())
      alone.push(JSON.stringify(await compare(recipe, options(i))));
    const together = await Promise.all(recipes.map((recipe, i) => compare(recipe, options(i))));
    expect(together.map((report) => JSON.stringify(report))).toEqual(alone);
  });
});
