/**
 * Loads the worker as `wrangler dev` runs it: clients that ask rightly and wrongly, leave and read slowly, while its
 * health and memory are watched. Prints the figures, and exits with 1 where one is not as promised.
 */
import { parseArgs } from 'node:util';
import { judgeLoad } from './load/judge.ts';
import { runLoad } from './load/run-load.ts';
import { prepareWork } from './load/work.ts';
import { startWorker } from './start-worker.ts';

const HELP = `npm run load -- [options]
  --clients <n>  clients at a time (32)
  --seconds <n>  how long (60)`;

const { values } = parseArgs({
  options: { clients: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) console.log(HELP);
else await load(readCount('clients', 32, 500), readCount('seconds', 60, 600));

async function load(clients: number, seconds: number): Promise<void> {
  const work = await prepareWork();
  const worker = await startWorker();
  const stopAndExit = () => void worker.stop().then(() => process.exit(130));
  process.once('SIGINT', stopAndExit);
  process.once('SIGTERM', stopAndExit);
  try {
    console.log(`${clients} clients for ${seconds} s against wrangler dev at ${worker.url}\n`);
    const figures = await runLoad(worker, work, { clients, seconds });
    for (const { line, isMet } of judgeLoad(figures)) {
      console.log(`${isMet ? 'met   ' : 'MISSED'} ${line}`);
      if (!isMet) process.exitCode = 1;
    }
    for (const fault of figures.faults.slice(0, 10)) console.log(`       ${fault}`);
  } finally {
    await worker.stop();
  }
}

function readCount(name: 'clients' | 'seconds', otherwise: number, most: number): number {
  const count = Number(values[name] ?? otherwise);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  console.error(`load: --${name}: expected a whole number from 1 to ${most}, got "${values[name]}"`);
  process.exit(2);
}
