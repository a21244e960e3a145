import { describe, expect, test } from 'vitest';
import type { RaceResult } from '../../../bench/yardstick/race.ts';
import { joinRaces } from '../../../bench/yardstick/race-in-processes.ts';

const SHAPE = { inputs: 10, hidden: [32], batchSize: 32 };

function makeRace(microseconds: number, ratios: readonly number[], sameBits = true): RaceResult {
  return { shape: SHAPE, times: [{ name: 'strict', microseconds, ratios, sameBits }] };
}

describe('joinRaces', () => {
  test('keeps the ratios of all processes, and the time of the middle one', () => {
    const joined = joinRaces([makeRace(3, [0.8, 0.9]), makeRace(9, [1.1]), makeRace(4, [0.7])]);
    expect(joined).toEqual(makeRace(4, [0.8, 0.9, 1.1, 0.7]));
  });

  test('has the same bits only if every process had', () => {
    const [strict] = joinRaces([makeRace(1, [1]), makeRace(1, [1], false)]).times;
    expect(strict.sameBits).toBe(false);
  });
});
