import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  adviseOn,
  describeFault,
  exitCodeOf,
  FailureError,
  StoppedError,
  UsageError,
} from '../../src/cli/exit-codes.ts';
import { AbsumError, type ErrorCode, errorAt, type Issue } from '../../src/errors.ts';
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

describe('ways out of faults', () => {
  const fault = (place: string, ...ways: object[]): Issue => ({
    place,
    message: 'is wrong',
    ways: ways as Record<string, unknown>[],
  });
  const ignore = (...names: string[]) => ({ data: { ignore: names } });
  const MARKERS = { data: { missingMarkers: ['?'] } };
  const local = (...issues: Issue[]) => new AbsumError('invalid-data', issues);
  const afar = (...issues: Issue[]) => failRemotely('invalid-data', 422, issues);

  it.each([
    ['here', local],
    ['from a service', afar],
  ])('end each line as options, and are put together in one, %s', (_where, fail) => {
    const error = fail(fault('a', MARKERS, ignore('a')), fault('b', ignore('b')));
    expect(describeFault(error)).toEqual([
      "a: is wrong; try --missing-markers '?', or --ignore a",
      'b: is wrong; try --ignore b',
    ]);
    expect(adviseOn(error)).toBe("Try: --ignore b --missing-markers '?'\n");
  });

  it('of one fault need no line of their own', () => {
    expect(adviseOn(local(fault('a', MARKERS)))).toBe('');
  });

  it('that are the same for all faults are said once', () => {
    const ways = [{ data: { missing: 'mean' } }, { data: { missing: 'drop-row' } }];
    const error = local(fault('a', ...ways), fault('b', ...ways));
    expect(describeFault(error)).toEqual(['a: is wrong', 'b: is wrong']);
    expect(adviseOn(error)).toBe('Try: --missing mean, or --missing drop-row\n');
  });

  it('are told as a recipe where no option can say them', () => {
    expect(describeFault(local(fault('a', ignore('a, b'))))).toEqual([
      `a: is wrong; try --recipe with '{"data":{"ignore":["a, b"]}}'`,
    ]);
  });

  it('leave the advice on limits and keys as it is', () => {
    expect(adviseOn(errorAt('limit-exceeded', 'x', 'y'))).toContain('--no-limits');
    expect(adviseOn(failRemotely('unauthorized', 401, []))).toContain('ABSUM_KEY');
    expect(adviseOn(failRemotely('limit-exceeded', 422, []))).toBe('');
  });
});
