import { expect, it } from 'vitest';
import { isPassing } from '../../src/client/patience.ts';
import { RemoteError } from '../../src/client/remote-error.ts';

it.each<[string, number | null, boolean]>([
  ['busy', 503, true],
  ['rate-limited', 429, true],
  ['unreachable', null, true],
  ['interrupted', null, true],
  ['internal', 500, true],
  ['budget-exceeded', 429, false],
  ['too-many-sweeps', 429, false],
  ['no-sweeps', 501, false],
  ['forbidden-host', 403, false],
  ['limit-exceeded', 422, false],
  ['sweep-failed', null, false],
])('%s (%s) may pass within seconds: %s', (code, status, passes) => {
  expect(isPassing(new RemoteError(code, status, 'as the service says'))).toBe(passes);
});

it('what no service said does not pass', () => expect(isPassing(new Error('x'))).toBe(false));
