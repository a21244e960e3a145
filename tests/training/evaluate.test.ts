import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { LambdaReport, Report } from '../../src/report/schema.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

const training = { epochs: 11, batchSize: 8 };
const WILD: Partial<RecipeInput> = {
  optimizer: { name: 'sgd', learningRate: 3 },
  penalty: { lambdas: [0, -1, 0.01] },
};

const RECIPES: Readonly<Record<string, Partial<RecipeInput>>> = {
  plain: {},
  dropout: { network: { hidden: [6], dropout: 0.3 } },
  patience: { training: { ...training, patience: 2 }, optimizer: { name: 'adam', learningRate: 0.1 } },
  'a single pair with patience': {
    training: { ...training, patience: 2 },
    optimizer: { name: 'adam', learningRate: 0.1 },
    split: { holdout: 0.3, repeats: 1 },
  },
  'nested and a model': { compare: { nested: { folds: 2 } }, include: ['model', 'predictions', 'losses'] },
  'lambdas "auto"': { penalty: { lambdas: 'auto' } },
  divergence: WILD,
  'divergence with patience': { ...WILD, training: { ...training, patience: 3 } },
};

/** The curves with the training rows only at some epochs. */
function thin({ curves }: LambdaReport, epochs: readonly number[]): LambdaReport['curves'] {
  const pick = (values: readonly number[]) => epochs.map((epoch) => values[curves.epoch.indexOf(epoch)]);
  return {
    ...curves,
    evaluatedEpoch: [...epochs],
    trainingDataLoss: pick(curves.trainingDataLoss),
    objective: pick(curves.objective),
  };
}

/** Compares with the training rows evaluated after at most so many epochs. */
function evaluate(given: Partial<RecipeInput>, most: number, engine = engines[0]): Promise<Report> {
  const recipe = smallRecipe({ training, split: { folds: 2, repeats: 1 }, ...given });
  return compare({ ...recipe, training: { ...recipe.training, evaluate: most } }, { engines: [engine] });
}

/** The other engine differs only in what it trains with, and takes longer. */
const CASES = engines.flatMap((engine) =>
  Object.entries(RECIPES)
    .filter(([name]) => engine === engines[0] || ['patience', 'divergence'].includes(name))
    .map(([name, given]) => ({ name, given, engine, by: engine.name })),
);

describe('training rows evaluated after few epochs', () => {
  it.each(CASES)('change nothing else of a report: $name, $by', async ({ name, given, engine }) => {
    const [every, few] = [await evaluate(given, 11, engine), await evaluate(given, 4, engine)];
    const { flops } = few.cost;
    expect(flops).toBeLessThan(every.cost.flops);
    expect(few).toEqual({
      ...every,
      recipe: { ...every.recipe, training: { ...(every.recipe.training as object), evaluate: 4 } },
      lambdas: every.lambdas.map((row, i) => ({
        ...row,
        curves: thin(row, few.lambdas[i].curves.evaluatedEpoch),
      })),
      cost: { ...every.cost, flops },
    });
    for (const { curves } of every.lambdas) expect(curves.evaluatedEpoch).toEqual(curves.epoch);
    const diverges = every.lambdas.some(({ diverged }) => diverged.length > 0);
    expect(diverges).toBe(name.startsWith('divergence'));
  });
});

describe('the epochs after which training rows are evaluated', () => {
  it('are spread over the run, the first and the last among them', async () => {
    const { lambdas } = await evaluate({}, 6);
    for (const { curves } of lambdas) expect(curves.evaluatedEpoch).toEqual([1, 3, 5, 7, 9, 11]);
  });

  it('have the last one that any pair reached, though patience ended it', async () => {
    const { lambdas } = await evaluate(RECIPES.patience, 2);
    const last = lambdas.map(({ curves }) => curves.epoch.at(-1) ?? 0);
    expect(Math.min(...last)).toBeLessThan(11);
    lambdas.forEach(({ curves }, i) => {
      expect([curves.evaluatedEpoch[0], curves.evaluatedEpoch.at(-1)]).toEqual([1, last[i]]);
    });
  });

  it('have the one that patience restores, as the metrics have, where there is a single pair', async () => {
    const { lambdas } = await evaluate(RECIPES['a single pair with patience'], 2);
    for (const { curves, training: metrics, bestEpochs } of lambdas) {
      const best = curves.evaluatedEpoch.indexOf(bestEpochs?.[0] ?? 0);
      expect(curves.trainingDataLoss[best]).toBe(metrics.dataLoss.mean);
      expect(curves.objective[best]).toBe(metrics.objective.mean);
    }
  });

  it('are all that an engine predicts training rows after', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await evaluate({}, 4, recorder);
    for (const { predicted } of recording.trials) {
      expect(predicted.filter((set) => set === 'training')).toHaveLength(4);
      expect(predicted.filter((set) => set === 'validation')).toHaveLength(11);
    }
  });
});
