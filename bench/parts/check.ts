import { checkingLoop } from '../../src/check/check.ts';
import { finish } from '../../src/sliced.ts';
import { weigh } from '../../tests/check/corpus.ts';
import { type LongText, listLongTexts } from '../check/texts.ts';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { median } from '../statistics.ts';

const ROUNDS = 25;
const MOST_MS = 100;

interface Timed {
  readonly name: string;
  readonly lines: number;
  readonly faults: number;
  /** Of the first check of the process, which compiles the parser, where it is the first text. */
  readonly firstMs: number;
  readonly ms: readonly number[];
}

export interface CheckFigures {
  readonly texts: readonly Timed[];
}

/** What a check of a long file takes. */
export const check: Part<CheckFigures> = {
  name: 'check',

  measure: ({ isQuick }) => ({
    texts: listLongTexts().map((long) => timeText(long, isQuick ? 2 : ROUNDS)),
  }),

  judge: ({ texts }) =>
    texts.map(({ name, lines, ms }) =>
      atMost('floor', `check of ${lines} lines, ${name}`, median(ms), MOST_MS, ' ms'),
    ),

  show({ texts }) {
    const rows = texts.map(
      ({ name, lines, faults, firstMs, ms }) =>
        `  ${`${name}, ${lines} lines, ${faults} faults`.padEnd(52)} ${median(ms).toFixed(1).padStart(6)} ms` +
        ` (${Math.min(...ms).toFixed(1)} to ${Math.max(...ms).toFixed(1)}; at first ${firstMs.toFixed(0)})`,
    );
    return ['Checking a long file for faults; median of the rounds', ...rows].join('\n');
  },
};

/** @throws Error where the check does not find exactly what is in the text */
function timeText(long: LongText, rounds: number): Timed {
  const firstMs = timeCheck(long);
  const ms = Array.from({ length: rounds }, () => timeCheck(long));
  return { name: long.name, lines: long.lines, faults: long.marks.length, firstMs, ms };
}

function timeCheck({ name, text, marks }: LongText): number {
  const started = performance.now();
  const { faults } = finish(checkingLoop({ text }));
  const ms = performance.now() - started;
  const { misses, falseAlarms } = weigh({ marks }, faults);
  if (misses.length + falseAlarms.length > 0) {
    throw new Error(`${name}: ${misses.length} faults were missed, ${falseAlarms.length} invented`);
  }
  return ms;
}
