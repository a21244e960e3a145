import { describe, expect, test } from 'vitest';
import { parsing } from '../../../src/check/syntax/parse.ts';
import { leaveOutFaults } from '../../../src/check/syntax/pieces.ts';
import { finish } from '../../../src/sliced.ts';

const GOOD = 'def f(x):\n    return (\n        x\n)\n';

describe('a text that is no Python in places', () => {
  test('is kept whole where that is little', () => {
    const text = `${GOOD}for (((\n${GOOD}`;
    expect(finish(leaveOutFaults(text))).toEqual({ left: text, unparsed: [] });
  });

  test('loses what is beyond, and keeps its places and what is Python', () => {
    const wrong = `x = ${'f()f()'.repeat(6000)}\n`;
    const text = `${GOOD}${wrong}${GOOD}`;
    const { left, unparsed } = finish(leaveOutFaults(text));
    expect(unparsed).toEqual([GOOD.length]);
    expect(left).toHaveLength(text.length);
    expect(left.replace(/^ +$/m, '')).toBe(`${GOOD}\n${GOOD}`);
    const { body, unparsed: named } = finish(parsing(text));
    expect(body.map(({ kind, from }) => [kind, from])).toEqual([
      ['function', 0],
      ['function', GOOD.length + wrong.length],
    ]);
    expect(named).toEqual([GOOD.length]);
  });

  test('is left out by the many where it has far too many pieces', () => {
    const { left, unparsed } = finish(leaveOutFaults(`${'x=(]\n'.repeat(40_000)}${GOOD}`));
    expect(left).toHaveLength(200_000 + GOOD.length);
    expect(unparsed.length).toBeGreaterThan(1000);
    expect(unparsed.length).toBeLessThan(11_000);
    expect(left.endsWith('x')).toBe(false);
  });
});
