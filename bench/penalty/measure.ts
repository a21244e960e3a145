import { median } from '../statistics.ts';

/** One way to do the job that is measured: `run` does it once. */
export interface Contestant {
  readonly name: string;
  readonly run: () => unknown;
}

const WARM_MS = 80;
const BATCH_MS = 3;
const ROUNDS = 15;
const SETTLING_RUNS = 4;

/**
 * Median nanoseconds of one run of each contestant. All are warmed up first, until V8 has compiled them as
 * well as it ever does; then every round times a batch of each in turn, so that a disturbance affects all
 * alike. Rounds go through the contestants with different strides, so that none always follows the same
 * neighbour, and untimed runs before each batch bring the caches into the state in which the contestant
 * itself leaves them.
 */
export function measure(contestants: readonly Contestant[]): number[] {
  const batches = contestants.map(({ run }) => {
    warm(run);
    return Math.max(1, Math.ceil(BATCH_MS / Math.max(timeBatch(run, 1), 1e-4)));
  });
  const samples = contestants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const at of orderOf(round, contestants.length)) {
      const { run } = contestants[at] as Contestant;
      const batch = batches[at] as number;
      timeBatch(run, SETTLING_RUNS);
      samples[at]?.push((timeBatch(run, batch) / batch) * 1e6);
    }
  }
  return samples.map(median);
}

/** 0 to count - 1, with a different start and stride each round; count must be prime. */
function orderOf(round: number, count: number): number[] {
  const stride = 1 + (round % (count - 1));
  return Array.from({ length: count }, (_, turn) => (round + turn * stride) % count);
}

function warm(run: () => unknown): void {
  const start = performance.now();
  do run();
  while (performance.now() - start < WARM_MS);
}

function timeBatch(run: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) run();
  return performance.now() - start;
}
