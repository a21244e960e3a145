/**
 * Tries every reader of foreign input on many inputs, and prints how many and how long it took. `--help`
 * lists the options.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run fuzz -- [options] [csv | recipe | model | abi | large ...]
  --runs <n>   inputs for each target (100000)
  --seed <n>   where the search starts (the day)`;

/**
 * By default V8 leaves half a gigabyte of garbage uncollected, which hides a leak; an input that takes too
 * much ends the run.
 */
const SMALL_HEAP = '--max-semi-space-size=1 --max-old-space-size=256';

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.help) console.log(HELP);
else process.exitCode = await fuzz();

function fuzz(): Promise<number> {
  const files = positionals.length === 0 ? ['tests/fuzz'] : positionals.map((name) => `tests/fuzz/${name}`);
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const seed = values.seed ?? String(Math.floor(Date.now() / 86_400_000));
  const FUZZ_RUNS = String(readCount(values.runs ?? '100000', '--runs'));
  const FUZZ_SEED = String(readCount(seed, '--seed'));
  console.log(`${FUZZ_RUNS} inputs for each target, seed ${FUZZ_SEED}`);
  // The files come first: an option before them would take a file for its value.
  const options = ['--project', 'node', '--no-file-parallelism', '--disable-console-intercept'];
  const args = [vitest, 'run', ...files, ...options];
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_RUNS,
      FUZZ_SEED,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${SMALL_HEAP}`,
    },
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

function readCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  console.error(`fuzz: ${option}: expected a whole number above 0, got "${text}"`);
  process.exit(2);
}
