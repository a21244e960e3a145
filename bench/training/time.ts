import type { Peer, Trainer } from '../peers/trainer.ts';
import { countParameters, countStepFlops, makeSetting, type Shape } from '../setting.ts';
import { median } from '../statistics.ts';
import type { Probe, Probes } from './peak.ts';
import type { ShapeResult, StepTime, TimedShape, WideShares } from './result.ts';

const WARM_SECONDS = 0.2;
const SAMPLE_SECONDS = 0.02;

/**
 * Times a step of each contestant. In every round each is timed in turn, with a different start, so that a disturbance
 * affects all alike.
 *
 * @param probes what a wide shape is compared with; null to leave that out
 */
export async function timeField(
  field: readonly Peer[],
  shape: TimedShape,
  rows: number,
  probes: Probes | null,
  rounds: number,
): Promise<ShapeResult> {
  const setting = makeSetting(shape, rows);
  const steps = Math.ceil(rows / shape.batchSize);
  const trainers = await Promise.all(field.map((peer) => peer.start(setting)));
  const epochs: number[] = [];
  for (const trainer of trainers) epochs.push(await warm(trainer));
  const measured: { run: () => Promise<number> | number; samples: number[] }[] = trainers.map(
    (trainer, i) => ({
      run: async () => (await trainer.train(epochs[i])) / (epochs[i] * steps),
      samples: [],
    }),
  );
  const probed =
    shape.wide && probes !== null ? [probes.peak, probes.roots, ...listProducts(probes, shape)] : [];
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
  return { shape, times, wide: probed.length > 0 ? shareOut(shape, probed, seconds, fused) : null };
}

function listProducts(probes: Probes, shape: Shape): Probe[] {
  const { forward, gradient, backward } = probes.products(shape);
  return [forward, gradient, backward];
}

/** Trains until it is compiled as well as it ever is; returns how many epochs make a sample long enough. */
async function warm(trainer: Trainer): Promise<number> {
  let latest = await trainer.train(1); // compiles, where it is compiled as a whole
  for (let spent = 0; spent < WARM_SECONDS; spent += latest) latest = await trainer.train(1);
  // A page's clock has steps of 0.1 ms, so an epoch may seem to take none.
  return Math.max(1, Math.ceil(SAMPLE_SECONDS / Math.max(latest, 1e-4)));
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
