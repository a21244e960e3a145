/**
 * Loads the worker as `wrangler dev` runs it: with clients that send right and wrong requests, leave early
 * and read slowly, while its health and memory are watched. Prints the figures, and exits with 1 if one is
 * not as promised.
 */
import { parseArgs } from 'node:util';
import { findFreePort, openInspector } from './load/inspector.ts';
import { type Judged, judgeLoad } from './load/judge.ts';
import { measureBare } from './load/measure-bare.ts';
import { runLoad } from './load/run-load.ts';
import { prepareWork } from './load/work.ts';
import { startWorker } from './start-worker.ts';

const HELP = `npm run load -- [options]
  --clients <n>  clients at a time (32)
  --seconds <n>  how long (60)`;

/** A worker's heap is as large as on Cloudflare; by default V8 takes gigabytes before it collects eagerly. */
const AS_DEPLOYED = { MINIFLARE_WORKERD_V8_FLAGS: '--max-heap-size=128' };

const { values } = parseArgs({
  options: { clients: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) console.log(HELP);
else await load(readCount('clients', 32, 500), readCount('seconds', 60, 600));

async function load(clients: number, seconds: number): Promise<void> {
  const work = await prepareWork();
  const bare = await measureBare(clients);
  const inspectorPort = await findFreePort();
  const worker = await startWorker(undefined, {}, { inspectorPort, environment: AS_DEPLOYED });
  try {
    console.log(`${clients} clients for ${seconds} s against wrangler dev at ${worker.url}\n`);
    const inspector = await openInspector(inspectorPort);
    const figures = await runLoad(worker, inspector, work, { clients, seconds });
    inspector.close();
    for (const judged of judgeLoad(figures, bare)) {
      console.log(`${mark(judged)} ${judged.line}`);
      if (judged.isMet === false) process.exitCode = 1;
    }
    for (const fault of figures.faults.slice(0, 10)) console.log(`       ${fault}`);
  } finally {
    await worker.stop();
  }
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
