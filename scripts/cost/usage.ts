import { DEFAULT_MOST_LANES, DEFAULT_SWEEP_DAYS } from '../../src/sweeps/limits.ts';
import type { Usage } from './prices.ts';

/**
 * A 64-32 network, 100 epochs on the built-in diabetes data, measured on a slow day: `npm run bench` compares 40 such trials in
 * 2,160 ms on Node, and a comparison takes workerd 2.47 s where it takes Node 2.06 s; the plan estimates 5.70 s for 80.
 */
export const TRIAL_CPU_MS = (2160 / 40) * (2.47 / 2.06);
const ESTIMATED_SECONDS_A_TRIAL = 5.7 / 80;
const LAMBDAS = 4;

/** Bytes of a ledger's database for each trial, and of a report: for its curves, and for each trial. */
export const LEDGER_BYTES_A_TRIAL = 8_400;
const REPORT_BYTES = 43_000;
const REPORT_BYTES_A_TRIAL = 336;
/** Measured on sweeps of 40,000 and 60,000 small trials: bytes of the heap for a trial while the report is made. */
export const HEAP_BYTES_A_TRIAL = 1_800;
/** Assumed: bytes that the platform keeps for a step, which returns a word. */
const STEP_BYTES = 1_000;

/** Rows that the ledger writes, as a Durable Object counts them: `tests/cloudflare/rows.test.ts`. */
export const ROWS_A_TRIAL = 4;
export const ROWS_A_PAIR = 4;
const ROWS_A_SWEEP = 10;

/** Calls to the ledger: of a pair before its trials and after them, of a lane's ends, and of the whole sweep. */
const CALLS_A_PAIR = 4;
const CALLS_A_LANE = 4;
const CALLS_A_SWEEP = 7;
/** Assumed: how long a lane waits for an answer of the ledger, in milliseconds. */
export const CALL_MS = 10;
/** The watchdog looks every so many seconds; somebody who follows asks every so many. */
const WATCH_SECONDS = 5;
const FOLLOW_SECONDS = 0.5;

const SECONDS_A_LANE = 5;
const MOST_BATCHES = 500;
const DAYS_STEPS_KEPT = 30;
const GB = 1e9;
const OBJECT_GB = 0.128;

/** Calls to the ledger for each trial, including its share of its pair's calls. */
export function callsOfTrial(): number {
  return (CALLS_A_PAIR + LAMBDAS) / LAMBDAS;
}

export function reportBytes(trials: number): number {
  return REPORT_BYTES + trials * REPORT_BYTES_A_TRIAL;
}

/** How a sweep of this many trials is divided among lanes. */
export function shareOut(trials: number): { pairs: number; lanes: number; steps: number; seconds: number } {
  const pairs = Math.ceil(trials / LAMBDAS);
  const wanted = Math.ceil((trials * ESTIMATED_SECONDS_A_TRIAL) / SECONDS_A_LANE);
  const lanes = Math.max(1, Math.min(DEFAULT_MOST_LANES, pairs, wanted));
  const share = Math.ceil(pairs / lanes);
  const batches = Math.ceil(share / Math.ceil(share / MOST_BATCHES));
  const seconds = ((trials / lanes) * (TRIAL_CPU_MS + callsOfTrial() * CALL_MS)) / 1000;
  return { pairs, lanes, steps: lanes * (batches + 2), seconds };
}

/** The most calls that one lane makes: the one that makes the report and so reads every pair. */
export function countLaneCalls(pairs: number, lanes: number, lambdas = LAMBDAS): number {
  return Math.ceil(pairs / lanes) * (CALLS_A_PAIR + lambdas) + MOST_BATCHES + CALLS_A_LANE + pairs;
}

/** What `sweeps` sweeps of `trials` trials each use if one person follows each and fetches the report. */
export function useSweeps(sweeps: number, trials: number): Usage {
  const { pairs, lanes, steps, seconds } = shareOut(trials);
  const looks = seconds / WATCH_SECONDS;
  const calls = pairs * (CALLS_A_PAIR + LAMBDAS + 1) + steps + lanes * CALLS_A_LANE + CALLS_A_SWEEP;
  const one: Usage = {
    requests: 3 + lanes,
    cpuMs: trials * TRIAL_CPU_MS,
    steps,
    stepGbMonths: (steps * STEP_BYTES * DAYS_STEPS_KEPT) / 30 / GB,
    objectRequests: calls + looks + seconds / FOLLOW_SECONDS,
    objectGbSeconds: seconds * OBJECT_GB,
    rowsWritten: trials * ROWS_A_TRIAL + pairs * ROWS_A_PAIR + ROWS_A_SWEEP + looks,
    rowsRead: trials * (12 + lanes),
    objectGbMonths: (trials * LEDGER_BYTES_A_TRIAL * DEFAULT_SWEEP_DAYS) / 30 / GB,
    bucketWrites: 2,
    bucketReads: lanes + 1,
    bucketGbMonths: (reportBytes(trials) * DEFAULT_SWEEP_DAYS) / 30 / GB,
  };
  return scale(one, sweeps);
}

/** What `comparisons` comparisons of `trials` trials each use if each is answered within its request. */
export function useComparisons(comparisons: number, trials: number): Usage {
  const nothing = scale(useSweeps(1, trials), 0);
  return { ...nothing, requests: comparisons, cpuMs: comparisons * trials * TRIAL_CPU_MS };
}

function scale(usage: Usage, factor: number): Usage {
  return Object.fromEntries(
    Object.entries(usage).map(([item, amount]) => [item, amount * factor]),
  ) as unknown as Usage;
}
