import { expect, it } from 'vitest';
import { workUntilStopped } from '../../src/cli/environment.ts';

/** Presses Ctrl-C at these moments, in milliseconds; says whether the work was stopped, which exits were asked for, and who still listens. */
async function press(moments: readonly number[]) {
  let now = 0;
  let listener = () => {};
  let heard = 0;
  const exits: number[] = [];
  const environment = {
    now: () => now,
    onInterrupt: (given: () => void) => {
      listener = given;
      heard += 1;
      return () => {
        heard -= 1;
      };
    },
    exit: (code: number) => void exits.push(code),
  };
  const isStopped = await workUntilStopped(environment, async (signal) => {
    for (const moment of moments) {
      now = moment;
      listener();
    }
    return signal.aborted;
  });
  return { isStopped, exits, isHeard: heard > 0 };
}

it.each([
  ['no Ctrl-C leaves the work alone', [], false, []],
  ['the first Ctrl-C stops the work', [1000], true, []],
  ['a second one ends the process', [1000, 1500], true, [130]],
  ['npm passes on nothing of the first', [1000, 1002], true, []],
  ['a second one counts from the first, whatever was passed on', [1000, 1100, 1200], true, [130]],
])('%s', async (_, moments, isStopped, exits) => {
  expect(await press(moments)).toEqual({ isStopped, exits, isHeard: isStopped });
});
