import { describe, expect, it } from 'vitest';
import { chooseLanes, countBatches, listPairs } from '../../src/cloudflare/share.ts';

describe('the lanes of a sweep', () => {
  it.each([
    // One for every five seconds begun, as many as there may be, and none without a pair.
    [{ pairs: 20, seconds: 2.3 }, 4, 1],
    [{ pairs: 20, seconds: 5 }, 4, 1],
    [{ pairs: 20, seconds: 5.1 }, 4, 2],
    [{ pairs: 20, seconds: 19 }, 4, 4],
    [{ pairs: 20, seconds: 1000 }, 4, 4],
    [{ pairs: 3, seconds: 1000 }, 4, 3],
    [{ pairs: 20, seconds: 0 }, 4, 1],
  ])('of %j, at most %i, are %i', (plan, most, lanes) => expect(chooseLanes(plan, most)).toBe(lanes));
});

describe('the batches of a lane', () => {
  const share = (pairs: number, seconds: number, lanes: number) => {
    const sweep = { plan: { pairs, seconds }, lanes };
    return Array.from({ length: lanes }, (_, lane) =>
      Array.from({ length: countBatches(sweep, lane) }, (_, batch) => listPairs(sweep, lane, batch)),
    );
  };

  it.each([
    [1, 1, 1],
    [7, 100, 3],
    [20, 2, 1],
    [20, 1000, 4],
    [503, 1e6, 1],
    [10_000, 500, 4],
  ])('of %i pairs, %f s and %i lanes hold every pair once', (pairs, seconds, lanes) => {
    const all = share(pairs, seconds, lanes);
    expect(all.flat(2).toSorted((a, b) => a - b)).toEqual([...Array(pairs).keys()]);
    for (const batches of all) {
      expect(batches.length).toBeLessThanOrEqual(500);
      for (const batch of batches) expect(batch.length).toBeGreaterThan(0);
    }
  });

  it('hold ten seconds of work where there is as much', () => {
    // A second each: ten pairs; three seconds each: three pairs; twenty seconds each: one.
    expect(share(40, 40, 1)[0].map(({ length }) => length)).toEqual([10, 10, 10, 10]);
    expect(share(7, 21, 1)[0].map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(share(3, 60, 1)[0].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('are one where the whole share takes less', () => {
    expect(share(20, 5, 1)[0]).toHaveLength(1);
    expect(share(7, 100, 3)).toEqual([
      [[0], [3], [6]],
      [[1], [4]],
      [[2], [5]],
    ]);
  });
});
