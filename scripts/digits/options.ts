import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';
import { SCALINGS, type ScalingName } from './prepare.ts';
import { THREAD_EPOCHS, THREAD_LAMBDAS, THREAD_ROWS } from './thread.ts';

export interface SweepOptions {
  readonly epochs: number;
  readonly lambdas: readonly number[];
  readonly seed: number;
  readonly normalise: ScalingName;
  readonly rows: number;
}

export const HELP = `Trains a 784-128-64-10 classifier of the MNIST digits with an L1 penalty over all parameters, once for
each lambda, as a member of PyTorch forum thread 205470 did, and prints the results beside the thread's.

npm run digits -- [options]

  --epochs N       epochs for each lambda (${THREAD_EPOCHS})
  --lambdas L,...  strengths of the penalty (${THREAD_LAMBDAS.join(',')})
  --seed N         drives first weights and batches (1)
  --normalise HOW  how pixels p of 0 to 255 become inputs (half):
                   unit   p / 255
                   half   (p / 255 - 0.5) / 0.5
                   mnist  (p / 255 - 0.1307) / 0.3081, the mean and standard deviation of all pixels
  --rows N         train on the first N of the ${THREAD_ROWS} training images
  --help           prints this

Progress goes to stderr, the tables to stdout.`;

/**
 * Reads the command line.
 *
 * @param args without the program's own names
 * @returns null if help is asked for
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): SweepOptions | null {
  const values = parse(joinNegative(args));
  if (values.help) return null;
  return {
    epochs: readWhole('--epochs', values.epochs, 1, 100_000) ?? THREAD_EPOCHS,
    lambdas: values.lambdas?.split(',').map((text) => readNumber('--lambdas', text)) ?? THREAD_LAMBDAS,
    seed: readWhole('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? 1,
    normalise: readScaling(values.normalise) ?? 'half',
    rows: readWhole('--rows', values.rows, 1, THREAD_ROWS) ?? THREAD_ROWS,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    epochs: text,
    lambdas: text,
    seed: text,
    normalise: text,
    rows: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `parseArgs` would take "-0.01,0" for an option; `--lambdas -0.01,0` becomes `--lambdas=-0.01,0`. */
function joinNegative(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => {
    if (arg === '--lambdas' && /^-[\d.]/.test(args[i + 1] ?? '')) return [];
    return args[i - 1] === '--lambdas' && /^-[\d.]/.test(arg) ? [`--lambdas=${arg}`] : [arg];
  });
}

function readNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${option}: expected a finite number, got "${text}"`);
}

function readWhole(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, got "${text}"`);
}

function readScaling(text: string | undefined): ScalingName | undefined {
  if (text === undefined) return undefined;
  const found = (Object.keys(SCALINGS) as ScalingName[]).find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`--normalise: expected ${Object.keys(SCALINGS).join(', ')}, got "${text}"`);
}
