import { parser } from '@lezer/python';
import { describe, expect, test } from 'vitest';
import { FAULT_CODES } from '../../src/check/faults/codes.ts';
import { closeFloats } from '../../src/check/syntax/parse.ts';
import { readLoops, sourceOf, weigh } from './corpus.ts';

const loops = readLoops();
const wrong = loops.filter(({ isRight }) => !isRight);

describe('the corpus', () => {
  test('has sixty right loops and eighty wrong ones, and marks in the wrong ones alone', () => {
    expect(loops.length - wrong.length).toBeGreaterThanOrEqual(60);
    expect(wrong.length).toBeGreaterThanOrEqual(80);
    for (const { name, isRight, marks } of loops) expect(marks.length > 0, name).toBe(!isRight);
  });

  test.each(FAULT_CODES)('has %s plainly, and in two other shapes', (code) => {
    const having = wrong.filter(({ marks }) => marks.some((mark) => mark.code === code));
    expect(having.map(({ name }) => name)).toContain(`wrong/${code}.py`);
    expect(having.length).toBeGreaterThanOrEqual(3);
  });

  test('is Python, and says nothing of its marks', () => {
    for (const loop of loops) {
      const source = sourceOf(loop).replace(/^[%!].*$/gm, 'pass');
      let broken = false;
      parser.parse(closeFloats(source)).iterate({
        enter({ type }) {
          broken ||= type.isError;
        },
      });
      expect(broken, loop.name).toBe(false);
      expect(loop.text).not.toContain('# fault:');
    }
  });
});

test('outcomes are counted mark by mark', () => {
  const mark = (line: number) => ({ cell: null, line, code: 'one-seed' }) as const;
  expect(weigh({ marks: [mark(1), mark(2)] }, [mark(2), mark(2), mark(3)])).toEqual({
    hits: [mark(2)],
    misses: [mark(1)],
    falseAlarms: [mark(2), mark(3)],
  });
});
