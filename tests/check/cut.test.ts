import { expect, test } from 'vitest';
import { checkingLoop } from '../../src/check/check.ts';
import { finish } from '../../src/sliced.ts';

test('a program that is too large says in its headline that it was not followed to its end', () => {
  const { headline, notes } = finish(checkingLoop({ text: 'x = f(a) + 1\n'.repeat(20_000) }));
  expect(headline).toBe('No training loop was found in this text, as far as it was followed.');
  expect(notes[0]).toMatch(/too large to be followed/);
  expect(finish(checkingLoop({ text: 'x = 1\n' })).headline).toBe('No training loop was found in this text.');
});
