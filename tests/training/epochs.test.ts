import { describe, expect, it } from 'vitest';
import type { LiveTrial, TrialSpec } from '../../src/engines/engine.ts';
import { runEpochs } from '../../src/training/epochs.ts';
import { openEvaluator } from '../../src/training/evaluate.ts';
import type { PreparedPair, RowSet } from '../../src/training/rows.ts';

/** One row whose target is 0, so that mae is the size of what is predicted. */
function makeRowSet(): RowSet {
  const values = new Float32Array(1);
  return {
    rows: new Int32Array(1),
    features: { rows: 1, columns: 1, values },
    targets: { rows: 1, columns: 1, values },
  };
}

const spec: TrialSpec = {
  network: { inputs: 1, hidden: [], outputs: 1, activation: 'linear', dropout: 0 },
  loss: { name: 'mae' },
  optimizer: { name: 'sgd', learningRate: 1 },
  penalty: { coefficient: 0.5, method: 'subgradient', groups: null },
  penalised: 1,
};

interface Script {
  /** What the watched row is predicted as after each epoch. */
  readonly watched?: readonly number[];
  readonly training?: readonly number[];
  /** The objective of the one batch of each epoch; 1 by default. */
  readonly objectives?: readonly number[];
  readonly epochs: number;
  readonly evaluate?: number;
  readonly patience?: number;
}

/** Runs a trial that follows a script; its one parameter is the number of epochs it went through. */
async function runScript({
  watched,
  training = [],
  objectives = [],
  epochs,
  evaluate = 32,
  patience,
}: Script) {
  let epoch = 0;
  /** Epochs that the weights have gone through. */
  let parameter = 0;
  let pauses = 0;
  let written: number | null = null;
  const trial: LiveTrial = {
    runSteps() {
      parameter += 1;
      return Float64Array.of(objectives[epoch++] ?? 1);
    },
    predict: (set) => Float32Array.of((set === 'watch' ? watched : training)?.[parameter - 1] ?? 1),
    measureWeights: () => ({ l1: 3, zeros: 0, norm: 2 }),
    readParameters: () => Float32Array.of(parameter),
    writeParameters: ([value]) => {
      written = value;
      parameter = value;
    },
    close: () => {},
  };
  const pair: PreparedPair = {
    path: [0, 0],
    encoding: {
      columns: [],
      targetMean: 0,
      targetScale: 1,
      constantFeatures: [],
      constantTarget: false,
    },
    training: makeRowSet(),
    watch: watched === undefined ? null : makeRowSet(),
    validation: null,
    unseen: new Map(),
  };
  const schedule = {
    epochs,
    batchSize: 1,
    batches: 'sequential' as const,
    evaluate,
    patience: patience ?? null,
  };
  const pacer = {
    stepsAtOnce: 10,
    pause: async () => {
      pauses += 1;
    },
    spend: async () => {},
  };
  const evaluator = openEvaluator(trial, spec, pair, pacer);
  const trained = await runEpochs(trial, spec, pair, evaluator, { training: schedule, seed: 1, pacer });
  return { ...trained, pauses, written, parameter };
}

describe('runEpochs', () => {
  it('restores the weights of the lowest watched loss, the earlier of two equal ones', async () => {
    const watched = [5, 3, 4, 3, 6, 1];
    const { bestEpoch, written, curve } = await runScript({ watched, epochs: 6, patience: 3 });
    expect({ bestEpoch, written, epochs: curve.length }).toEqual({ bestEpoch: 2, written: 2, epochs: 5 });
  });

  it('goes on while the loss falls within the patience', async () => {
    const watched = [5, 6, 4, 5, 3, 4];
    const { bestEpoch, written, curve } = await runScript({ watched, epochs: 6, patience: 2 });
    expect({ bestEpoch, written, epochs: curve.length }).toEqual({ bestEpoch: 5, written: 5, epochs: 6 });
  });

  it('writes no weights without patience', async () => {
    const { bestEpoch, written } = await runScript({ epochs: 3 });
    expect({ bestEpoch, written }).toEqual({ bestEpoch: null, written: null });
  });

  it('adds the penalty to the training data loss, and leaves out the validation loss if there are no validation rows', async () => {
    const { curve } = await runScript({ training: [3], epochs: 1 });
    expect(curve).toEqual([
      {
        epoch: 1,
        trainingDataLoss: 3,
        validationDataLoss: null,
        penalty: 1,
        objective: 4,
        batchObjective: 1,
      },
    ]);
  });

  it('ends at the step that diverged, counted from 1', async () => {
    const { diverged, curve, steps } = await runScript({ objectives: [1, Number.NaN], epochs: 5 });
    expect({ diverged, epochs: curve.length, steps }).toEqual({
      diverged: { epoch: 2, step: 1 },
      epochs: 1,
      steps: 2,
    });
  });

  it('ends at the last step of an epoch after which a loss is not finite', async () => {
    const { diverged, curve } = await runScript({ training: [1, 2, Infinity], epochs: 5 });
    expect({ diverged, epochs: curve.length }).toEqual({ diverged: { epoch: 3, step: 1 }, epochs: 2 });
  });

  it('evaluates the training rows after the first epoch, the last, and those between that it is asked for', async () => {
    const { curve } = await runScript({ training: [5, 4, 3, 2, 1], epochs: 5, evaluate: 3 });
    expect(curve.map(({ trainingDataLoss }) => trainingDataLoss)).toEqual([5, null, 3, null, 1]);
    expect(curve.map(({ objective }) => objective)).toEqual([6, null, 4, null, 2]);
  });

  it('evaluates them after the epoch at which patience ends, and after the one that it restores', async () => {
    const given = { watched: [9, 8, 7, 6, 5, 6, 6], training: [9, 8, 7, 6, 5, 4, 3], epochs: 50 };
    const { bestEpoch, curve } = await runScript({ ...given, evaluate: 2, patience: 2 });
    expect(bestEpoch).toBe(5);
    expect(curve.map(({ trainingDataLoss }) => trainingDataLoss)).toEqual([9, 8, null, 6, 5, null, 3]);
  });

  it('evaluates them after the last epoch before a divergence', async () => {
    const { diverged, curve, parameter } = await runScript({
      training: [5, 4, 3],
      objectives: [1, 1, 1, Number.NaN],
      epochs: 50,
      evaluate: 2,
    });
    expect(diverged).toEqual({ epoch: 4, step: 1 });
    expect(curve.map(({ trainingDataLoss }) => trainingDataLoss)).toEqual([5, null, 3]);
    expect(parameter).toBe(4);
  });

  it('finds a divergence where it began, also after an epoch whose training rows it had not evaluated', async () => {
    const { diverged, curve, steps } = await runScript({
      training: [5, 4, Number.NaN],
      objectives: [1, 1, 1, Number.NaN],
      epochs: 50,
      evaluate: 2,
    });
    expect({ diverged, steps }).toEqual({ diverged: { epoch: 3, step: 1 }, steps: 4 });
    expect(curve.map(({ trainingDataLoss }) => trainingDataLoss)).toEqual([5, null]);
  });

  it('pauses after each epoch', async () => {
    expect((await runScript({ epochs: 4 })).pauses).toBe(4);
  });
});
