import { describe, expect, it } from 'vitest';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { run } from '../../compare/samples.ts';

/** What is said of a table of 40 rows with this column, and another that is a feature. */
async function find(id: (row: number) => number, change: Partial<RecipeInput['data']> = {}, gaps = 0) {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    id: id(i),
    a: i < gaps ? null : ((i * 37) % 41) / 41,
    y: ((i * 13) % 17) / 17,
  }));
  const data = { rows, target: 'y', ...change } as RecipeInput['data'];
  const { findings } = await run({ data });
  return findings.find(({ code }) => code === 'counting-column');
}

describe('counting-column', () => {
  it.each<[string, (row: number) => number, number, number]>([
    ['a number that grows by ten', (row) => 10 * row, 0, 390],
    ['a number that falls by three', (row) => 120 - 3 * row, 3, 120],
    ['a run that was shuffled', (row) => 5 + ((row * 7) % 40), 5, 44],
  ])('finds %s', async (_, id, from, to) => {
    const found = await find(id);
    expect(found?.evidence).toEqual({ features: [{ name: 'id', from, to }], rows: 40 });
    expect(found?.message).toMatch(new RegExp(`^id \\(from ${from} to ${to}\\) counts the rows: `));
    expect(found?.next).toEqual({ data: { ignore: ['id'] } });
  });

  it('finds a number that counts rows of which some were dropped', async () => {
    const found = await find((row) => 100 + row, { missing: 'drop-row' }, 3);
    expect(found?.evidence).toEqual({ features: [{ name: 'id', from: 103, to: 139 }], rows: 37 });
  });

  it('ignores it beside what is ignored already', async () => {
    const found = await find((row) => row, { ignore: ['a'] });
    // It is the only feature left.
    expect(found?.next).toBeNull();
  });
});
