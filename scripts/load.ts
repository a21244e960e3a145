/**
 * Loads the worker, as `wrangler dev` runs it, and the server on Node: with clients that send right and wrong
 * requests, leave early and read slowly, and with a stranger who sends one costly request after the other, while
 * health and memory are watched. Prints the figures, and exits with 1 if one is not as promised.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listAttacks } from './load/attacks.ts';
import { findFreePort, openInspector } from './load/inspector.ts';
import { type Judged, judgeLoad } from './load/judge.ts';
import { measureBare } from './load/measure-bare.ts';
import { measureMemory, measureProcess } from './load/memory.ts';
import { type LoadOptions, runLoad } from './load/run-load.ts';
import { type KnownWork, prepareWork } from './load/work.ts';
import { startServer } from './start-server.ts';
import { startWorker } from './start-worker.ts';

const HELP = `npm run load -- [options]
  --clients <n>  clients at a time (32)
  --seconds <n>  how long on each host (60)
  --host <name>  worker or node; both without it
  --no-attacks   the clients alone`;

/** A worker's heap is as large as on Cloudflare; by default V8 takes gigabytes before it collects eagerly. */
const AS_DEPLOYED = { MINIFLARE_WORKERD_V8_FLAGS: '--max-heap-size=128' };
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    clients: { type: 'string' },
    seconds: { type: 'string' },
    host: { type: 'string' },
    'no-attacks': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) console.log(HELP);
else {
  const options: LoadOptions = {
    clients: readCount('clients', 32, 500),
    seconds: readCount('seconds', 60, 600),
    attacks: values['no-attacks'] ? [] : listAttacks(),
  };
  const hosts = { worker: loadWorker, node: loadServer };
  const { host } = values;
  if (host !== undefined && !Object.hasOwn(hosts, host)) {
    console.error(`load: --host: expected worker or node, got "${host}"`);
    process.exit(2);
  }
  const work = await prepareWork();
  for (const [name, load] of Object.entries(hosts))
    if (host === undefined || host === name) await load(work, options);
}

async function loadWorker(work: readonly KnownWork[], options: LoadOptions): Promise<void> {
  const bare = await measureBare(options.clients);
  const inspectorPort = await findFreePort();
  const worker = await startWorker(undefined, {}, { inspectorPort, environment: AS_DEPLOYED });
  try {
    announce(options, 'wrangler dev');
    const inspector = await openInspector(inspectorPort);
    const measure = () => measureMemory(worker.processGroup, inspector);
    const figures = await runLoad(worker, measure, work, options);
    inspector.close();
    print(judgeLoad(figures, bare), figures.faults);
  } finally {
    await worker.stop();
  }
}

async function loadServer(work: readonly KnownWork[], options: LoadOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'absum-load-'));
  const server = await startServer(ROOT, ['--sweeps', folder]);
  try {
    announce(options, 'absum serve');
    const measure = async () => measureProcess(server.processGroup);
    const figures = await runLoad(server, measure, work, options);
    print(judgeLoad(figures, null), figures.faults);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function announce({ clients, seconds, attacks = [] }: LoadOptions, host: string): void {
  const stranger = attacks.length === 0 ? '' : `, and a stranger with ${attacks.length} attacks in turn`;
  console.log(`\n${clients} clients${stranger} for ${seconds} s against ${host}\n`);
}

function print(judged: readonly Judged[], faults: readonly string[]): void {
  for (const each of judged) {
    console.log(`${mark(each)} ${each.line}`);
    if (each.isMet === false) process.exitCode = 1;
  }
  for (const fault of faults.slice(0, 10)) console.log(`       ${fault}`);
}

function mark({ isMet }: Judged): string {
  return isMet === null ? '      ' : isMet ? 'met   ' : 'MISSED';
}

function readCount(name: 'clients' | 'seconds', otherwise: number, most: number): number {
  const count = Number(values[name] ?? otherwise);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  console.error(`load: --${name}: expected a whole number from 1 to ${most}, got "${values[name]}"`);
  process.exit(2);
}
