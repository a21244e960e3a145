import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  describeFault,
  exitCodeOf,
  FailureError,
  StoppedError,
  UsageError,
} from '../../src/cli/exit-codes.ts';
import { type ErrorCode, errorAt } from '../../src/errors.ts';
import { failRemotely } from './samples.ts';

const CODES: Record<ErrorCode, number> = {
  'invalid-recipe': 2,
  'invalid-data': 2,
  'unknown-dataset': 2,
  'limit-exceeded': 2,
  'out-of-time': 2,
  'key-reused': 2,
  unsupported: 2,
  'invalid-model': 2,
  misconfigured: 2,
  aborted: 130,
  'invalid-module': 1,
  'worker-lost': 1,
  'version-changed': 1,
};
const remote = (status: number | null) => failRemotely('code', status, [{ place: 'a', message: 'b' }]);

describe('exitCodeOf', () => {
  it.each(Object.entries(CODES))('is, for the code %s, %d', (code, exit) => {
    expect(exitCodeOf(errorAt(code as ErrorCode, 'x', 'y'))).toBe(exit);
  });

  it.each([
    [new UsageError('x'), 2],
    [new StoppedError('x'), 130],
    [new FailureError('x'), 1],
    [new Error('x'), 1],
    ['a text', 1],
    [new CommanderError(1, 'commander.unknownOption', 'x'), 2],
    [new CommanderError(0, 'commander.version', 'x'), 0],
    [remote(422), 2],
    [remote(404), 2],
    [remote(500), 1],
    [remote(null), 1],
    [failRemotely('unauthorized', 401, []), 2],
    [failRemotely('unauthorized', null, []), 2],
    [failRemotely('rate-limited', 429, []), 1],
    [failRemotely('budget-exceeded', 429, []), 1],
    [failRemotely('busy', 503, []), 1],
    [failRemotely('forbidden-host', 403, []), 2],
  ])('is, for %s, %d', (error, exit) => expect(exitCodeOf(error)).toBe(exit));
});

describe('describeFault', () => {
  it('says each issue with its place on a line of its own', () => {
    expect(describeFault(remote(422))).toEqual(['a: b']);
    expect(describeFault(errorAt('invalid-data', '', 'no rows'))).toEqual(['no rows']);
    expect(describeFault(errorAt('aborted', '', 'the caller stopped the work'))).toEqual(['Stopped.']);
    expect(describeFault(failRemotely('unreachable', null, []))).toEqual(['as the service says']);
  });

  it('says nothing where commander has spoken, and where a fault of our own came from', () => {
    expect(describeFault(new CommanderError(1, 'x', 'y'))).toEqual([]);
    expect(describeFault(new UsageError('no file'))).toEqual(['no file']);
    expect(describeFault(Object.assign(new Error('EACCES'), { syscall: 'open' }))).toEqual(['EACCES']);
    expect(describeFault(new TypeError('x is undefined'))[0]).toMatch(/x is undefined\n +at /);
    expect(describeFault('a text')).toEqual(['a text']);
  });
});
