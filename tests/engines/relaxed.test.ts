import { describe, expect, it } from 'vitest';
import { fused, tfjs } from '../host.ts';
import { assertTensorsClose, inOrder, makeSetting, type Setting, withTrial } from './train-both.ts';

const relaxed = await fused.relax?.();
if (relaxed === null || relaxed === undefined) throw new Error('expected Node to have relaxed SIMD');
const { engine, fusesProducts } = relaxed;

/** Products and sums of a linear model, in f32, rounded as the host says: once or twice. */
function predictPlainly({ spec: { network }, x, initial }: Setting): number[] {
  const round = fusesProducts ? (product: number) => product : Math.fround;
  return x.map((row) =>
    // A product of two f32 is exact in f64.
    row.reduce(
      (sum, value, i) => Math.fround(sum + round(Math.fround(value) * initial[i])),
      initial[network.inputs],
    ),
  );
}

describe('relaxed arithmetic', () => {
  it('rounds a product and a sum as the engine says, to the last bit', async () => {
    const setting = makeSetting({ rows: 40, network: { inputs: 23, hidden: [] } });
    const predictions = await withTrial(engine, setting, (trial) => trial.predict('training'));
    expect([...predictions]).toEqual(predictPlainly(setting));
    const strict = await withTrial(fused, setting, (trial) => trial.predict('training'));
    if (fusesProducts) expect(strict).not.toEqual(predictions);
    else expect(strict).toEqual(predictions);
  });

  it.each(['relu', 'tanh', 'sigmoid'] as const)(
    'stays by the strict one over 30 steps: %s',
    async (activation) => {
      const setting = makeSetting({
        rows: 20,
        network: { inputs: 9, hidden: [12, 7], activation },
        optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        penalty: { coefficient: 0.01, method: 'proximal', groups: null },
      });
      const train = (by: typeof engine) =>
        withTrial(by, setting, (trial) => {
          for (let epoch = 0; epoch < 10; epoch++) trial.runSteps(inOrder(20, 8), 0, 3);
          return trial.readParameters();
        });
      assertTensorsClose(setting.spec.network, await train(engine), [...(await train(fused))], 1e-5);
      expect(await train(engine)).toEqual(await train(engine));
    },
  );

  it('is what tfjs has not', () => {
    expect(tfjs.relax).toBeUndefined();
  });
});
