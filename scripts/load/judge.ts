import { findQuantile } from '../latency.ts';
import type { LoadFigures } from './run-load.ts';

const MOST_HEALTH_MS = 250;
const MOST_GROWTH = 128 * 2 ** 20;
/** Memory counts as flat if it grows by less than this from the third quarter of the time to the last. */
const MOST_DRIFT = 16 * 2 ** 20;

/** One line of what was measured, and whether it is as promised; null if nothing is promised. */
export interface Judged {
  readonly line: string;
  readonly isMet: boolean | null;
}

/**
 * Compares the figures of a load with what the service promises.
 *
 * @param bare bytes by which the processes of `wrangler dev` grow with each request, whatever the worker does; null for
 *   another host, which promises nothing about its memory
 */
export function judgeLoad(
  { done, faults, health, slowest, idle, memory }: LoadFigures,
  bare: number | null,
): Judged[] {
  const requests = [...done.values()].reduce((a, b) => a + b, 0);
  const kinds = [...done].map(([name, count]) => `${count} ${name}`).join(', ');
  const answers = {
    line: `${requests} requests (${kinds}), ${faults.length} wrong`,
    isMet: faults.length === 0,
  };
  const p99 = findQuantile(health, 0.99);
  const healthy = {
    line:
      `${health.length} x /healthz: median ${findQuantile(health, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ` +
      `slowest ${findQuantile(health, 1).toFixed(0)} ms; less than ${MOST_HEALTH_MS} ms at p99`,
    isMet: p99 < MOST_HEALTH_MS,
  };
  const judged: Judged[] = [answers, healthy];
  for (const [name, ms] of slowest) {
    judged.push({ line: `  ${ms.toFixed(0)} ms at most under ${name}`, isMet: null });
  }
  const taken = memory.map(({ worker }) => worker);
  const quarter = Math.floor(taken.length / 4);
  if (quarter === 0) return judged;
  const growth = Math.max(...taken) - idle.worker;
  const drift = average(taken.slice(-quarter)) - average(taken.slice(-2 * quarter, -quarter));
  const resident = Math.max(...memory.map((sample) => sample.resident)) - idle.resident;
  if (bare === null) {
    const line = `the process: ${inMiB(idle.resident)} MiB idle, ${inMiB(resident)} MiB more at most`;
    return [...judged, { line, isMet: null }];
  }
  return [
    ...judged,
    {
      line: `the worker's memory: ${inMiB(idle.worker)} MiB idle, ${inMiB(growth)} MiB more at most; less than ${inMiB(MOST_GROWTH)} MiB`,
      isMet: growth < MOST_GROWTH,
    },
    {
      line: `over the last half: ${inMiB(drift)} MiB from its first part to its second; less than ${inMiB(MOST_DRIFT)} MiB`,
      isMet: drift < MOST_DRIFT,
    },
    {
      line:
        `the processes of wrangler dev: ${inMiB(idle.resident)} MiB idle, ${inMiB(resident)} MiB more at most; ` +
        `with a worker that only writes to the log ${(bare / 1024).toFixed(0)} KiB a request`,
      isMet: null,
    },
  ];
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function inMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
