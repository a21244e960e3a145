import type {
  Activation,
  Engine,
  Epoch,
  LiveTrial,
  Network,
  Optimizer,
  TrialSpec,
} from '../../src/engines/engine.ts';
import type { Pacer } from '../../src/pace.ts';
import { dropoutKey, fillDropoutMask } from '../../src/random/dropout.ts';
import { type EpochOutcome, runEpoch } from '../../src/training/epochs.ts';
import { assertClose } from '../assert-close.ts';
import { countParameters, createOracleTrial, type Grid } from '../oracles/network.ts';
import { drawGrid, drawNumbers, drawOneHot, toMatrix } from './samples.ts';

/** Whether an engine has an activation or an optimizer on its menu. */
export function trains(
  engine: Engine,
  { activation = 'relu', optimizer = 'sgd' }: { activation?: Activation; optimizer?: Optimizer['name'] },
): boolean {
  return engine.findUnsupported({ activation, optimizer }) === null;
}

/** What is trained: the specification, its rows and the first parameters. */
export interface Setting {
  readonly spec: TrialSpec;
  readonly x: Grid;
  readonly y: Grid;
  readonly initial: Float32Array;
}

/** A setting with drawn rows and parameters; what is not given is small and plain. */
export function makeSetting(
  given: Partial<Omit<TrialSpec, 'network'>> & {
    readonly network?: Partial<Network>;
    readonly rows?: number;
    readonly seed?: number;
  },
): Setting {
  const { rows = 11, seed = 1, ...rest } = given;
  const network: Network = {
    inputs: 5,
    hidden: [7],
    outputs: rest.loss?.name === 'cross-entropy' ? 3 : 1,
    activation: 'tanh',
    dropout: 0,
    ...rest.network,
  };
  const { weights, all } = countParameters(network);
  const spec: TrialSpec = {
    loss: { name: 'mse' },
    optimizer: { name: 'sgd', learningRate: 1 },
    penalty: null,
    penalised: weights,
    ...rest,
    network,
  };
  const isClasses = spec.loss.name === 'cross-entropy';
  return {
    spec,
    x: drawGrid(rows, network.inputs, seed),
    y: isClasses ? drawOneHot(rows, network.outputs) : drawGrid(rows, network.outputs, seed + 1),
    initial: Float32Array.from(drawNumbers(all, seed + 2)),
  };
}

/** An epoch over all rows in their order; `key` names its dropout masks. */
export function inOrder(rows: number, batchSize: number, stride = batchSize, key = 0): Epoch {
  return { order: Int32Array.from({ length: rows }, (_, row) => row), batchSize, stride, dropoutKey: key };
}

/** Two steps at once, so that most epochs of the tests take more than one turn. */
const PACER: Pacer = { stepsAtOnce: 2, pause: async () => {}, spend: async () => {} };

/** Runs an epoch from its first step to its last. */
export function runThrough(trial: LiveTrial, epoch: Epoch): Promise<EpochOutcome> {
  return runEpoch(trial, epoch, PACER);
}

/** Hands a started trial over, and closes all that was opened. */
export async function withTrial<Result>(
  engine: Engine,
  { spec, x, y, initial }: Setting,
  use: (trial: LiveTrial) => Result | Promise<Result>,
): Promise<Result> {
  const pair = await engine.openPair({ features: toMatrix(x), targets: toMatrix(y), held: {} });
  try {
    const trial = pair.startTrial(spec, initial);
    try {
      return await use(trial);
    } finally {
      trial.close();
    }
  } finally {
    pair.close();
  }
}

/** Runs the same epochs on an engine and on the oracle. */
export async function trainBoth(engine: Engine, setting: Setting, epochs: readonly Epoch[]) {
  const { spec, x, y, initial } = setting;
  const oracle = createOracleTrial(spec, initial);
  const expected = epochs.map((epoch) => runOracleEpoch(oracle, setting, epoch));
  return withTrial(engine, { spec, x, y, initial }, async (trial) => {
    const outcomes: EpochOutcome[] = [];
    for (const epoch of epochs) outcomes.push(await runThrough(trial, epoch));
    return {
      actual: { parameters: trial.readParameters(), objectives: outcomes.map((o) => o.batchObjective) },
      expected: { parameters: oracle.parameters(), objectives: expected },
    };
  });
}

/** The steps of an epoch, as `engine.ts` states them; returns the batch objectives' mean over their rows. */
function runOracleEpoch(
  oracle: ReturnType<typeof createOracleTrial>,
  { spec, x, y }: Setting,
  { order, batchSize, stride, dropoutKey: key }: Epoch,
): number {
  let sum = 0;
  let seen = 0;
  for (let step = 0; step * stride < order.length; step++) {
    const batch = [...order.slice(step * stride, step * stride + batchSize)];
    const masks = drawMasks(spec.network, batch.length, dropoutKey(key, step));
    const rowsOf = (grid: Grid) => batch.map((row) => grid[row]);
    sum += batch.length * oracle.step(rowsOf(x), rowsOf(y), masks);
    seen += batch.length;
  }
  return sum / seen;
}

function drawMasks({ hidden, dropout }: Network, rows: number, key: number): Grid[] {
  if (dropout === 0) return [];
  return hidden.map((width, layer) => {
    const mask = new Float32Array(rows * width);
    fillDropoutMask(mask, dropoutKey(key, layer), dropout);
    return Array.from({ length: rows }, (_, row) => [...mask.slice(row * width, (row + 1) * width)]);
  });
}

/**
 * Fails unless each weight matrix and each bias vector is within `relative` of the expected one's largest
 * element, plus `absolute`.
 */
export function assertTensorsClose(
  { inputs, hidden, outputs }: Network,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute = 0,
): void {
  const widths = [inputs, ...hidden, outputs];
  const sizes = [...widths.slice(1).map((width, i) => width * widths[i]), ...widths.slice(1)];
  let start = 0;
  for (const size of sizes) {
    const tensor = Array.from(expected).slice(start, start + size);
    const largest = Math.max(...tensor.map(Math.abs));
    assertClose(Array.from(actual).slice(start, start + size), tensor, relative * largest + absolute);
    start += size;
  }
}
