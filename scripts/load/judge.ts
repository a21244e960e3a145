import type { LoadFigures } from './run-load.ts';

const MOST_HEALTH_MS = 250;
const MOST_GROWTH = 128 * 2 ** 20;
/** Flat is what grows by less from the third quarter of the time to the last. */
const MOST_DRIFT = 16 * 2 ** 20;

/** One line of what was measured, and whether it is as promised. */
export interface Judged {
  readonly line: string;
  readonly isMet: boolean;
}

/** Holds the figures of a load against what the service promises. */
export function judgeLoad({ done, faults, health, idle, memory }: LoadFigures): Judged[] {
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
  if (memory.length < 4) return [answers, healthy];
  const quarter = Math.floor(memory.length / 4);
  const growth = Math.max(...memory) - idle;
  const drift = average(memory.slice(-quarter)) - average(memory.slice(-2 * quarter, -quarter));
  return [
    answers,
    healthy,
    {
      line: `memory: ${inMiB(idle)} MiB idle, ${inMiB(growth)} MiB more at most; less than ${inMiB(MOST_GROWTH)} MiB`,
      isMet: growth < MOST_GROWTH,
    },
    {
      line: `memory over the last half: ${inMiB(drift)} MiB from its first part to its second; less than ${inMiB(MOST_DRIFT)} MiB`,
      isMet: drift < MOST_DRIFT,
    },
  ];
}

/** The smallest value that a share of them do not exceed. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function inMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
