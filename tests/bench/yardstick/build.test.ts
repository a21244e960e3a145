import { describe, expect, test } from 'vitest';
import { buildYardstick, readBaseline } from '../../../bench/yardstick/build.ts';

describe('the yardstick', () => {
  test('is a whole commit of this history', () => {
    expect(readBaseline()).toMatch(/^[0-9a-f]{40}$/);
  });

  test('is missing, and no failure, where git does not have its commit', () => {
    const commit = '0123456789'.repeat(4);
    expect(buildYardstick(commit)).toEqual({
      commit,
      missing: expect.stringContaining('git gave no 012345678901'),
    });
  });

  test('is not looked for under a name that is no commit', () => {
    expect(() => buildYardstick('HEAD')).toThrow('bench/baseline: expected a full commit, got "HEAD"');
  });
});
