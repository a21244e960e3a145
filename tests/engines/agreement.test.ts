import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { engines } from '../host.ts';
import { compareLast, runBoth } from './compare-both.ts';

// Each engine is the other's check: same streams, other code and another order of rounding.

const WAGES: RecipeInput = {
  data: { dataset: 'cps-wages-1985', target: 'wage' },
  split: { holdout: 0.2 },
  network: { hidden: [9, 5], dropout: 0.2 },
  training: { epochs: 1 },
  penalty: { lambdas: [0, 0.01] },
};

const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid'] as const;
const OPTIMIZERS = ['sgd', 'momentum', 'adam'] as const;
const METHODS = ['subgradient', 'proximal'] as const;
const LOSSES = ['mse', 'mae', 'huber', 'cross-entropy'] as const;

const MENU = ACTIVATIONS.flatMap((activation, a) =>
  OPTIMIZERS.flatMap((optimizer, o) =>
    METHODS.flatMap((method) =>
      (['sum', 'mean'] as const).map((scale) => {
        const loss = LOSSES[(a + o) % 4];
        return { activation, optimizer, method, scale, loss };
      }),
    ),
  ),
);

describe('the engines agree', () => {
  it.each(MENU)('after an epoch: $activation, $optimizer, $method, $scale, $loss', async (choice) => {
    const { activation, optimizer, method, scale, loss } = choice;
    const pairs = await runBoth({
      ...WAGES,
      data: { dataset: 'cps-wages-1985', target: loss === 'cross-entropy' ? 'sector' : 'wage' },
      network: { ...WAGES.network, activation },
      optimizer: { name: optimizer, learningRate: 0.01 },
      loss,
      penalty: { method, scale, lambdas: [0, scale === 'sum' ? 0.01 : 1] },
    });
    for (const pair of pairs) {
      expect(compareLast(pair)).toBeLessThan(1e-5);
      expect(pair[0].weights.zeros).toEqual(pair[1].weights.zeros);
    }
  });
});

describe('the engines agree on the largest lambdas', () => {
  const SMALL: RecipeInput = {
    data: { dataset: 'friedman1', rows: 30 },
    split: { folds: 2, repeats: 1 },
    network: { hidden: [4] },
    training: { epochs: 3 },
  };

  it.each(OPTIMIZERS.flatMap((name) => METHODS.map((method) => ({ name, method }))))(
    'of 1e15: $name, $method',
    async ({ name, method }) => {
      const lambdas = method === 'subgradient' ? [-1e15, 1e15] : [1e15];
      const pairs = await runBoth({ ...SMALL, optimizer: { name }, penalty: { method, lambdas } });
      for (const [one, other] of pairs) {
        expect(one.diverged).toEqual(other.diverged);
        const [a, b] = [one, other].map(({ weights }) => weights.l1.values);
        a.forEach((l1, i) => {
          if (l1 === null || l1 === 0) expect(b[i]).toBe(l1);
          else expect(Math.abs((b[i] ?? 0) / l1 - 1)).toBeLessThan(1e-5);
        });
      }
    },
  );

  it.each(['fused', 'tfjs'] as const)(
    'and 1e30, whose square is infinite, is refused: %s',
    async (engine) => {
      const recipe: RecipeInput = { ...SMALL, engine, penalty: { lambdas: [0, 1e30] } };
      await expect(compare(recipe, { engines })).rejects.toThrow(
        'penalty.lambdas[1]: expected at most 1000000000000000, got 1e+30',
      );
    },
  );
});

describe('auto', () => {
  it.each([
    ['fused', {}],
    ['tfjs', { network: { activation: 'elu' } }],
    ['tfjs', { optimizer: { name: 'rmsprop' } }],
  ] as [string, Partial<RecipeInput>][])('takes %s for %j', async (name, given) => {
    const { engine } = await compare({ ...WAGES, ...given }, { engines });
    expect(engine).toBe(name);
  });

  it('is refused where no engine at hand can, and a named engine where it cannot, with the reason', async () => {
    const elu: RecipeInput = { ...WAGES, network: { activation: 'elu' } };
    await expect(compare(elu, { engines: [engines[0]] })).rejects.toThrow('has no activation "elu"');
    await expect(compare({ ...elu, engine: 'fused' }, { engines })).rejects.toThrow(
      'has no activation "elu"',
    );
    await expect(compare({ ...WAGES, engine: 'tfjs' }, { engines: [engines[0]] })).rejects.toThrow(
      'there is no engine "tfjs" here (at hand: fused)',
    );
  });
});
