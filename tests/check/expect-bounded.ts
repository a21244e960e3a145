import * as v from 'valibot';
import { expect } from 'vitest';
import { CheckAnswerSchema } from '../../src/check/answer.ts';
import { checkingLoop, NOT_FOLLOWED } from '../../src/check/check.ts';
import { AbsumError } from '../../src/errors.ts';

/**
 * Items of work that a character may take: four for each time that it is parsed, which is as a whole, in a group, by itself,
 * and with what is left of the others; and those that any text may, ten thousand lines tried by themselves among them.
 */
const ITEMS_A_CHARACTER = 16;
const ITEMS_AT_ALL = 600_000;
const ITEMS_OF_A_SLICE = 200_000;

/** Checks a text to its end, and counts the slices of work as the check gives them. */
function weighWork(text: string): { readonly items: number; readonly largest: number } {
  let items = 0;
  let largest = 0;
  try {
    const sliced = checkingLoop({ text });
    for (;;) {
      const { done, value } = sliced.next();
      if (done) {
        expect(v.is(CheckAnswerSchema, value)).toBe(true);
        expect(value.notes).not.toContain(NOT_FOLLOWED);
        break;
      }
      items += value;
      largest = Math.max(largest, value);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(AbsumError);
  }
  return { items, largest };
}

/** There is an answer or an AbsumError, and the work is in proportion to the text. */
export function expectBounded(text: string): void {
  const { items, largest } = weighWork(text);
  expect(items).toBeLessThanOrEqual(ITEMS_AT_ALL + ITEMS_A_CHARACTER * text.length);
  expect(largest).toBeLessThanOrEqual(ITEMS_OF_A_SLICE);
}
