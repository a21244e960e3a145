/**
 * Kills the hosts of sweeps again and again while they work on one, and checks that the report is that of an
 * undisturbed sweep. `--help` lists the options.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ChaosHost, openServerHost, openWorkerHost, type Running } from './chaos/hosts.ts';
import { drawMoments, type Moment } from './chaos/moments.ts';
import { type ChaosOptions, HELP, type HostName, readOptions } from './chaos/options.ts';
import { awaitReport, compareAtOnce, listTold, startSweep, TRIALS } from './chaos/sweep-client.ts';
import { readCommandLine } from './command-line.ts';
import { describeLatencies, measureHealth } from './latency.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Nothing may stand still for longer, however busy the machine is. */
const PATIENCE_SECONDS = 180;
const IDLE_MS = 2_000;
const OPEN: Readonly<Record<HostName, (root: string) => ChaosHost>> = {
  worker: openWorkerHost,
  server: openServerHost,
};

const options = readCommandLine('chaos', HELP, readOptions);
for (const [i, name] of (options?.hosts ?? []).entries()) {
  if (i > 0) console.log();
  const host = OPEN[name](ROOT);
  try {
    if (options !== null) await run(host, options);
  } catch (error) {
    console.error(`chaos: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    host.remove();
  }
}

async function run(host: ChaosHost, { kills, seed }: ChaosOptions): Promise<void> {
  console.log(`A sweep of ${TRIALS} trials under ${host.name}, ${kills} kills, seed ${seed}.\n`);
  const first = await host.start();
  let expected: string;
  let id: string;
  try {
    expected = await runUndisturbed(first);
    ({ id } = await startSweep(first.url));
  } catch (error) {
    await first.stop();
    throw error;
  }
  const moments = drawMoments(kills, TRIALS, seed);
  const killed = [await killAt(host, id, moments[0], first.processGroup)];
  for (const moment of moments.slice(1)) killed.push(await startAndKill(host, id, moment));
  console.log(`\nkilled with ${killed.join(', ')} trials on record`);
  await checkEnd(host, id, expected);
}

/** The sweep without a kill, and its latencies. Returns its report. */
async function runUndisturbed({ url }: Running): Promise<string> {
  const until = performance.now() + IDLE_MS;
  console.log(
    `/healthz, idle:          ${describeLatencies(await measureHealth(url, () => performance.now() > until))}`,
  );
  const compared = await compareAtOnce(url);
  const { id } = await startSweep(url);
  let isOver = false;
  const health = measureHealth(url, () => isOver);
  const started = performance.now();
  const report = await awaitReport(url, id, PATIENCE_SECONDS).finally(() => {
    isOver = true;
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`/healthz, sweep at work: ${describeLatencies(await health)}`);
  console.log(`undisturbed, ${seconds} s:     ${digest(report)}`);
  requireEqual(digest(report), digest(compared), 'the digest of the sweep and of /v1/compare');
  return report;
}

async function startAndKill(host: ChaosHost, id: string, moment: Moment): Promise<number> {
  let killing: Promise<number> | undefined;
  const starting = host.start((group) => {
    killing = killAt(host, id, moment, group);
  });
  // It need not get as far as answering: there are no requests.
  const [recorded] = await Promise.all([killing, starting.catch(() => {})]);
  return recorded ?? 0;
}

/** Kills a process group at a moment, sending no request. Returns how many trials were on record. */
async function killAt(host: ChaosHost, id: string, moment: Moment, group: number): Promise<number> {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  try {
    while (host.countRecorded(id) < moment.trials) {
      if (Date.now() > until)
        throw new Error(`after ${PATIENCE_SECONDS} s ${host.countRecorded(id)} trials are on record`);
      await sleep(20);
    }
    await sleep(moment.ms);
  } finally {
    process.kill(-group, 'SIGKILL');
  }
  return host.countRecorded(id);
}

/** Lets the sweep finish without a request, and compares its report. */
async function checkEnd(host: ChaosHost, id: string, expected: string): Promise<void> {
  const running = await host.start();
  try {
    const until = Date.now() + PATIENCE_SECONDS * 1000;
    while (host.countRecorded(id) < TRIALS && Date.now() < until) await sleep(100);
    const report = await awaitReport(running.url, id, PATIENCE_SECONDS);
    console.log(`killed and restarted:    ${digest(report)}`);
    const told = await listTold(running.url, id);
    requireEqual(told.length, TRIALS, 'the trials told of');
    requireEqual(new Set(told).size, TRIALS, 'the different trials told of');
    requireEqual(report === expected, true, 'that the reports are the same bytes');
    console.log('The reports are the same, byte for byte; every trial was counted once.');
  } finally {
    await running.stop();
  }
}

function digest(text: string): string {
  return `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)}, ${text.length} characters`;
}

function requireEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}
