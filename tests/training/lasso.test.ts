import { describe, expect, it } from 'vitest';
import reference from '../../fixtures/lasso-diabetes.json' with { type: 'json' };
import { train } from '../../src/compare/train.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { RecipeInput } from '../../src/entries/index.ts';
import { assertClose } from '../assert-close.ts';
import { readDiabetes } from '../compare/diabetes.ts';
import { trains } from '../engines/train-both.ts';
import { engines } from '../host.ts';

type OptimizerInput = NonNullable<RecipeInput['optimizer']>;

/** Trains the Lasso on all rows: mse + 2 alpha sum |w| has the minimiser of (1/2n) |y - Xw|^2 + alpha sum |w|. */
async function trainLasso(engine: Engine, alpha: number, optimizer: OptimizerInput, epochs: number) {
  const trained = await train(
    {
      data: { dataset: 'diabetes' },
      standardize: { features: true, target: false },
      network: { hidden: [] },
      optimizer,
      training: { epochs, batchSize: 442 },
      penalty: { lambda: 2 * alpha, method: 'proximal' },
    },
    { engines: [engine] },
  );
  const [{ weights, biases }] = trained.layers;
  return { coefficients: [...weights], intercept: biases[0], trained };
}

function referenceAt(alpha: number): number[] {
  const solution = reference.solutions.find((candidate) => candidate.alpha === alpha);
  if (solution === undefined) throw new Error(`no reference at alpha ${alpha}`);
  return solution.coefficients;
}

const isZero = (value: number) => value === 0;

/** Tolerance of the requirement; runs end within 2e-5 of the reference, which has six decimals. */
const BOUND = 1e-2;
const SGD: OptimizerInput = { name: 'sgd', learningRate: 0.1 };

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'the Lasso by the proximal method of %s',
  (_, engine) => {
    it.each([1, 5, 10, 20, 45, 46])('reaches the Lasso reference with sgd at alpha %i', async (alpha) => {
      const { coefficients, trained } = await trainLasso(engine, alpha, SGD, 400);
      const expected = referenceAt(alpha);
      assertClose(coefficients, expected, BOUND);
      expect(coefficients.map(isZero)).toEqual(expected.map(isZero));
      expect(trained.weights.zeros).toBe(expected.filter(isZero).length);
    });

    const others: [OptimizerInput, number][] = [
      [{ name: 'momentum', learningRate: 0.02 }, 500],
      [{ name: 'rmsprop', learningRate: 1 }, 800],
      [{ name: 'adam', learningRate: 1 }, 800],
    ];
    const menu = others.filter(([{ name }]) => trains(engine, { optimizer: name }));

    it.each(menu)('reaches the Lasso reference with %o', async (optimizer, epochs) => {
      const { coefficients } = await trainLasso(engine, 10, optimizer, epochs);
      assertClose(coefficients, referenceAt(10), BOUND);
      expect(coefficients.map(isZero)).toEqual(referenceAt(10).map(isZero));
    });

    it('satisfies the conditions of Karush, Kuhn and Tucker', async () => {
      const lambda = 20;
      const { coefficients, intercept } = await trainLasso(engine, lambda / 2, SGD, 400);
      const { x, y } = readDiabetes();
      const residuals = x.map(
        (row, r) => row.reduce((sum, v, c) => sum + v * coefficients[c], intercept) - y[r],
      );
      const slopes = coefficients.map(
        (_, c) => (2 / x.length) * residuals.reduce((sum, residual, r) => sum + residual * x[r][c], 0),
      );
      // A weight is off by at most 1e-5 (see BOUND), and the Hessian's rows sum to at most 20: slopes by 2e-4.
      // The engine's own sums over 442 residuals of size 150 add 442 * 2^-24 * 150 at the very worst.
      const bound = 5e-3;
      coefficients.forEach((w, c) => {
        if (w === 0) expect(Math.abs(slopes[c])).toBeLessThanOrEqual(lambda + bound);
        else assertClose(slopes[c], -lambda * Math.sign(w), bound);
      });
      assertClose(residuals.reduce((sum, residual) => sum + residual, 0) / x.length, 0, bound);
    });

    it('gives the loss of the reference in target units', async () => {
      const { trained } = await trainLasso(engine, 10, SGD, 400);
      const mse = trained.metrics.mse.value ?? Number.NaN;
      assertClose(mse, 3209.9239, 1e-3); // the reference gives four decimals
    });
  },
);
