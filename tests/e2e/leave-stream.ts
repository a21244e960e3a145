import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { RunningWorker } from '../../scripts/start-worker.ts';

/** Processor time is read where Linux keeps it. */
export const HAS_PROC = existsSync('/proc/self/stat');

/** Some minutes of work: who rests before the test's time is up was stopped. */
const LONG = {
  data: { dataset: 'diabetes' },
  network: { hidden: [64, 32] },
  training: { epochs: 3000 },
  penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
};

/**
 * Opens a stream of a long comparison, reads its plan, lets the worker train, and goes away; resolves once the worker
 * rests. Measured is processor time, not how long something takes, which others on the machine have a say in.
 *
 * @param path under which the worker has absum
 */
export async function leaveStream({ url, processGroup }: RunningWorker, path = ''): Promise<void> {
  const leaving = new AbortController();
  const response = await fetch(`${url}${path}/v1/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(LONG),
    signal: leaving.signal,
  });
  const chunk = await response.body?.getReader().read();
  expect(new TextDecoder().decode(chunk?.value)).toContain('event: plan');
  const before = readSeconds(processGroup);
  while (readSeconds(processGroup) - before < 0.5) await wait(50);
  leaving.abort();
  let used = Number.POSITIVE_INFINITY;
  // One that trains gets more than a twentieth of the time, however busy the machine.
  while (used > 0.1) {
    const start = readSeconds(processGroup);
    await wait(2000);
    used = readSeconds(processGroup) - start;
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of processor time that the processes of a group have used. */
function readSeconds(group: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((fields) => Number(fields[2]) === group)
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) / 100, 0);
}

/** The fields of a process after its name; none where it has ended meanwhile. */
function readStat(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  } catch {
    return [];
  }
}
