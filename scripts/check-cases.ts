/**
 * Checks every loop of fixtures/loops and compares the faults with the marks; ends with 1 for a miss or a false alarm.
 * `--help` lists the options.
 */
import { parseArgs } from 'node:util';
import { checkingLoop } from '../src/check/check.ts';
import { FAULT_CODES } from '../src/check/faults/codes.ts';
import { finish } from '../src/sliced.ts';
import { type Loop, nameMark, type Outcome, readLoops, weigh } from '../tests/check/corpus.ts';
import { readCommandLine, UsageError } from './command-line.ts';

const HELP = `npm run check-cases -- [options] [WORD...]
  checks the loops whose names contain one of the words, or all
  --hits   lists what was found, too`;

interface Options {
  readonly words: readonly string[];
  readonly hits: boolean;
}

type Checked = Outcome & { readonly loop: Loop };

const options = readCommandLine('check-cases', HELP, readOptions);
if (options !== null) process.exitCode = run(options);

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { hits: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    return values.help ? null : { words: positionals, hits: values.hits ?? false };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function run({ words, hits }: Options): number {
  const loops = readLoops().filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  const checked = loops.map((loop): Checked => {
    const { faults } = finish(checkingLoop({ text: loop.text }));
    return { loop, ...weigh(loop, faults) };
  });
  for (const { loop, ...outcome } of checked) {
    const lines = [
      ...(hits ? outcome.hits : []).map((mark) => `hit          ${loop.name}: ${nameMark(mark)}`),
      ...outcome.misses.map((mark) => `miss         ${loop.name}: ${nameMark(mark)}`),
      ...outcome.falseAlarms.map((mark) => `false alarm  ${loop.name}: ${nameMark(mark)}`),
    ];
    for (const line of lines) console.log(line);
  }
  console.log(summarise(checked));
  return checked.some(({ misses, falseAlarms }) => misses.length + falseAlarms.length > 0) ? 1 : 0;
}

function summarise(checked: readonly Checked[]): string {
  const right = checked.filter(({ loop }) => loop.isRight);
  const wrong = checked.filter(({ loop }) => !loop.isRight);
  const rows = FAULT_CODES.map((code) => {
    const count = (from: readonly Checked[], kind: keyof Outcome) =>
      from.flatMap((one) => one[kind]).filter((mark) => mark.code === code).length;
    const hits = count(wrong, 'hits');
    const marked = hits + count(wrong, 'misses');
    return [code, hits, marked, count(right, 'falseAlarms'), count(wrong, 'falseAlarms')] as const;
  });
  const sums = ([1, 2, 3, 4] as const).map((i) => rows.reduce((sum, row) => sum + row[i], 0));
  const lines = [...rows, ['in all', ...sums] as const].map(
    ([code, hits, marked, inRight, inWrong]) =>
      `${code.padEnd(26)}${`${hits} of ${marked}`.padStart(12)}${String(inRight).padStart(10)}${String(inWrong).padStart(10)}`,
  );
  return [
    `\n${right.length} right loops and ${wrong.length} wrong ones; found, and false alarms in right and in wrong ones`,
    ...lines,
  ].join('\n');
}
