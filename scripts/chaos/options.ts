import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

const KILLS = 20;

export interface ChaosOptions {
  readonly kills: number;
  /** Seed of the moments; a run can be repeated as far as the machine behaves the same. */
  readonly seed: number;
  readonly hosts: readonly HostName[];
}

const HOSTS = ['worker', 'server'] as const;
export type HostName = (typeof HOSTS)[number];

export const HELP = `Kills the worker, and the server on Node, at random moments of a sweep of 200 trials, and says whether anything
was lost by it.

npm run chaos -- [options]

  --kills N   so many times (${KILLS})
  --seed N    of the moments; drawn by default, and printed
  --host H    worker or server alone
  --help      prints this`;

/**
 * Reads the command line.
 *
 * @returns null if help is asked for
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): ChaosOptions | null {
  const values = parse([...args]);
  if (values.help) return null;
  return {
    kills: readNumber('--kills', values.kills ?? String(KILLS), 1, 100),
    hosts: readHosts(values.host),
    seed: readNumber('--seed', values.seed ?? String(Date.now() % 1_000_000), 0, 999_999),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const help = { type: 'boolean', short: 'h' } as const;
  try {
    return parseArgs({ args, options: { kills: text, seed: text, host: text, help } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d{1,6}$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, got "${text}"`);
}

function readHosts(name: string | undefined): readonly HostName[] {
  if (name === undefined) return HOSTS;
  const known = HOSTS.find((host) => host === name);
  if (known !== undefined) return [known];
  throw new UsageError(`--host: expected ${HOSTS.join(' or ')}, got "${name}"`);
}
