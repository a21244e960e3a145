import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

export const DATASETS = ['diabetes', 'cps-wages-1985'] as const;
export const SCALES = ['mean', 'sum'] as const;
export const BATCHES = ['overlapping', 'shuffled'] as const;
const SEEDS = 5;

export interface ThreadOptions {
  readonly datasets: readonly (typeof DATASETS)[number][];
  readonly scales: readonly (typeof SCALES)[number][];
  readonly batches: readonly (typeof BATCHES)[number][];
  readonly seeds: number;
}

export const HELP = `Trains the regression network of PyTorch forum thread 205470 with its penalty added and subtracted, and says
what the signs are worth: docs/the-thread.md.

npm run thread -- [options]

  --dataset NAME  ${DATASETS.join(' or ')} (both)
  --scale HOW     ${SCALES.join(' or ')}: divide the penalty by the number of weights, or not (both)
  --batches HOW   ${BATCHES.join(' or ')} (both)
  --seeds N       comparisons of 4 x 5 folds for each of these, with seeds 1 to N (${SEEDS})
  --help          prints this

Progress goes to stderr, the tables to stdout.`;

/**
 * Reads the command line.
 *
 * @returns null if help is asked for
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): ThreadOptions | null {
  const values = parse([...args]);
  if (values.help) return null;
  return {
    datasets: choose('--dataset', values.dataset, DATASETS),
    scales: choose('--scale', values.scale, SCALES),
    batches: choose('--batches', values.batches, BATCHES),
    seeds: readSeeds(values.seeds),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const help = { type: 'boolean', short: 'h' } as const;
  try {
    return parseArgs({ args, options: { dataset: text, scale: text, batches: text, seeds: text, help } })
      .values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function choose<Name extends string>(
  option: string,
  text: string | undefined,
  names: readonly Name[],
): readonly Name[] {
  if (text === undefined) return names;
  const found = names.filter((name) => name === text);
  if (found.length > 0) return found;
  throw new UsageError(`${option}: expected ${names.join(' or ')}, got "${text}"`);
}

function readSeeds(text = String(SEEDS)): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--seeds: expected a whole number from 1 to 9999, got "${text}"`);
}
