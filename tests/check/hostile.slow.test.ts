import { describe, expect, test } from 'vitest';
import { checkingLoop } from '../../src/check/check.ts';
import { MAX_CODE } from '../../src/check/limits.ts';
import { AbsumError } from '../../src/errors.ts';
import { expectBounded } from './expect-bounded.ts';
import { listHostile } from './hostile-texts.ts';

describe('a text of as many characters as there may be', () => {
  test.each(listHostile(MAX_CODE))('%s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(MAX_CODE);
    expectBounded(text);
  });

  test('and one more is refused', () => {
    expect(() => checkingLoop({ text: 'a'.repeat(MAX_CODE + 1) }).next()).toThrow(AbsumError);
  });
});
