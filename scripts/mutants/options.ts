import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

export const HELP = `npm run mutants -- [options] [path ...]
  Changes the code in one place, runs the tests that come by it, and lists the changes that no test notices.
  --count <n>    mutants drawn (400)
  --seed <n>     what draws them (1)
  --seconds <n>  of tests for each at most, the nearest first (20)
  --all          try those of scripts/mutants/explained.json too
  path           files or folders to change (${'src/math, src/report/verdict, src/report/findings, src/plan, src/data'})`;

const PATHS = ['src/math', 'src/report/verdict', 'src/report/findings', 'src/plan', 'src/data'];

export interface Options {
  readonly count: number;
  readonly seed: number;
  readonly seconds: number;
  readonly isAll: boolean;
  readonly paths: readonly string[];
}

/** Null where help is asked for. @throws UsageError */
export function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = readArguments(() =>
    parseArgs({
      args,
      options: { count: text, seed: text, seconds: text, all: flag, help: flag },
      allowPositionals: true,
    }),
  );
  if (values.help) return null;
  return {
    count: readCount(values.count ?? '400', '--count'),
    seed: readCount(values.seed ?? '1', '--seed'),
    seconds: readCount(values.seconds ?? '20', '--seconds'),
    isAll: values.all ?? false,
    paths: positionals.length === 0 ? PATHS : positionals,
  };
}

function readArguments<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`${option}: expected a whole number above 0, got "${text}"`);
}
