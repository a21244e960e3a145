import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Penalty } from '../../src/engines/engine.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { valuesOf } from '../compare/samples.ts';
import { inOrder, makeSetting, runThrough, withTrial } from '../engines/train-both.ts';
import { engines } from '../host.ts';

function compareLambdas(penalty: object, network: object = { hidden: [4] }, engine = 'auto') {
  const recipe = {
    data: { dataset: 'friedman1', rows: 40 },
    split: { folds: 2, repeats: 1 },
    training: { epochs: 2 },
  };
  return compare({ ...recipe, network, penalty, engine }, { engines });
}

describe('lambdas', () => {
  it.each([
    ['penalty.lambdas', { lambdas: '0.01' }],
    ['penalty.lambdas[0]', { lambdas: [null] }],
    ['penalty.lambdas', { lambdas: {} }],
    ['penalty.lambda', { lambda: 0.01 }],
    ['penalty.l1', { l1: 0.01 }],
    ['penalty', 0.01],
  ])('given wrongly are refused at %s, never ignored: %j (tfjs#1773)', async (place, penalty) => {
    await expect(compareLambdas(penalty as object)).rejects.toMatchObject({
      code: 'invalid-recipe',
      issues: [{ place }],
    });
  });

  it.each(
    engines.flatMap(({ name }) => [
      [name, 'subgradient'],
      [name, 'proximal'],
    ]),
  )('of 0 give what no penalty gives, bit for bit, by %s with %s (keras#10090)', async (engine, method) => {
    // The engine without any penalty against the report at lambda 0: the objective is the data loss alone.
    const { lambdas } = await compareLambdas({ lambdas: [0], method }, undefined, engine);
    const { training, curves } = lambdas[0];
    expect(valuesOf(training.penalty)).toEqual([0, 0]);
    expect(valuesOf(training.objective)).toEqual(valuesOf(training.dataLoss));
    expect(curves.objective).toEqual(curves.trainingDataLoss);
    const other = method === 'proximal' ? 'subgradient' : 'proximal';
    const { lambdas: others } = await compareLambdas({ lambdas: [0], method: other }, undefined, engine);
    expect({ ...others[0], method }).toEqual(lambdas[0]);
  });

  it('that vanish do what no penalty does, up to rounding (keras#10090)', async () => {
    const run = (penalty: Penalty | null) => {
      const setting = makeSetting({ optimizer: { name: 'sgd', learningRate: 0.1 }, penalty });
      return withTrial(engines[0], setting, async (trial) => {
        await runThrough(trial, inOrder(11, 4));
        return trial.readParameters();
      });
    };
    const none = await run(null);
    expect(await run({ coefficient: 1e-30, method: 'subgradient', groups: null })).toEqual(none);
    expect(await run({ coefficient: 1e-30, method: 'proximal', groups: null })).toEqual(none);
  });

  it.each([8, 128])(
    'come with their strength for each weight, in both scales, with %i units (Cross Validated 227074)',
    async (width) => {
      const network = { hidden: [width] };
      const count = 10 * width + width;
      const [mean] = (await compareLambdas({ lambdas: [0.5], scale: 'mean' }, network)).lambdas;
      const [sum] = (await compareLambdas({ lambdas: [0.5], scale: 'sum' }, network)).lambdas;
      expect([mean.weights.count, sum.weights.count]).toEqual([count, count]);
      expect([mean.perWeight, sum.perWeight]).toEqual([0.5 / count, 0.5]);
      const [l1] = valuesOf(mean.weights.l1);
      expect(valuesOf(mean.training.penalty)[0]).toBe((0.5 / count) * l1);
    },
  );

  it('may be a single one, however large (lassonet#72, #73)', async () => {
    for (const method of ['subgradient', 'proximal']) {
      const report = await compareLambdas({ lambdas: [400], method });
      expect(v.parse(ReportSchema, report).lambdas.map(({ lambda }) => lambda)).toEqual([400]);
    }
  });

  it('below 0 run with the subgradient and are refused for the proximal method, with the reason (scikit-learn#31748)', async () => {
    const { lambdas } = await compareLambdas({ lambdas: [-0.1] });
    expect(lambdas[0]).toMatchObject({ lambda: -0.1, perWeight: -0.1, method: 'subgradient', diverged: [] });
    expect(lambdas[0].training.penalty.mean).toBeLessThan(0);
    await expect(compareLambdas({ lambdas: [0.1, -0.1], method: 'proximal' })).rejects.toMatchObject({
      code: 'invalid-recipe',
      issues: [{ place: 'penalty.lambdas[1]', message: expect.stringContaining('not convex') }],
    });
  });
});
