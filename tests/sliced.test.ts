import { describe, expect, it } from 'vitest';
import { generateFriedman1, generatingFriedman1 } from '../src/data/friedman1.ts';
import { makePairs, makingPairs } from '../src/data/split.ts';
import { doInTurns, finish, ITEMS_A_SLICE, type Sliced } from '../src/sliced.ts';
import { regression } from './data/split-samples.ts';

function* count(slices: number): Sliced<number> {
  for (let i = 0; i < slices; i++) yield 1000;
  return slices;
}

/** Records what is spent. */
function openPacer() {
  const spent: number[] = [];
  return { spent, spend: async (seconds: number) => void spent.push(seconds) };
}

describe('a sliced computation', () => {
  it('gives at once what it gives in turns', async () => {
    const pacer = openPacer();
    expect(await doInTurns(count(3), pacer)).toBe(3);
    expect(finish(count(3))).toBe(3);
    expect(pacer.spent).toHaveLength(3);
  });

  it('ends with what the pacer throws', async () => {
    let slices = 0;
    const spend = async () => {
      slices += 1;
      if (slices === 2) throw new Error('stop');
    };
    await expect(doInTurns(count(9), { spend })).rejects.toThrow('stop');
    expect(slices).toBe(2);
  });

  it('of a large table yields often, and says all that it has done', () => {
    const options = { rows: 20_000, features: 10, noise: 1, seed: 1 };
    const sliced = generatingFriedman1(options);
    const yielded: number[] = [];
    let next = sliced.next();
    for (; !next.done; next = sliced.next()) yielded.push(next.value);
    expect(next.value).toEqual(generateFriedman1(options));
    expect(Math.max(...yielded)).toBeLessThanOrEqual(2 * ITEMS_A_SLICE);
    const all = yielded.reduce((a, b) => a + b, 0);
    expect(all).toBeGreaterThan(0.9 * 200_000);
    expect(all).toBeLessThanOrEqual(200_000);
  });

  it('of a split yields once for each repeat', () => {
    const dataset = regression(30);
    const spec = { folds: 3, repeats: 4, order: 'shuffled', fixed: false } as const;
    const yielded = [...makingPairs(dataset, spec, 1)];
    expect(yielded).toEqual([90, 90, 90, 90]);
    expect(makePairs(dataset, spec, 1)).toHaveLength(12);
  });
});
