/**
 * Kills `wrangler dev` again and again while it works on a sweep, and checks that the report is that of an
 * undisturbed sweep. `--help` lists the options.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeBuiltConfig } from './chaos/built-config.ts';
import { countRecorded } from './chaos/ledger-file.ts';
import { drawMoments, type Moment } from './chaos/moments.ts';
import { type ChaosOptions, HELP, readOptions } from './chaos/options.ts';
import { awaitReport, compareAtOnce, listTold, startSweep, TRIALS } from './chaos/sweep-client.ts';
import { readCommandLine } from './command-line.ts';
import { describeLatencies, measureHealth } from './latency.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Nothing may stand still for longer, however busy the machine is. */
const PATIENCE_SECONDS = 180;
const IDLE_MS = 2_000;

/** Where a worker is started again and again. */
interface Place {
  readonly flags: readonly string[];
  /** Where it keeps its state. */
  readonly state: string;
}

const options = readCommandLine('chaos', HELP, readOptions);
if (options !== null) {
  const config = writeBuiltConfig(ROOT);
  const state = mkdtempSync(join(tmpdir(), 'absum-chaos-'));
  try {
    await run({ flags: ['--config', config.path, '--persist-to', state], state }, options);
  } catch (error) {
    console.error(`chaos: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    config.remove();
    rmSync(state, { recursive: true, force: true });
  }
}

async function run(place: Place, { kills, seed }: ChaosOptions): Promise<void> {
  console.log(`A sweep of ${TRIALS} trials under wrangler dev, ${kills} kills, seed ${seed}.\n`);
  const first = await startWorker(ROOT, {}, place);
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
  const killed = [await killAt(place, id, moments[0], first.processGroup)];
  for (const moment of moments.slice(1)) killed.push(await startAndKill(place, id, moment));
  console.log(`\nkilled with ${killed.join(', ')} trials on record`);
  await checkEnd(place, id, expected);
}

/** The sweep without a kill, and its latencies. Returns its report. */
async function runUndisturbed({ url }: RunningWorker): Promise<string> {
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

async function startAndKill(place: Place, id: string, moment: Moment): Promise<number> {
  let killing: Promise<number> | undefined;
  const onSpawn = (group: number) => {
    killing = killAt(place, id, moment, group);
  };
  // It need not get as far as answering: there are no requests.
  const starting = startWorker(ROOT, {}, { ...place, onSpawn }).catch(() => {});
  const recorded = await killing;
  await starting;
  return recorded ?? 0;
}

/** Kills a process group at a moment, sending no request. Returns how many trials were on record. */
async function killAt({ state }: Place, id: string, moment: Moment, group: number): Promise<number> {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  try {
    while (countRecorded(state, id) < moment.trials) {
      if (Date.now() > until)
        throw new Error(`after ${PATIENCE_SECONDS} s ${countRecorded(state, id)} trials are on record`);
      await sleep(20);
    }
    await sleep(moment.ms);
  } finally {
    process.kill(-group, 'SIGKILL');
  }
  return countRecorded(state, id);
}

/** Lets the sweep finish without a request, and compares its report. */
async function checkEnd(place: Place, id: string, expected: string): Promise<void> {
  const worker = await startWorker(ROOT, {}, place);
  try {
    const until = Date.now() + PATIENCE_SECONDS * 1000;
    while (countRecorded(place.state, id) < TRIALS && Date.now() < until) await sleep(100);
    const report = await awaitReport(worker.url, id, PATIENCE_SECONDS);
    console.log(`killed and restarted:    ${digest(report)}`);
    const told = await listTold(worker.url, id);
    requireEqual(told.length, TRIALS, 'the trials told of');
    requireEqual(new Set(told).size, TRIALS, 'the different trials told of');
    requireEqual(report === expected, true, 'that the reports are the same bytes');
    console.log('The reports are the same, byte for byte; every trial was counted once.');
  } finally {
    await worker.stop();
  }
}

function digest(text: string): string {
  return `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)}, ${text.length} characters`;
}

function requireEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}
