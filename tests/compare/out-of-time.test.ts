import { afterEach, describe, expect, it, vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { DEFAULT_LIMITS, limitPairUse, limitUse } from '../../src/recipe/limits.ts';
import { engines } from '../host.ts';
import { openPool } from '../pool/samples.ts';
import { smallRecipe } from './samples.ts';

const RECIPE = smallRecipe({ training: { epochs: 400, batchSize: 2 } });
const ENDED = {
  code: 'out-of-time',
  issues: [
    {
      place: 'training.epochs',
      message: expect.stringMatching(
        /^the work has taken its limit of 300 seconds, and was stopped: take fewer .+ \(\d+ of 12 trials were done\)$/,
      ),
    },
  ],
};

/** A clock that goes on by so many seconds whenever it is looked at. */
function hurry(seconds: number): void {
  let ms = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    ms += 1000 * seconds;
    return ms;
  });
}

afterEach(() => void vi.restoreAllMocks());

describe('a comparison that takes longer than its limit', () => {
  it('ends in place, and says what it did', async () => {
    hurry(2);
    await expect(compare(RECIPE, { engines })).rejects.toMatchObject(ENDED);
  });

  it('ends in a pool, whose workers then serve others', async () => {
    const { pool } = openPool(2);
    hurry(50);
    await expect(compare(RECIPE, { engines, executor: pool })).rejects.toMatchObject(ENDED);
    vi.restoreAllMocks();
    const [again, plain] = await Promise.all([
      compare(smallRecipe(), { engines, executor: pool }),
      compare(smallRecipe(), { engines }),
    ]);
    expect(JSON.stringify(again)).toBe(JSON.stringify(plain));
    await pool.close();
  });

  it('goes on within it', async () => {
    hurry(0.001);
    expect((await compare(RECIPE, { engines })).lambdas).toHaveLength(3);
  });

  it('has none where the owner of the machine lifts it', async () => {
    hurry(2);
    const limits = { ...DEFAULT_LIMITS, seconds: Number.POSITIVE_INFINITY };
    expect((await compare(RECIPE, { engines, limits })).lambdas).toHaveLength(3);
  });
});

describe('the time that work may take', () => {
  it('is a quarter more than may be planned, and never less than 5 seconds', () => {
    expect([240, 60, 4, 0].map((seconds) => limitUse({ seconds }))).toEqual([300, 75, 5, 5]);
  });

  it('is that of a pair for a sweep, and endless where there is none', () => {
    expect(limitPairUse({ pairSeconds: 60 })).toBe(75);
    expect(limitPairUse({})).toBe(Number.POSITIVE_INFINITY);
  });
});
