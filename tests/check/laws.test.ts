import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Loop, readLoop, readLoops } from './corpus.ts';
import { drawFrom, type Edited, listNodes, untouched } from './laws/edited.ts';
import { check, nameFaults } from './laws/places.ts';
import { reformat } from './laws/reformat.ts';
import { rename } from './laws/rename.ts';
import { reorder } from './laws/reorder.ts';

// What a check must see alike: the same program under other names, in another form, in another order.

const scripts = readLoops().filter(({ name }) => name.endsWith('.py'));
const CHANGES = [rename, reformat, reorder];

/** Where another line, or two, is all that it takes. */
const MENDED = [
  'penalty-subtracted',
  'penalty-detached',
  'biases-penalised',
  'penalty-over-count',
  'penalty-scaled',
  'batches-overlap',
  'loss-keeps-graph',
];

describe('a loop has the same faults at the same statements', () => {
  test.each(scripts)('$name', ({ text }) => {
    const expected = nameFaults(untouched(text), text);
    const same = (change: (before: Edited, seed: number) => Edited, seed: number) => {
      const edited = change(untouched(text), seed);
      expect(nameFaults(edited, text), `seed ${seed}:\n${edited.text}`).toEqual(expected);
    };
    const seeds = fc.integer({ min: 0, max: 2 ** 31 });
    for (const change of CHANGES) {
      const once = (before: Edited, seed: number) => change(before, drawFrom(seed));
      fc.assert(
        fc.property(seeds, (seed) => same(once, seed)),
        { numRuns: 1, endOnFailure: true },
      );
    }
    const all = (before: Edited, seed: number) =>
      CHANGES.reduce((edited, change, i) => change(edited, drawFrom(seed + i)), before);
    fc.assert(
      fc.property(seeds, (seed) => same(all, seed)),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

describe('a fault is gone where its line is mended', () => {
  const wrong = scripts.filter(({ isRight }) => !isRight);

  test.each(wrong)('$name', ({ text }) => {
    for (const { code, line, endLine, mend } of check(text)) {
      if (mend === null) continue;
      const lines = text.split('\n');
      const mended = mend.split('\n');
      lines.splice(line - 1, endLine - line + 1, ...mended);
      const whole = lines.join('\n');
      expect(countBroken(whole), `${code}:\n${whole}`).toBe(0);
      const there = check(whole).filter(
        (fault) => fault.code === code && fault.line >= line && fault.line < line + mended.length,
      );
      expect(there, `${code}:\n${whole}`).toEqual([]);
    }
  });

  test.each(MENDED)('%s has a mend in its plainest case', (code) => {
    const { text } = readLoop(`wrong/${code}.py`);
    const mends = check(text).flatMap((fault) => (fault.code === code ? [fault.mend] : []));
    expect(mends.length).toBeGreaterThan(0);
    expect(mends).not.toContain(null);
  });
});

describe('a script in a notebook has the same faults', () => {
  test.each(scripts)('$name', ({ text }) => {
    const expected = check(text).map(({ code, line }) => ({ code, line }));
    const whole = check(writeNotebook([text]));
    expect(whole.map(({ code, line }) => ({ code, line }))).toEqual(expected);
    // Of a heading and code, the code is the second cell.
    expect(new Set(whole.map(({ cell }) => cell))).toEqual(new Set(expected.length > 0 ? [2] : []));
  });

  test.each(scripts)('$name: cell by cell', (loop) => {
    const cells = splitCells(loop);
    const starts = cells.map((_, i) => cells.slice(0, i).join('').split('\n').length - 1);
    const found = check(writeNotebook(cells)).map(({ code, cell, line }) => ({
      code,
      line: line + starts[(cell ?? 0) - 2],
    }));
    expect(found).toEqual(check(loop.text).map(({ code, line }) => ({ code, line })));
  });
});

/** Places at which the text is no Python. */
function countBroken(text: string): number {
  return listNodes(text, ({ type }) => type.isError).length;
}

/** A cell for each few statements at the left margin. */
function splitCells({ text }: Loop): string[] {
  const tops = listNodes(text, ({ parent }) => parent?.name === 'Script').filter(
    ({ name, from }) => name !== 'Comment' && (from === 0 || text[from - 1] === '\n'),
  );
  const cuts = [0, ...tops.filter((_, i) => i % 3 === 2).map(({ from }) => from), text.length];
  return cuts.slice(1).flatMap((to, i) => (to > cuts[i] ? [text.slice(cuts[i], to)] : []));
}

function writeNotebook(cells: readonly string[]): string {
  return JSON.stringify({
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# A loop'] },
      ...cells.map((source) => ({
        cell_type: 'code',
        execution_count: null,
        metadata: {},
        outputs: [],
        source: source.split(/(?<=\n)/),
      })),
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
}
