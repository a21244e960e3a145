import { describe, expect, it } from 'vitest';
import type { Epoch, Penalty } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { engines } from '../host.ts';
import { OPTIMIZERS } from './samples.ts';
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

const PENALTIES: readonly (Penalty | null)[] = [
  null,
  { coefficient: 0.02, method: 'subgradient', groups: null },
  { coefficient: -0.02, method: 'subgradient', groups: null },
  { coefficient: 0.02, method: 'proximal', groups: null },
];

const MENU = OPTIMIZERS.flatMap((optimizer) =>
  PENALTIES.map((penalty) => ({
    optimizer,
    penalty,
    title: `${optimizer.name}, ${penalty === null ? 'no penalty' : `${penalty.method} ${penalty.coefficient}`}`,
  })),
);

/**
 * Each of 30 steps adds a few roundings of 2^-24 of the parameters and of the gradient times the learning
 * rate, which near a minimum decay rather than grow: 30 * 4 * 2^-24 = 7e-6 of each tensor's largest element, if all fell the same way; 5e-6 is asked for.
 */
const AFTER_30_STEPS = 5e-6;

function shuffledBy(step: number, rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => (i * 7 + step * 5) % rows);
}

describe.each(engines.map((engine) => [engine.name, engine] as const))('steps of %s', (_, engine) => {
  const menu = MENU.filter(({ optimizer }) => trains(engine, { optimizer: optimizer.name }));

  it.each(menu)('follow the oracle for 30 steps: $title', async ({ optimizer, penalty }) => {
    const setting = makeSetting({ optimizer, penalty, rows: 20, network: { hidden: [6, 5] } });
    const epochs = Array.from(
      { length: 10 },
      (_, e): Epoch => ({
        ...inOrder(20, 8),
        order: shuffledBy(e, 20),
      }),
    );
    const { actual, expected } = await trainBoth(engine, setting, epochs);
    assertTensorsClose(setting.spec.network, actual.parameters, expected.parameters, AFTER_30_STEPS);
    assertClose(actual.objectives, expected.objectives, AFTER_30_STEPS);
    const zeros = (parameters: ArrayLike<number>) => Array.from(parameters).filter((w) => w === 0).length;
    expect(zeros(actual.parameters)).toBe(zeros(expected.parameters));
  });

  it.each(['subgradient', 'proximal'] as const)('penalise the biases when asked: %s', async (method) => {
    const choice = makeSetting({ optimizer: { name: 'sgd', learningRate: 0.1 }, rows: 8 });
    const spec = {
      ...choice.spec,
      penalty: { coefficient: 0.3, method, groups: null },
      penalised: choice.initial.length,
    };
    const { actual, expected } = await trainBoth(engine, { ...choice, spec }, [inOrder(8, 4), inOrder(8, 4)]);
    assertTensorsClose(spec.network, actual.parameters, expected.parameters, AFTER_30_STEPS);
    assertClose(actual.objectives, expected.objectives, AFTER_30_STEPS);
  });

  it('drop the units that the dropout masks name', async () => {
    const setting = makeSetting({
      optimizer: { name: 'sgd', learningRate: 0.1 },
      network: { hidden: [8, 8], dropout: 0.4 },
      rows: 10,
    });
    const epochs = [inOrder(10, 4, 4, 123), inOrder(10, 4, 4, 456)];
    const { actual, expected } = await trainBoth(engine, setting, epochs);
    assertTensorsClose(setting.spec.network, actual.parameters, expected.parameters, AFTER_30_STEPS);
    assertClose(actual.objectives, expected.objectives, AFTER_30_STEPS);
  });

  it('predict without dropout', async () => {
    const withDropout = makeSetting({ network: { dropout: 0.5 } });
    const without = makeSetting({ network: { dropout: 0 } });
    const predict = (setting: Setting) => withTrial(engine, setting, (trial) => trial.predict('training'));
    expect(await predict(withDropout)).toEqual(await predict(without));
  });

  it('visit overlapping batches, one from each row on, cut at the end', async () => {
    const setting = makeSetting({ optimizer: { name: 'sgd', learningRate: 0.05 }, rows: 9 });
    const { actual, expected } = await trainBoth(engine, setting, [inOrder(9, 4, 1)]);
    assertTensorsClose(setting.spec.network, actual.parameters, expected.parameters, AFTER_30_STEPS);
    assertClose(actual.objectives, expected.objectives, AFTER_30_STEPS);
  });

  it('weigh the batch objectives by their rows', async () => {
    // With a learning rate too small to move f32, 4 + 4 + 2 rows must give the objective of all 10 at once.
    const setting = makeSetting({
      optimizer: { name: 'sgd', learningRate: 1e-30 },
      penalty: { coefficient: 0.1, method: 'subgradient', groups: null },
      rows: 10,
    });
    const { actual } = await trainBoth(engine, setting, [inOrder(10, 10), inOrder(10, 4)]);
    const [whole, parts] = actual.objectives;
    assertClose(parts, whole, 8 * 2 ** -24 * whole);
  });

  it('do not depend on how often weights were read or rows predicted in between', async () => {
    const setting = makeSetting({ optimizer: OPTIMIZERS[3] });
    const run = (look: boolean) =>
      withTrial(engine, setting, async (trial) => {
        for (let e = 0; e < 3; e++) {
          await runThrough(trial, inOrder(11, 4));
          if (!look) continue;
          trial.predict('training');
          trial.measureWeights();
          trial.readParameters().fill(9);
        }
        return trial.readParameters();
      });
    expect(await run(true)).toEqual(await run(false));
  });

  it('measure the penalised parameters alone', async () => {
    const setting = makeSetting({ network: { inputs: 2, hidden: [1], outputs: 1 } });
    const initial = Float32Array.of(1, -2, 0, -0, 5);
    const measured = await withTrial(engine, { ...setting, initial }, (trial) => trial.measureWeights());
    expect(measured).toEqual({ l1: 3, zeros: 1, norm: 3 });
  });

  it('go on from parameters written back', async () => {
    const setting = makeSetting({ optimizer: { name: 'sgd', learningRate: 0.1 } });
    const [once, again] = await withTrial(engine, setting, async (trial) => {
      await runThrough(trial, inOrder(11, 11));
      const first = trial.readParameters();
      await runThrough(trial, inOrder(11, 11));
      trial.writeParameters(setting.initial);
      await runThrough(trial, inOrder(11, 11));
      return [first, trial.readParameters()];
    });
    expect(again).toEqual(once);
  });

  it('end an epoch at the first step whose objective is not finite', async () => {
    const setting = makeSetting({ optimizer: { name: 'sgd', learningRate: 1e30 }, rows: 9 });
    const outcome = await withTrial(engine, setting, (trial) => runThrough(trial, inOrder(9, 3)));
    // The first objective is that of the first weights; the step blows the second up to (1e30)^4 or so.
    expect(outcome.divergedAtStep).toBe(1);
  });

  it('without a penalty measure its sum all the same', async () => {
    const setting = makeSetting({ penalty: null });
    const { l1 } = await withTrial(engine, setting, (trial) => trial.measureWeights());
    const weights = setting.initial.subarray(0, setting.spec.penalised);
    assertClose(
      l1,
      weights.reduce((sum, w) => sum + Math.abs(w), 0),
      1e-6 * l1,
    );
  });
});
