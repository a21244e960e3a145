import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { engines } from '../host.ts';
import { differentiate } from '../oracles/network.ts';
import { ACTIVATIONS, LOSSES } from './samples.ts';
import {
  assertTensorsClose,
  inOrder,
  makeSetting,
  runThrough,
  type Setting,
  trainBoth,
  trains,
  withTrial,
} from './train-both.ts';

const EPSILON = 2 ** -24;
const HIDDEN = [[], [7], [5, 3], [5, 7, 3], [5, 4, 7, 3]];

/**
 * Compares the gradient, which one sgd step with learning rate 1 shows as the difference of parameters.
 *
 * An element is a sum of products through each layer, forward and back, and over the rows: at most
 * 2 * (sum of widths) + rows roundings of the largest term. Each activation counts for 4 more, since the
 * backend's are good to a few ULP. Beside that stand what may be larger than the gradient itself: a rounding
 * of the parameters (at most 1 + 2), and twice (the factor of mse) those of a prediction of some 7 terms.
 */
async function expectSameGradient(engine: Engine, setting: Setting, batchSize = setting.x.length) {
  const { spec, x, y, initial } = setting;
  const { network } = spec;
  const after = await withTrial(engine, setting, async (trial) => {
    const { batchObjective } = await runThrough(trial, inOrder(x.length, batchSize, x.length));
    return { parameters: trial.readParameters(), batchObjective };
  });
  const batch = { x: x.slice(0, batchSize), y: y.slice(0, batchSize) };
  const { gradient, loss } = differentiate(spec, Array.from(initial), batch.x, batch.y);
  const widths = [network.inputs, ...network.hidden, network.outputs].reduce((sum, width) => sum + width);
  const roundings = 2 * widths + batch.x.length + 4 * network.hidden.length;
  const actual = initial.map((w, i) => w - after.parameters[i]);
  assertTensorsClose(network, actual, gradient, Math.min(roundings * EPSILON, 2e-6), 17 * EPSILON);
  expect(Math.abs(after.batchObjective - loss)).toBeLessThan(roundings * EPSILON * Math.max(1, loss));
}

describe.each(engines.map((engine) => [engine.name, engine] as const))('gradients of %s', (_, engine) => {
  const menu = ACTIVATIONS.filter((activation) => trains(engine, { activation })).flatMap((activation, a) =>
    LOSSES.map((loss, l) => ({ activation, loss, hidden: HIDDEN[1 + ((a + l) % 4)] })),
  );

  it.each(menu)('equal the oracle: $activation, $loss.name, hidden $hidden', async (choice) => {
    const { activation, loss, hidden } = choice;
    await expectSameGradient(engine, makeSetting({ loss, network: { activation, hidden } }));
  });

  it.each(LOSSES)('equal the oracle without a hidden layer: $name', async (loss) => {
    await expectSameGradient(engine, makeSetting({ loss, network: { hidden: [] } }));
  });

  it.each([
    { what: 'one row', rows: 1, network: {} },
    { what: 'one feature', rows: 9, network: { inputs: 1 } },
    { what: 'one unit', rows: 9, network: { hidden: [1, 1] } },
    { what: 'odd widths', rows: 13, network: { inputs: 3, hidden: [9, 11] } },
    { what: 'widths and rows beyond a tile of 16', rows: 67, network: { inputs: 17, hidden: [33] } },
    { what: 'several outputs', rows: 9, network: { outputs: 3 } },
  ])('equal the oracle: $what', async ({ rows, network }) => {
    for (const activation of ['relu', 'sigmoid', 'tanh'] as const) {
      await expectSameGradient(engine, makeSetting({ rows, network: { ...network, activation }, seed: 7 }));
    }
  });

  it('equal the oracle when the batch is larger than the data', async () => {
    const setting = makeSetting({ rows: 5 });
    await expectSameGradient(engine, setting, 50);
  });

  it('equal the oracle on a batch that is part of the rows', async () => {
    await expectSameGradient(engine, makeSetting({ rows: 11 }), 4);
  });

  it('of MAE and L1 are 0 at a kink', async () => {
    // Prediction 0 hits target 0 exactly, and the weight is 0: neither has a side to go to.
    const setting: Setting = {
      ...makeSetting({
        rows: 1,
        network: { inputs: 1, hidden: [] },
        loss: { name: 'mae' },
        penalty: { coefficient: 1, method: 'subgradient', groups: null },
      }),
      x: [[1]],
      y: [[0]],
      initial: new Float32Array(2),
    };
    const { actual } = await trainBoth(engine, setting, [inOrder(1, 1)]);
    expect([...actual.parameters]).toEqual([0, 0]);
  });
});
