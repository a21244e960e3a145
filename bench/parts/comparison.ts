import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measurePeak } from '../comparison/absum.ts';
import {
  type Contestant,
  gatherContestants,
  JAX_COLD,
  JAX_SHARED,
  JAX_WARM,
  RELAXED,
  STRICT,
} from '../comparison/contestants.ts';
import { nameRecipe, RECIPE, SHORT_RECIPE } from '../comparison/recipe.ts';
import { atMost, notMeasured, type Verdict } from '../goals.ts';
import { isZen4, type Machine } from '../machine.ts';
import type { Part } from '../part.ts';
import { median } from '../statistics.ts';

const ROUNDS = 5;

/** Between a good fit and predicting the mean; a diverged trial is outside. */
const RMSE_RANGE = [50, 77] as const;

interface Timed {
  readonly name: string;
  readonly note: string | null;
  /** Of each round, from the start of the process to the end of its answer. */
  readonly seconds: readonly number[];
  readonly peakBytes: number | null;
}

/** The most memory that the process held with so many threads beside its own. */
interface Peak {
  readonly workers: number;
  readonly bytes: number;
}

export interface ComparisonFigures {
  readonly recipe: string;
  readonly times: readonly Timed[];
  readonly missing: readonly string[];
  /** Of the command line, without threads first. */
  readonly peaks: readonly Peak[];
}

/** The most that the whole comparison may take, over JAX; floors on the processor on which they were set. */
const BARS = [
  { name: JAX_WARM, bar: 0.48 },
  { name: JAX_COLD, bar: 0.31 },
  { name: JAX_SHARED, bar: 0.76 },
] as const;

/** The whole comparison as each one's user would run it, process start included. */
export const comparison: Part<ComparisonFigures> = {
  name: 'comparison',

  async measure({ isQuick, findPythons }) {
    const recipe = isQuick ? SHORT_RECIPE : RECIPE;
    const pythons = await findPythons();
    const cache = mkdtempSync(join(tmpdir(), 'absum-jax-cache-'));
    try {
      // A quick run leaves Python out: it would take longer than all the rest.
      const programs = isQuick ? {} : pythons.programs;
      const contestants = await gatherContestants(recipe, { ...pythons, programs }, cache);
      const times = await timeAll(contestants, isQuick ? 1 : ROUNDS);
      const peaks: Peak[] = [];
      for (const workers of new Set([0, 1, availableParallelism()])) {
        peaks.push({ workers, bytes: await measurePeak(recipe, workers) });
      }
      return { recipe: nameRecipe(recipe), times, missing: pythons.missing, peaks };
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },

  judge({ times, peaks }, machine) {
    const most = peaks.at(-1);
    const added = most === undefined ? 0 : countAdded(most, peaks) / 1e6;
    return [
      ...BARS.flatMap(({ name, bar }) => [
        judgeRatio(times, STRICT, name, bar, machine),
        judgeRatio(times, RELAXED, name, bar, machine),
      ]),
      judgeTorch(times),
      atMost('goal', 'peak memory of the command line, in place', peaks[0].bytes / 1e6, 100, ' MB'),
      atMost('goal', 'what each of its threads adds', added, 40, ' MB'),
    ];
  },

  show({ recipe, times, missing, peaks }) {
    const rows = times.map(({ name, note, seconds, peakBytes }) => {
      const range =
        seconds.length === 1
          ? ''
          : ` (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})`;
      const ratio =
        name === STRICT || name === RELAXED
          ? ''
          : `, absum takes ${ratioOf(times, STRICT, name)?.toFixed(2)} of it`;
      const memory = peakBytes === null ? '' : `, ${(peakBytes / 1e6).toFixed(0)} MB a process`;
      const said = note === null ? '' : `, ${note}`;
      return `  ${name.padEnd(36)}${median(seconds).toFixed(2).padStart(6)} s${range}${ratio}${memory}${said}`;
    });
    const memory = peaks.map((peak) => {
      const { workers, bytes } = peak;
      const total = `${(bytes / 1e6).toFixed(0)} MB`;
      if (workers === 0) return `in place ${total}`;
      const more = (countAdded(peak, peaks) / 1e6).toFixed(0);
      return `${workers} ${workers === 1 ? 'thread' : 'threads'} ${total} (${more} MB more for each)`;
    });
    return [
      `The whole comparison: ${recipe}; from the start of the process, on all cores; median of the rounds`,
      ...rows,
      ...(missing.length === 0 ? [] : [`  not at hand, and so not measured: ${missing.join(', ')}`]),
      `  absum compare holds at most: ${memory.join(', ')}`,
    ].join('\n');
  },
};

/** Bytes that each thread adds to what the process holds without one. */
function countAdded({ workers, bytes }: Peak, [inPlace]: readonly Peak[]): number {
  return (bytes - inPlace.bytes) / Math.max(1, workers);
}

/** In turns, each round in another order. All must come to the same answer. */
async function timeAll(contestants: readonly Contestant[], rounds: number): Promise<Timed[]> {
  const seconds = contestants.map((): number[] => []);
  const peaks = contestants.map((): number => 0);
  const expected = (await contestants[0].run()).rmse;
  // Once untimed: so the compile cache becomes warm, and the files of all are in the system's cache.
  for (const { isSlow, run } of contestants.slice(1)) if (!isSlow) await run();
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const i = (round + turn) % contestants.length;
      if (contestants[i].isSlow && round > 0) continue;
      const found = await contestants[i].run();
      checkAnswer(contestants[i], found.rmse, expected);
      seconds[i].push(found.seconds);
      peaks[i] = Math.max(peaks[i], found.peakBytes ?? 0);
    }
  }
  return contestants.map(({ name, note }, i) => ({
    name,
    note: note ?? null,
    seconds: seconds[i],
    peakBytes: peaks[i] || null,
  }));
}

/** Splits and first weights are each one's own, so the means over 20 pairs agree within some percent. */
const CLOSE = 0.1;

function checkAnswer(
  { name, isSlow = false }: Contestant,
  rmse: readonly number[],
  expected: readonly number[],
): void {
  const [least, most] = RMSE_RANGE;
  const fault = rmse.findIndex((value, i) => {
    const isClose = isSlow || Math.abs(value / expected[i] - 1) <= CLOSE;
    return !(isClose && value > least && value < most);
  });
  if (fault === -1 && rmse.length === expected.length) return;
  throw new Error(`${name}: validation RMSE of ${rmse.join(', ')}, expected some ${expected.join(', ')}`);
}

/** The median over rounds of one's time over another's in the same round. */
function ratioOf(times: readonly Timed[], own: string, other: string): number | null {
  const [ours, theirs] = [own, other].map((name) => times.find((time) => time.name === name)?.seconds);
  if (ours === undefined || theirs === undefined) return null;
  return median(theirs.map((seconds, round) => ours[round] / seconds));
}

function judgeRatio(
  times: readonly Timed[],
  own: string,
  other: string,
  bar: number,
  machine: Machine,
): Verdict {
  const kind = isZen4(machine) && machine.cores === 2 ? 'floor' : 'goal';
  const what = `${own} over ${other}`;
  const ratio = ratioOf(times, own, other);
  return ratio === null ? notMeasured(kind, what, 'not at hand') : atMost(kind, what, ratio, bar, ' times');
}

function judgeTorch(times: readonly Timed[]): Verdict {
  const ratio = ratioOf(times, STRICT, 'PyTorch');
  const what = 'absum compare over PyTorch';
  return ratio === null
    ? notMeasured('goal', what, 'not at hand')
    : atMost('goal', what, ratio, 0.04, ' times');
}
