import { describe, expect, it } from 'vitest';
import { train } from '../../src/compare/train.ts';
import { assertClose } from '../assert-close.ts';
import { engines } from '../host.ts';
import { regressionMetrics } from '../oracles/metrics.ts';
import { predict } from '../oracles/network.ts';
import { readDiabetes } from './diabetes.ts';

const recipe = {
  data: { dataset: 'diabetes' },
  standardize: { features: true, target: false },
  network: { hidden: [3], activation: 'sigmoid' },
  training: { epochs: 2 },
} as const;

describe('train', () => {
  it('returns the weights and the encoding by which anyone can predict', async () => {
    const { layers, metrics, encoding } = await train(
      { ...recipe, standardize: { features: true, target: true } },
      { engines },
    );
    const { x, y } = readDiabetes();
    const parameters = [
      ...layers.map(({ weights }) => [...weights]),
      ...layers.map(({ biases }) => [...biases]),
    ];
    const network = { inputs: 10, hidden: [3], outputs: 1, activation: 'sigmoid', dropout: 0 } as const;
    const outputs = predict(network, parameters.flat(), x);
    const predicted = outputs.map(([output]) => output * encoding.targetScale + encoding.targetMean);
    for (const [name, expected] of Object.entries(regressionMetrics(y, predicted))) {
      // The engine predicts in f32: a few roundings of the outputs, in units of the target's sd of 77.
      assertClose(metrics[name].value ?? Number.NaN, expected, 1e-5 * Math.max(1, Math.abs(expected)));
    }
    expect(layers.map(({ inputs, outputs: width }) => [inputs, width])).toEqual([
      [10, 3],
      [3, 1],
    ]);
  });

  it('counts the penalised weights, their zeros and their sum of |w|', async () => {
    const penalty = { lambda: 200, method: 'proximal' } as const;
    const { layers, weights } = await train({ ...recipe, penalty }, { engines });
    const all = layers.flatMap((layer) => [...layer.weights]);
    expect(weights.count).toBe(33);
    expect(weights.zeros).toBe(all.filter((w) => w === 0).length);
    assertClose(
      weights.l1 ?? Number.NaN,
      all.reduce((sum, w) => sum + Math.abs(w), 0),
      1e-4,
    );
  });

  it('trains only on the given rows', async () => {
    const rows = [5, 3, 100, 7, 7];
    const some = await train({ ...recipe, rows }, { engines });
    const all = await train(recipe, { engines });
    expect(some.layers[0].weights).not.toEqual(all.layers[0].weights);
    expect(some.curve).toHaveLength(2);
  });

  it.each([
    [[442], 'rows[0]'],
    [[0, 1, 500], 'rows[2]'],
    [[], 'rows'],
  ])('refuses rows %j at %s', async (rows, place) => {
    const trained = train({ ...recipe, rows }, { engines });
    await expect(trained).rejects.toMatchObject({ code: 'invalid-recipe', issues: [{ place }] });
  });

  it('says where it diverged, and then gives no measured numbers', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e20 } as const;
    const { diverged, metrics, weights, curve } = await train({ ...recipe, optimizer }, { engines });
    expect(diverged).toEqual({ epoch: 1, step: expect.any(Number) });
    expect(metrics.rmse).toEqual({ value: null, reason: `diverged at epoch 1, step ${diverged?.step}` });
    expect(weights).toEqual({ count: 33, zeros: null, l1: null });
    expect(curve).toEqual([]);
  });
});
