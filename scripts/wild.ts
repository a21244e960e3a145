/**
 * Reads every table in the folders given, and compares what was read with what papaparse and Number() make of it. `--help`
 * lists the options.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCommandLine, UsageError } from './command-line.ts';
import { listFiles } from './wild/list-files.ts';
import { type Tried, writeTally } from './wild/print.ts';
import { tryFile } from './wild/try-file.ts';

const HELP = `npm run wild -- [options] FOLDER...
  reads every .csv, .tsv and .txt in the folders, gzip'd or not, and those inside them; exits with 1 if any is wrong
  --verbose   a line for each file`;

/** Seconds between two lines of progress. */
const SECONDS = 5;

interface Options {
  readonly files: readonly string[];
  readonly verbose: boolean;
}

const options = readCommandLine('wild', HELP, readOptions);
if (options !== null) process.exitCode = await run(options);

function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (positionals.length === 0) throw new UsageError('expected a folder');
  return { files: listFiles(positionals), verbose: values.verbose ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { verbose: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run({ files, verbose }: Options): Promise<number> {
  const tried: Tried[] = [];
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
  });
  let told = performance.now();
  for (const file of files) {
    tried.push({ file, outcome: tryFile(readFileSync(file)) });
    if (performance.now() - told > 1000 * SECONDS) {
      told = performance.now();
      console.error(`wild: ${tried.length} of ${files.length} files`);
    }
    // An interrupt is heard between two files.
    await new Promise((resolve) => setImmediate(resolve));
    if (interrupted) break;
  }
  console.log(writeTally(tried, verbose));
  if (interrupted) {
    console.error(`wild: interrupted after ${tried.length} of ${files.length} files`);
    // What a shell makes of an interrupt.
    return 130;
  }
  return tried.some(({ outcome }) => outcome.kind === 'wrong') ? 1 : 0;
}
