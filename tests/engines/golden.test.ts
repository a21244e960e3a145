import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Engine, LiveTrial, TrialSpec } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { engines } from '../host.ts';
import type { Grid } from '../oracles/network.ts';
import { inOrder, type Setting, withTrial } from './train-both.ts';

/** In the order of `layout.ts`. */
const WEIGHTS = ['hidden1.weights', 'hidden2.weights', 'output.weights'] as const;
const BIASES = ['hidden1.biases', 'hidden2.biases', 'output.biases'] as const;

/** Parameters or their gradient: weights [inputs][outputs], biases [outputs]. */
type Tensors = Record<(typeof WEIGHTS)[number], Grid> & Record<(typeof BIASES)[number], number[]>;

/** A training run as PyTorch did it; `about` in the fixture says what each field holds. */
interface Run {
  readonly name: string;
  readonly spec: TrialSpec;
  readonly batchSize: number;
  readonly targets: Grid;
  readonly initial: Tensors;
  readonly objectives: readonly number[];
  readonly gradient: Tensors;
  readonly parameters: Tensors;
  readonly differenceFromFloat64: Readonly<Record<'objectives' | 'gradient' | 'parameters', number>>;
}

interface Golden {
  readonly steps: number;
  readonly features: Grid;
  readonly runs: readonly Run[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../fixtures/pytorch-golden.json', import.meta.url), 'utf8'),
);

const EPSILON = 2 ** -24;

/*
 * How far an engine may be from PyTorch. Both compute in float32, so each bound is the engine's share plus
 * PyTorch's own difference from float64 in that very run, which the fixture records (at most 4e-7).
 *
 * gradient: `countRoundings` of the tensor's largest element; beside that a rounding of the parameters that
 *   it is read from. (The residuals are as large as the predictions, whose roundings are thus in the count.)
 * objectives: that many roundings of the largest one, or of 1.
 * parameters: 9 roundings of the tensor's largest element in each step. One when it is stored; the others
 *   for the update, which is at most a ninth of it and has at most 66 roundings. For adam this is no worst
 *   case, since it divides a gradient by its own size: the first update shows the sign alone, but later ones
 *   magnify the roundings of small gradients (down to a 120th of the tensor's largest).
 *
 * Nothing depends on a last bit: `margins` in the fixture says how far the runs stay from the kinks of relu and
 * |w| (1e-3 at least, though two weights cross zero under the penalty). The tfjs engine is off by at most
 * 6e-8 (gradient), 6e-8 (parameters) and 5e-7 (objectives), since roundings seldom conspire.
 */
const ROUNDINGS_PER_STEP = 9;

/** On the longest path: the sums of each layer, forward and back, and over the rows; 4 for an activation. */
function countRoundings({ spec: { network }, batchSize }: Run): number {
  const widths = [network.inputs, ...network.hidden, network.outputs].reduce((sum, width) => sum + width);
  return 2 * widths + batchSize + 4 * network.hidden.length;
}

function toSetting({ spec, targets, initial }: Run): Setting {
  const numbers = [
    ...WEIGHTS.flatMap((name) => initial[name].flat()),
    ...BIASES.flatMap((name) => initial[name]),
  ];
  return { spec, x: golden.features, y: targets, initial: Float32Array.from(numbers) };
}

/** Takes the golden number of steps, epoch after epoch, the last one broken off; returns the objectives. */
function takeSteps(trial: LiveTrial, batchSize: number): number[] {
  const epoch = inOrder(golden.features.length, batchSize);
  const stepsPerEpoch = Math.ceil(golden.features.length / batchSize);
  const objectives: number[] = [];
  for (let left = golden.steps; left > 0; left -= stepsPerEpoch) {
    objectives.push(...trial.runSteps(epoch, 0, Math.min(stepsPerEpoch, left)));
  }
  return objectives;
}

/** Compares tensor by tensor, within `relative` of the largest element plus `absolute`. */
function expectTensors(actual: readonly number[], expected: Tensors, relative: number, absolute: number) {
  let start = 0;
  for (const name of [...WEIGHTS, ...BIASES]) {
    const tensor = expected[name].flat();
    const part = actual.slice(start, start + tensor.length);
    const bound = relative * Math.max(...tensor.map(Math.abs)) + absolute;
    expect(() => assertClose(part, tensor, bound), name).not.toThrow();
    start += tensor.length;
  }
  expect(actual).toHaveLength(start);
}

/** The gradient of the first batch's objective, which one sgd step with learning rate 1 shows. */
async function differentiate(engine: Engine, run: Run): Promise<number[]> {
  const setting = toSetting(run);
  const spec: TrialSpec = { ...setting.spec, optimizer: { name: 'sgd', learningRate: 1 } };
  return withTrial(engine, { ...setting, spec }, (trial) => {
    trial.runSteps(inOrder(golden.features.length, run.batchSize), 0, 1);
    const after = trial.readParameters();
    return Array.from(setting.initial, (w, i) => w - after[i]);
  });
}

describe.each(engines.map((engine) => [engine.name, engine] as const))('PyTorch and %s', (_, engine) => {
  it.each(golden.runs)('have the same first gradient of every tensor: $name', async (run) => {
    const { gradient, differenceFromFloat64: off } = run;
    const actual = await differentiate(engine, run);
    expectTensors(actual, gradient, countRoundings(run) * EPSILON, EPSILON + off.gradient);
  });

  it.each(golden.runs)('agree over ten steps: $name', async (run) => {
    const { objectives, parameters, differenceFromFloat64: off } = run;
    const actual = await withTrial(engine, toSetting(run), (trial) => ({
      objectives: takeSteps(trial, run.batchSize),
      parameters: [...trial.readParameters()],
    }));
    const largest = Math.max(1, ...objectives);
    assertClose(actual.objectives, objectives, countRoundings(run) * EPSILON * largest + off.objectives);
    const roundings = ROUNDINGS_PER_STEP * golden.steps;
    expectTensors(actual.parameters, parameters, roundings * EPSILON, off.parameters);
  });
});
