import { describe, expect, test } from 'vitest';
import type { Contestant, Racer } from '../../../bench/yardstick/contestants.ts';
import { compareBlocks, race } from '../../../bench/yardstick/race.ts';

const SHAPE = { inputs: 2, hidden: [2], batchSize: 2 };

/** A contestant that takes so many milliseconds for an epoch, and whose parameters are as given. */
function enter(name: Contestant['name'], milliseconds: number, parameter = 1): Contestant {
  const racer: Racer = {
    steps: 1,
    runEpoch() {
      for (const until = performance.now() + milliseconds; performance.now() < until; );
      return Float64Array.of(0.5);
    },
    readParameters: () => Float32Array.of(parameter),
    predict: () => Float32Array.of(0),
    close() {},
  };
  return { name, start: async () => racer };
}

describe('compareBlocks', () => {
  test('takes the quiet share of each block, so that what disturbs one contestant for a while does not count', () => {
    const quiet = Array.from({ length: 60 }, () => 2);
    const disturbed = quiet.map((value, i) => (i % 10 < 7 ? 3 * value : value));
    const base = quiet.map((value) => value / 2);
    expect(compareBlocks(disturbed, base)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test('gives a ratio for each of six blocks', () => {
    const own = Array.from({ length: 60 }, (_, i) => 1 + Math.floor(i / 10));
    const other = own.map(() => 1);
    expect(compareBlocks(own, other)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('makes a block of each round where there are few', () => {
    expect(compareBlocks([1, 3, 2], [1, 1, 1])).toEqual([1, 3, 2]);
  });
});

describe('race', () => {
  test('says whose bits are not those of the baseline', async () => {
    const contestants = [enter('baseline', 0.2), enter('strict', 0.2), enter('relaxed', 0.2, 1 + 2 ** -20)];
    const { times } = await race(contestants, SHAPE, 2);
    expect(times.map(({ name, sameBits }) => [name, sameBits])).toEqual([
      ['baseline', true],
      ['strict', true],
      ['relaxed', false],
    ]);
  });

  test('refuses to time what trained to other parameters', async () => {
    const contestants = [enter('baseline', 0.2), enter('relaxed', 0.2, 1.001)];
    await expect(race(contestants, SHAPE, 2)).rejects.toThrow('relaxed: parameter 0 is');
  });
});
