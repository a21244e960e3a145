import { median, type Verdict } from './goals.ts';
import type { Probe, Probes } from './peak.ts';
import type { Peer, Trainer } from './peers/trainer.ts';
import { countParameters, countStepFlops, makeSetting, type Setting, type Shape } from './setting.ts';
import { judgePeers, judgeWide } from './training-goals.ts';
import type { ShapeResult, StepTime, TimedShape, WideShares } from './training-result.ts';
import { printShape } from './training-table.ts';

const SHAPES: readonly TimedShape[] = [
  { inputs: 10, hidden: [32], batchSize: 32, field: 'engines', wide: false },
  { inputs: 16, hidden: [64, 32], batchSize: 32, field: 'all', wide: false },
  { inputs: 64, hidden: [64, 32], batchSize: 32, field: 'all', wide: false },
  { inputs: 16, hidden: [256, 128], batchSize: 256, field: 'all', wide: true },
  { inputs: 64, hidden: [256, 128], batchSize: 256, field: 'all', wide: true },
];
const QUICK_SHAPES = SHAPES.filter((_, i) => i !== 2 && i !== 3);

const ROWS = 4096;
const CHECKED_BATCHES = 4;
const CHECKED_EPOCHS = 3;
const WARM_SECONDS = 0.2;
const SAMPLE_SECONDS = 0.02;

export interface TrainingResult {
  readonly shapes: readonly ShapeResult[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Checks that all contestants train to the same weights, times a step of each at every shape, and judges.
 *
 * @param engines the fused one first: all others are compared with it
 */
export async function runTrainingBench(
  engines: readonly Peer[],
  peers: readonly Peer[],
  probes: Probes,
  { rounds, isQuick }: { readonly rounds: number; readonly isQuick: boolean },
): Promise<TrainingResult> {
  console.log(`
Time of a training step: mse + L1 (subgradient), adam, relu, ${ROWS} rows, one thread; median of ${rounds} rounds and
quartiles. All contestants take the same batches from the same first weights, and were seen to end at the
same weights after ${CHECKED_EPOCHS * CHECKED_BATCHES} steps (scikit-learn: no L1, weights of its own, its loss was seen to fall).
GFLOP/s count the matrix products alone.`);
  const shapes: ShapeResult[] = [];
  for (const shape of isQuick ? QUICK_SHAPES : SHAPES) {
    const field = shape.field === 'all' ? [...engines, ...peers] : engines;
    await checkField(field, makeSetting(shape, CHECKED_BATCHES * shape.batchSize));
    const result = await timeField(field, shape, probes, rounds);
    printShape(result);
    shapes.push(result);
  }
  const verdicts = shapes.flatMap((result) => [...judgePeers(result), ...judgeWide(result)]);
  return { shapes, verdicts };
}

/** Trains all by the same few steps; throws if one does not end where the first does. */
async function checkField([first, ...others]: readonly Peer[], setting: Setting): Promise<void> {
  const expected = await trainAFew(first, setting, (trainer) => trainer.readParameters());
  if (expected === null) throw new Error(`${first.name} gives no parameters`);
  const largest = Math.max(...expected.map(Math.abs));
  for (const peer of others) {
    const bound = (peer.name.startsWith('absum') ? 1e-5 : 1e-3) * largest;
    await trainAFew(peer, setting, async (trainer) => {
      const actual = await trainer.readParameters();
      if (actual !== null) return checkClose(peer.name, actual, expected, bound);
      const [before, after] = (await trainer.readLosses?.()) ?? [0, 0];
      if (!(after < before)) throw new Error(`${peer.name}: the loss went from ${before} to ${after}`);
    });
  }
}

async function trainAFew<T>(
  peer: Peer,
  setting: Setting,
  read: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const trainer = await peer.start(setting);
  await trainer.train(CHECKED_EPOCHS);
  const result = await read(trainer);
  trainer.close();
  return result;
}

function checkClose(name: string, actual: Float32Array, expected: Float32Array, bound: number): void {
  if (actual.length !== expected.length) throw new Error(`${name}: ${actual.length} parameters`);
  for (const [i, value] of expected.entries()) {
    if (Math.abs(actual[i] - value) <= bound) continue;
    throw new Error(`${name}: parameter ${i} is ${actual[i]}, expected ${value} within ${bound}`);
  }
}

/**
 * In every round each contestant is timed in turn, with a different start, so that a disturbance affects all
 * alike.
 */
async function timeField(
  field: readonly Peer[],
  shape: TimedShape,
  probes: Probes,
  rounds: number,
): Promise<ShapeResult> {
  const setting = makeSetting(shape, ROWS);
  const steps = Math.ceil(ROWS / shape.batchSize);
  const trainers = await Promise.all(field.map((peer) => peer.start(setting)));
  const epochs: number[] = [];
  for (const trainer of trainers) epochs.push(await warm(trainer));
  const measured: { run: () => Promise<number> | number; samples: number[] }[] = trainers.map(
    (trainer, i) => ({
      run: async () => (await trainer.train(epochs[i])) / (epochs[i] * steps),
      samples: [],
    }),
  );
  const probed = shape.wide ? [probes.peak, probes.roots, ...listProducts(probes, shape)] : [];
  measured.push(...probed.map(({ seconds }) => ({ run: seconds, samples: [] })));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < measured.length; turn++) {
      const { run, samples } = measured[(round + turn) % measured.length];
      samples.push(await run());
    }
  }
  for (const trainer of trainers) trainer.close();
  const flops = countStepFlops(shape);
  const fused = median(measured[0].samples);
  const times = field.map((peer, i) => summarize(peer, measured[i].samples, flops, fused));
  const seconds = measured.slice(field.length).map(({ samples }) => median(samples));
  return { shape, times, wide: shape.wide ? shareOut(shape, probed, seconds, fused) : null };
}

function listProducts(probes: Probes, shape: Shape): Probe[] {
  const { forward, gradient, backward } = probes.products(shape);
  return [forward, gradient, backward];
}

/** Trains until it is compiled as well as it ever is; returns how many epochs make a sample long enough. */
async function warm(trainer: Trainer): Promise<number> {
  let latest = await trainer.train(1); // compiles, where it is compiled as a whole
  for (let spent = 0; spent < WARM_SECONDS; spent += latest) latest = await trainer.train(1);
  return Math.max(1, Math.ceil(SAMPLE_SECONDS / latest));
}

function summarize({ name, note }: Peer, samples: readonly number[], flops: number, fused: number): StepTime {
  const sorted = samples.toSorted((a, b) => a - b);
  const seconds = median(samples);
  return {
    name: note === undefined ? name : `${name} (${note})`,
    seconds,
    low: sorted[Math.floor((sorted.length - 1) / 4)],
    high: sorted[Math.ceil(((sorted.length - 1) * 3) / 4)],
    gigaflops: flops / seconds / 1e9,
    timesFused: seconds / fused,
  };
}

/** The bound of a step: its operations at the peak, then a square root and a division for 4 parameters. */
function shareOut(
  shape: Shape,
  probed: readonly Probe[],
  seconds: readonly number[],
  step: number,
): WideShares {
  const rates = probed.map(({ amount }, i) => amount / seconds[i]);
  const [peak, roots, forward, gradient, backward] = rates;
  const amounts = probed.slice(2).reduce((sum, { amount }) => sum + amount, 0);
  const spent = seconds.slice(2).reduce((sum, value) => sum + value, 0);
  const boundSeconds = countStepFlops(shape) / peak + countParameters(shape) / 4 / roots;
  return {
    peakGigaflops: peak / 1e9,
    rootsPerSecond: roots,
    forward: forward / peak,
    gradient: gradient / peak,
    backward: backward / peak,
    products: amounts / spent / peak,
    boundSeconds,
    step: boundSeconds / step,
  };
}
