import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream } from '../../src/random/random.ts';
import { initializeParameters } from '../../src/training/network.ts';
import { assertClose } from '../assert-close.ts';
import { drawGrid } from '../engines/samples.ts';
import { engines } from '../host.ts';
import { regressionMetrics } from '../oracles/metrics.ts';
import { createOracleTrial, dataLoss, predict } from '../oracles/network.ts';
import { standardize } from './diabetes.ts';
import { valuesOf } from './samples.ts';

const ROWS = 24;
const VALIDATING = 8;

/** Rows on scales of their own; the last 8 validate. */
function makeRows() {
  return drawGrid(ROWS, 4, 3).map(([a, b, c, noise]) => ({
    a: 50 + 20 * a,
    b: 0.01 * b,
    c: 1e4 * c,
    y: 300 + 80 * a - 40 * b * c + 10 * noise,
  }));
}

type Row = ReturnType<typeof makeRows>[number];

const recipe = {
  split: { holdout: VALIDATING / ROWS, order: 'given' },
  network: { hidden: [5], activation: 'tanh' },
  optimizer: { name: 'momentum', learningRate: 0.02, momentum: 0.8 },
  training: { epochs: 6, batchSize: ROWS },
  penalty: { lambdas: [0.03] },
  seed: 11,
} as const;

async function run(rows: readonly Row[], more: object = {}) {
  const report = await compare({ data: { rows, target: 'y' }, ...recipe, ...more }, { engines });
  return report.lambdas[0];
}

/** The same comparison by the f64 oracle: one full batch a step, so that the order of rows plays no part. */
function runOracle(rows: readonly Row[]) {
  const split = <T>(values: readonly T[]) => [values.slice(0, -VALIDATING), values.slice(-VALIDATING)];
  const x = rows.map(({ a, b, c }) => [a, b, c]);
  const targets = rows.map(({ y }) => [y]);
  const [trainingX, validationX] = split(standardize(x, split(x)[0]));
  const [trainingY, validationY] = split(standardize(targets, split(targets)[0]));
  const network = { inputs: 3, hidden: [5], outputs: 1, activation: 'tanh', dropout: 0 } as const;
  const loss = { name: 'mse' } as const;
  const initial = initializeParameters(network, 'glorot', openStream(recipe.seed, 'initialization', 0, 0));
  const penalty = { coefficient: 0.03, method: 'subgradient', groups: null } as const;
  const trial = createOracleTrial(
    { network, loss, optimizer: recipe.optimizer, penalty, penalised: 20 },
    initial,
  );
  for (let epoch = 0; epoch < recipe.training.epochs; epoch++) trial.step(trainingX, trainingY);
  const raw = rows.slice(0, -VALIDATING).map(({ y }) => y);
  const mean = raw.reduce((sum, y) => sum + y, 0) / raw.length;
  const sd = Math.sqrt(raw.reduce((sum, y) => sum + (y - mean) ** 2, 0) / raw.length);
  const outputs = predict(network, trial.parameters(), validationX);
  return {
    metrics: regressionMetrics(
      rows.slice(-VALIDATING).map(({ y }) => y),
      outputs.map(([output]) => output * sd + mean),
    ),
    validationDataLoss: dataLoss(loss, outputs, validationY),
    trainingDataLoss: dataLoss(loss, predict(network, trial.parameters(), trainingX), trainingY),
    l1: trial
      .parameters()
      .slice(0, 20)
      .reduce((sum, w) => sum + Math.abs(w), 0),
  };
}

describe('a comparison from rows to figures', () => {
  // Six steps in f32 leave predictions within some 1e-6 of the oracle's, in units of the target's sd; errors
  // of that size and of 1e-6 relative then go into every figure.
  const RELATIVE = 1e-5;

  it('gives the metrics of the oracle, in target units', async () => {
    const rows = makeRows();
    const { validation } = await run(rows);
    const { metrics } = runOracle(rows);
    for (const [name, expected] of Object.entries(metrics)) {
      assertClose(valuesOf(validation[name])[0], expected, RELATIVE * Math.abs(expected));
    }
  });

  it('gives the losses and the penalty of the oracle, on the scale that the network learns', async () => {
    const rows = makeRows();
    const { validation, training, weights } = await run(rows);
    const oracle = runOracle(rows);
    assertClose(valuesOf(validation.dataLoss)[0], oracle.validationDataLoss, RELATIVE);
    assertClose(valuesOf(training.dataLoss)[0], oracle.trainingDataLoss, RELATIVE);
    assertClose(valuesOf(weights.l1)[0], oracle.l1, RELATIVE * oracle.l1);
    assertClose(valuesOf(training.penalty)[0], 0.03 * oracle.l1, RELATIVE * oracle.l1);
  });
});

describe('validation rows', () => {
  const spoil = (change: (row: Row) => Row) =>
    makeRows().map((row, r) => (r < ROWS - VALIDATING ? row : change(row)));

  it.each([
    ['features', (row: Row): Row => ({ ...row, a: 1e5, b: -7, c: 0 })],
    ['targets', (row: Row): Row => ({ ...row, y: -1e5 })],
  ] as const)('do not change what is trained: %s', async (_, change) => {
    for (const patience of [null, 2]) {
      const training = { ...recipe.training, patience };
      const before = await run(makeRows(), { training });
      const after = await run(spoil(change), { training });
      expect(after.training).toEqual(before.training);
      expect(after.weights).toEqual(before.weights);
      expect(after.bestEpochs).toEqual(before.bestEpochs);
      expect(after.curves.trainingDataLoss).toEqual(before.curves.trainingDataLoss);
      expect(after.validation).not.toEqual(before.validation);
    }
  });
});

describe('lambda', () => {
  it('means the same when every row is given twice', async () => {
    const twice = await compare(
      {
        data: { rows: makeRows().flatMap((row) => [row, row]), target: 'y' },
        ...recipe,
        training: { ...recipe.training, batchSize: 2 * ROWS },
      },
      { engines },
    );
    const once = await run(makeRows());
    // The sums have twice as many terms and are rounded elsewhere, as above.
    for (const name of ['rmse', 'dataLoss']) {
      const expected = valuesOf(once.validation[name])[0];
      assertClose(valuesOf(twice.lambdas[0].validation[name])[0], expected, 1e-5 * expected);
    }
  });
});
