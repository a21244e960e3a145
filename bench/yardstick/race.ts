import { makeSetting, type Shape } from '../setting.ts';
import { quantile } from '../statistics.ts';
import type { Contestant, Racer } from './contestants.ts';

/** A contestant's time for a step. */
export interface RaceTime {
  readonly name: Contestant['name'];
  readonly microseconds: number;
  /** Over the baseline, in each block of rounds. */
  readonly ratios: readonly number[];
  /** Whether parameters, objectives and predictions were those of the baseline, bit for bit, after some epochs. */
  readonly sameBits: boolean;
}

export interface RaceResult {
  readonly shape: Shape;
  readonly times: readonly RaceTime[];
}

const WARM_SECONDS = 0.15;
const SAMPLE_SECONDS = 0.0007;
const BLOCKS = 6;
/** A quick share of a block's samples: neighbours on the machine only ever add time. */
const QUIET = 0.2;
/** So few that a sample is short at every shape, and many are quiet: eight batches of 32, or one of 256. */
const ROWS = 256;
const CHECKED_EPOCHS = 5;
/** How far arithmetic that fuses may lead from the baseline, relative to the largest parameter. */
const CLOSE = 1e-5;

/**
 * Checks that all contestants train to the same, then times their steps in turns: many short samples, in blocks that each
 * give a ratio of their own.
 *
 * @param contestants the baseline first
 * @param rounds samples of each contestant
 */
export async function race(
  contestants: readonly Contestant[],
  shape: Shape,
  rounds: number,
): Promise<RaceResult> {
  const bits = await compareBits(contestants, shape);
  const setting = makeSetting(shape, ROWS);
  const racers = await Promise.all(contestants.map((contestant) => contestant.start(setting)));
  const epochs = racers.map(warm);
  const samples = racers.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < racers.length; turn++) {
      const i = (round + turn) % racers.length;
      samples[i].push(time(racers[i], epochs[i]) / (epochs[i] * racers[i].steps));
    }
  }
  for (const racer of racers) racer.close();
  const times = contestants.map(({ name }, i) => ({
    name,
    microseconds: 1e6 * quantile(samples[i], QUIET),
    ratios: compareBlocks(samples[i], samples[0]),
    sameBits: bits[i],
  }));
  return { shape, times };
}

/** The ratio of two series in each of some blocks of rounds. */
export function compareBlocks(own: readonly number[], other: readonly number[]): number[] {
  const size = Math.max(1, Math.floor(own.length / BLOCKS));
  const ratios: number[] = [];
  for (let from = 0; from + size <= own.length && ratios.length < BLOCKS; from += size) {
    const ofBlock = (samples: readonly number[]) => quantile(samples.slice(from, from + size), QUIET);
    ratios.push(ofBlock(own) / ofBlock(other));
  }
  return ratios;
}

/** Seconds of some epochs. */
function time(racer: Racer, epochs: number): number {
  const started = performance.now();
  for (let epoch = 0; epoch < epochs; epoch++) racer.runEpoch();
  return (performance.now() - started) / 1000;
}

/** Trains until it is compiled as well as it ever is; returns how many epochs make a sample long enough. */
function warm(racer: Racer): number {
  let latest = 1;
  for (let spent = 0; spent < WARM_SECONDS; spent += latest) latest = time(racer, 1);
  return Math.max(1, Math.ceil(SAMPLE_SECONDS / latest));
}

/** Trains all alike, with a short last batch; throws if one does not come near the baseline. */
async function compareBits(contestants: readonly Contestant[], shape: Shape): Promise<boolean[]> {
  const setting = makeSetting(shape, 4 * shape.batchSize + 7);
  const outcomes: Outcome[] = [];
  for (const contestant of contestants) {
    const racer = await contestant.start(setting);
    const objectives = Array.from({ length: CHECKED_EPOCHS }, () => racer.runEpoch()).flatMap((all) => [
      ...all,
    ]);
    outcomes.push({ parameters: racer.readParameters(), predictions: racer.predict(), objectives });
    racer.close();
  }
  const [expected] = outcomes;
  return outcomes.map((actual, i) => {
    checkClose(contestants[i].name, actual.parameters, expected.parameters);
    return KEYS.every((key) => isSame(actual[key], expected[key]));
  });
}

interface Outcome {
  readonly parameters: Float32Array;
  readonly predictions: Float32Array;
  readonly objectives: readonly number[];
}
const KEYS = ['parameters', 'predictions', 'objectives'] as const;

/** Bit for bit, save for the kind of a NaN. */
function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]));
}

function checkClose(name: string, actual: Float32Array, expected: Float32Array): void {
  const bound = CLOSE * expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const at = expected.findIndex((value, i) => !(Math.abs(actual[i] - value) <= bound));
  if (at === -1) return;
  throw new Error(`${name}: parameter ${at} is ${actual[at]}, expected ${expected[at]} within ${bound}`);
}
