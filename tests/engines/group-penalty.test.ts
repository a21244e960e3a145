import { describe, expect, it } from 'vitest';
import type { Engine, LiveTrial, Network, Optimizer, TrialSpec } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { engines, fused, tfjs } from '../host.ts';
import {
  countParameters,
  dataLoss,
  type Grid,
  listGroups,
  penaltyNorm,
  predict,
} from '../oracles/network.ts';
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

/** Widths that are no multiples of 8, one of them wider than a panel, and groups of all kinds. */
const NETWORKS: readonly { network: Partial<Network>; groups: readonly number[] }[] = [
  { network: { inputs: 11, hidden: [9, 5] }, groups: [1, 3, 1, 4, 2] },
  { network: { inputs: 5, hidden: [17], activation: 'relu' }, groups: [5] },
  { network: { inputs: 19, hidden: [], outputs: 3 }, groups: [1, 1, 9, 1, 7] },
];

interface Choice {
  readonly optimizer: Optimizer;
  readonly network: Partial<Network>;
  readonly groups: readonly number[];
  readonly biases: boolean;
  readonly coefficient?: number;
  readonly rows?: number;
}

function makeGrouped({ optimizer, network, groups, biases, coefficient = 0.01, rows = 20 }: Choice): Setting {
  const plain = makeSetting({ optimizer, network, rows, seed: 5 });
  const { weights, all } = countParameters(plain.spec.network);
  const penalty = { coefficient, method: 'proximal', groups } as const;
  return { ...plain, spec: { ...plain.spec, penalty, penalised: biases ? all : weights } };
}

const MENU = OPTIMIZERS.flatMap((optimizer) =>
  NETWORKS.flatMap((shape) =>
    [false, true].map((biases) => {
      const widths = [shape.network.inputs, ...(shape.network.hidden ?? [])].join('-');
      const title = `${optimizer.name}, ${widths}, groups ${shape.groups}, ${biases ? 'biases too' : 'weights'}`;
      return { ...shape, optimizer, biases, title };
    }),
  ),
);

/**
 * As in `steps.test.ts`: 30 steps of 4 roundings each would be 7e-6 of a tensor's largest element. rmsprop and
 * adam divide a gradient by its own size, so that the roundings of a small one count for more: 7e-6 on these
 * settings, with the plain penalty as with groups.
 */
const boundOf = ({ name }: Optimizer) => (name === 'rmsprop' || name === 'adam' ? 1e-5 : 5e-6);

const countZeros = (parameters: ArrayLike<number>) => Array.from(parameters).filter((w) => w === 0).length;

/** Losses after each epoch, the objective's norm and what the steps said. */
async function recordCurve(engine: Engine, setting: Setting, epochs: number): Promise<number[]> {
  const { spec, x, y } = setting;
  return withTrial(engine, setting, async (trial) => {
    const curve: number[] = [];
    for (let e = 0; e < epochs; e++) {
      const { batchObjective } = await runThrough(trial, inOrder(x.length, 8));
      const outputs = toGrid(trial.predict('training'), spec.network.outputs);
      curve.push(batchObjective, dataLoss(spec.loss, outputs, y), trial.measureWeights().norm);
    }
    return curve;
  });
}

function toGrid(values: Float32Array, columns: number): Grid {
  return Array.from({ length: values.length / columns }, (_, row) => [
    ...values.subarray(row * columns, (row + 1) * columns),
  ]);
}

/** Which groups are zero; fails for one that is so in part. */
function listZeroGroups(spec: TrialSpec, parameters: Float32Array): boolean[] {
  return listGroups(spec).map(([start, end]) => {
    const group = parameters.subarray(start, end);
    const zeros = countZeros(group);
    expect([0, group.length]).toContain(zeros);
    if (zeros > 0) expect(group.every((w) => Object.is(w, 0))).toBe(true);
    return zeros > 0;
  });
}

/** What `measureWeights` should say, in f64. */
function measureOracle(spec: TrialSpec, parameters: Float32Array) {
  const penalised = [...parameters.subarray(0, spec.penalised)];
  return {
    l1: penalised.reduce((sum, w) => sum + Math.abs(w), 0),
    zeros: countZeros(penalised),
    norm: penaltyNorm(spec, [...parameters]),
  };
}

function assertMeasures(trial: LiveTrial, spec: TrialSpec): void {
  const { l1, zeros, norm } = trial.measureWeights();
  const expected = measureOracle(spec, trial.readParameters());
  expect(zeros).toBe(expected.zeros);
  assertClose(l1, expected.l1, 1e-6 * expected.l1);
  assertClose(norm, expected.norm, 1e-6 * expected.norm);
}

describe.each(engines.map((engine) => [engine.name, engine] as const))('groups of %s', (_, engine) => {
  const menu = MENU.filter(({ optimizer }) => trains(engine, { optimizer: optimizer.name }));

  it.each(menu)('follow the oracle for 30 steps: $title', async (choice) => {
    const setting = makeGrouped(choice);
    const bound = boundOf(choice.optimizer);
    const epochs = Array.from({ length: 10 }, () => inOrder(20, 8));
    const { actual, expected } = await trainBoth(engine, setting, epochs);
    assertTensorsClose(setting.spec.network, actual.parameters, expected.parameters, bound);
    // The objectives: data loss, and the coefficient times the norm of the oracle.
    assertClose(actual.objectives, expected.objectives, bound);
    // Without a gradient the metric is some 1e6, and a weight soon too small for f32.
    expect(countZeros(actual.parameters)).toBe(countZeros(Float32Array.from(expected.parameters)));
  });

  it.each(menu)('measure norm, sum and zeros before and after steps: $title', async (choice) => {
    const setting = makeGrouped({ ...choice, coefficient: 0.05 });
    await withTrial(engine, setting, async (trial) => {
      assertMeasures(trial, setting.spec);
      for (let e = 0; e < 3; e++) await runThrough(trial, inOrder(20, 8));
      assertMeasures(trial, setting.spec);
      trial.predict('training');
      trial.writeParameters(setting.initial);
      assertMeasures(trial, setting.spec);
    });
  });

  it.each(OPTIMIZERS.filter(({ name }) => trains(engine, { optimizer: name })))(
    'of one weight each do what the plain penalty does: $name',
    async (optimizer) => {
      const network = { inputs: 9, hidden: [], outputs: 1 };
      const groups = new Array<number>(9).fill(1);
      const grouped = makeGrouped({ optimizer, network, groups, biases: true, coefficient: 0.3 });
      const run = (setting: Setting) =>
        withTrial(engine, setting, async (trial) => {
          const objectives: number[] = [];
          for (let e = 0; e < 10; e++) {
            objectives.push((await runThrough(trial, inOrder(20, 8))).batchObjective);
          }
          return { parameters: trial.readParameters(), objectives, norm: trial.measureWeights().norm };
        });
      const one = await run(grouped);
      const penalty = { coefficient: 0.3, method: 'proximal', groups: null } as const;
      const other = await run({ ...grouped, spec: { ...grouped.spec, penalty } });
      const bound = boundOf(optimizer);
      assertTensorsClose(grouped.spec.network, one.parameters, other.parameters, bound);
      assertClose(one.objectives, other.objectives, bound);
      assertClose(one.norm, other.norm, bound * other.norm);
      const zerosOf = ({ parameters }: typeof one) => [...parameters].map((w) => w === 0);
      expect(zerosOf(one)).toEqual(zerosOf(other));
      expect(countZeros(one.parameters)).toBeGreaterThan(0);
    },
  );

  it.each(menu)('become zero together under a large coefficient: $title', async (choice) => {
    const setting = makeGrouped({ ...choice, coefficient: 2 });
    const zero = await withTrial(engine, setting, async (trial) => {
      for (let e = 0; e < 60; e++) await runThrough(trial, inOrder(20, 20));
      return listZeroGroups(setting.spec, trial.readParameters());
    });
    expect(zero).toEqual(choice.groups.map(() => true));
  });

  it.each(menu)('come back from zero when the data wants them: $title', async (choice) => {
    // Not relu, whose units get no gradient while they are off, and stay at zero.
    const network = { ...choice.network, activation: 'tanh' } as const;
    const { spec, x, initial } = makeGrouped({ ...choice, network, coefficient: 0.001 });
    const target = choice.groups.length - 1;
    const [start, end] = listGroups(spec)[target];
    const units = (end - start) / choice.groups[target];
    // Only the last group's inputs say anything; all weights of the first layer are 0.
    const first = start / units;
    const silent = x.map((row) => row.map((value, i) => (i < first ? 0 : value)));
    const y = silent.map((row) =>
      spec.network.hidden.length > 0 ? [3 * row[first]] : [0, 1, 2].map((o) => (o + 1) * row[first]),
    );
    const weights = initial.map((w, i) => (i < end ? 0 : w));
    const zero = await withTrial(engine, { spec, x: silent, y, initial: weights }, async (trial) => {
      await runThrough(trial, inOrder(20, 20));
      return listZeroGroups(spec, trial.readParameters());
    });
    expect(zero).toEqual(choice.groups.map((_, g) => g !== target));
  });

  it('enter the objective of a step as coefficient times norm', async () => {
    const setting = makeGrouped({ ...NETWORKS[0], optimizer: OPTIMIZERS[0], biases: true, coefficient: 0.7 });
    const { spec, x, y, initial } = setting;
    const [objective] = await withTrial(engine, setting, (trial) => trial.runSteps(inOrder(20, 20), 0, 1));
    const loss = dataLoss(spec.loss, predict(spec.network, [...initial], x), y);
    const expected = loss + 0.7 * penaltyNorm(spec, [...initial]);
    // The data loss has some 40 roundings of f32, the norm 12.
    assertClose(objective, expected, 40 * 2 ** -24 * expected);
  });
});

describe('the engines agree on groups', () => {
  const menu = MENU.filter(({ optimizer }) => trains(fused, { optimizer: optimizer.name }));

  it.each(menu)('after 20 epochs: $title', async (choice) => {
    const setting = makeGrouped({ ...choice, rows: 30 });
    const [one, other] = await Promise.all([fused, tfjs].map((engine) => recordCurve(engine, setting, 20)));
    one.forEach((value, i) => {
      assertClose(value, other[i], 1e-4 * Math.abs(other[i]));
    });
  });
});
