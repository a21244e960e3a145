import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CheckAnswerSchema } from '../../src/check/answer.ts';
import { checkingLoop } from '../../src/check/check.ts';
import { FAULT_SEVERITIES } from '../../src/check/faults/codes.ts';
import { finish } from '../../src/sliced.ts';
import { nameMark, readLoops, weigh } from './corpus.ts';

const loops = readLoops();
const wrong = loops.filter(({ isRight }) => !isRight);

describe('a check finds the faults that are marked, and no others', () => {
  test.each(loops)('$name', (loop) => {
    const answer = finish(checkingLoop({ text: loop.text }));
    expect(v.parse(CheckAnswerSchema, answer)).toEqual(answer);
    const { misses, falseAlarms } = weigh(loop, answer.faults);
    expect({ misses: misses.map(nameMark), falseAlarms: falseAlarms.map(nameMark) }).toEqual({
      misses: [],
      falseAlarms: [],
    });
  });

  test.each(wrong)('$name: at lines that it shows', ({ name, text }) => {
    const { faults } = finish(checkingLoop({ text }));
    const places = faults.map(({ cell, line, column }) => (cell ?? 0) * 1e8 + line * 1e4 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const { code, severity, cell, line, column, endLine, source } of faults) {
      const lines = linesOf(name, text, cell);
      expect(source).toEqual(lines.slice(line - 1, endLine));
      expect(column).toBeLessThanOrEqual(lines[line - 1].length);
      expect(lines[line - 1].slice(column - 1)).toMatch(/^\S/);
      expect(severity).toBe(FAULT_SEVERITIES[code]);
    }
  });
});

/** The lines of a script, or of a cell. */
function linesOf(name: string, text: string, cell: number | null): string[] {
  if (!name.endsWith('.ipynb')) return text.split('\n');
  const { cells } = JSON.parse(text) as { readonly cells: readonly { readonly source: string[] }[] };
  return cells[(cell ?? 0) - 1].source.join('').split('\n');
}
