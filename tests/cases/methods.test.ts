import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { train } from '../../src/compare/train.ts';
import type { Optimizer, Penalty } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { valuesOf } from '../compare/samples.ts';
import { inOrder, makeSetting, runThrough, type Setting, withTrial } from '../engines/train-both.ts';
import { engines } from '../host.ts';

const diabetes = {
  data: { dataset: 'diabetes' },
  split: { holdout: 0.2 },
  network: { hidden: [16] },
  optimizer: { name: 'adam', learningRate: 0.005 },
  training: { epochs: 20, batchSize: 64 },
} as const;

/** One weight on a feature of zeros: the data says nothing about it. */
function makeSilentWeight(w: number, optimizer: Optimizer, method: Penalty['method']): Setting {
  const plain = makeSetting({ network: { inputs: 1, hidden: [] }, optimizer, rows: 4 });
  return {
    spec: { ...plain.spec, penalty: { coefficient: 1, method, groups: null } },
    x: [[0], [0], [0], [0]],
    y: [[0], [0], [0], [0]],
    initial: Float32Array.of(w, 0),
  };
}

/** The weight after each of `steps` steps. */
function follow(setting: Setting, steps: number): Promise<number[]> {
  return withTrial(engines[0], setting, async (trial) => {
    const weights: number[] = [];
    for (let step = 0; step < steps; step++) {
      await runThrough(trial, inOrder(4, 4));
      weights.push(trial.readParameters()[0]);
    }
    return weights;
  });
}

const SGD = { name: 'sgd', learningRate: 0.01 } as const;
const ADAM = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

describe('exact zeros', () => {
  it('come from the proximal method alone, at the same lambda (PyTorch forum 67822)', async () => {
    const zerosWith = async (method: Penalty['method']) => {
      const report = await compare({ ...diabetes, penalty: { lambdas: [0.05], method } }, { engines });
      return valuesOf(report.lambdas[0].weights.zeros)[0];
    };
    expect(await zerosWith('subgradient')).toBe(0);
    expect(await zerosWith('proximal')).toBeGreaterThan(0);
  });

  it.each([SGD, ADAM])(
    'the subgradient cycles around zero: $name (tensorflow/playground PR 55)',
    async (optimizer) => {
      const weights = await follow(makeSilentWeight(0.005, optimizer, 'subgradient'), 40);
      const signs = weights.map(Math.sign);
      expect(signs).not.toContain(0);
      expect(signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length).toBeGreaterThan(3);
    },
  );

  it.each([SGD, ADAM])(
    'the proximal step reaches zero and stays: $name (tensorflow/playground PR 55)',
    async (optimizer) => {
      const weights = await follow(makeSilentWeight(0.005, optimizer, 'proximal'), 20);
      expect(weights).toEqual(new Array(20).fill(0));
    },
  );

  it.each([SGD, ADAM])(
    'a weight at zero comes back when the data wants it: $name (tensorflow/playground PR 55)',
    async (optimizer) => {
      const silent = makeSilentWeight(0, optimizer, 'proximal');
      const speaking = { ...silent, x: [[1], [-1], [1], [-1]], y: [[3], [-3], [3], [-3]] };
      // At w = 0 the data's slope is -2 * 3, beyond the coefficient of 1.
      const weights = await follow(speaking, 5);
      for (const w of weights) expect(w).toBeGreaterThan(0);
    },
  );
});

describe('the penalty', () => {
  it('has the same gradient whatever the batch size, and twice the rows (keras#22018)', async () => {
    const stepOn = (rows: number) => {
      const plain = makeSetting({ rows, optimizer: { name: 'sgd', learningRate: 0.01 } });
      // Output weights of 0 and targets of 0: no slope of the data loss reaches any parameter.
      const initial = plain.initial.map((w, i) => (i >= 35 ? 0 : w));
      const y = plain.y.map(() => [0]);
      const spec = {
        ...plain.spec,
        penalty: { coefficient: 0.3, method: 'subgradient', groups: null } as const,
      };
      return withTrial(engines[0], { ...plain, spec, y, initial }, async (trial) => {
        await runThrough(trial, inOrder(rows, rows));
        return trial.readParameters().map((w, i) => initial[i] - w);
      });
    };
    const step = await stepOn(5);
    expect(await stepOn(50)).toEqual(step);
    // 35 weights move by 0.01 * 0.3 towards zero; parameters of size 1 are rounded to 2^-24.
    assertClose(step.subarray(0, 35).map(Math.abs), new Array(35).fill(0.003), 2 ** -24);
  });

  it('with Adam is not the same in the loss as after the step, and the report says which (fast.ai forum 59284)', async () => {
    const reportWith = async (method: Penalty['method']) => {
      const report = await compare({ ...diabetes, penalty: { lambdas: [0.01], method } }, { engines });
      return report.lambdas[0];
    };
    const [inLoss, afterStep] = [await reportWith('subgradient'), await reportWith('proximal')];
    expect([inLoss.method, afterStep.method]).toEqual(['subgradient', 'proximal']);
    expect(inLoss.weights.l1.mean).not.toBe(afterStep.weights.l1.mean);
  });

  it('is not lost between lambda 0 and 1 (aigamedev/scikit-neuralnetwork#175)', async () => {
    const weightsWith = async (lambda: number) => {
      const { data, network, training } = diabetes;
      const { layers } = await train({ data, network, training, penalty: { lambda } }, { engines });
      return layers[0].weights;
    };
    expect(await weightsWith(1)).not.toEqual(await weightsWith(0));
    expect(await weightsWith(0)).toEqual(await weightsWith(0));
  });
});
