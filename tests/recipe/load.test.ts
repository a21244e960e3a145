import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/data/dataset.ts';
import { MAX_COLUMNS } from '../../src/data/table.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';

function load(data: object, more: object = {}): Promise<Dataset> {
  return loadDataset(parseRecipe({ data, ...more }));
}

const rows = [
  { a: 1, b: 2, y: 3 },
  { a: 4, b: 5, y: 6 },
];

describe('loadDataset', () => {
  it.each<[string, object]>([
    ['rows', { rows, target: 'y' }],
    ['arrays', { x: rows.map(({ a, b }) => [a, b]), y: [3, 6], names: ['a', 'b'] }],
    ['a CSV text', { csv: 'a,b,y\n1,2,3\n4,5,6', target: 'y' }],
    ['a CSV text with decimal commas', { csv: 'a;b;y\n1,0;2;3\n4;5;6', target: 'y', decimal: ',' }],
  ])('reads %s', async (_, data) => {
    const { features, target } = await load(data);
    expect(features.map(({ name, values }) => [name, ...values])).toEqual([
      ['a', 1, 4],
      ['b', 2, 5],
    ]);
    expect(target).toMatchObject({ task: 'regression', name: 'y', values: Float64Array.of(3, 6) });
  });

  it('reads a built-in set, with another target when asked', async () => {
    expect((await load({ dataset: 'diabetes' })).target.name).toBe('y');
    const { features, target } = await load({ dataset: 'diabetes', target: 'bmi' });
    expect([target.name, features.length]).toEqual(['bmi', 10]);
  });

  it('passes the options of the generator on', async () => {
    const { rows: count, features } = await load({ dataset: 'friedman1', rows: 30, features: 7 });
    expect([count, features.length]).toEqual([30, 7]);
  });

  it('reads the target as classes for cross-entropy', async () => {
    expect((await load({ rows, target: 'y' }, { loss: 'cross-entropy' })).target.task).toBe('classification');
  });

  it('leaves out the columns to ignore', async () => {
    const { features } = await load({ rows, target: 'y', ignore: ['a'] });
    expect(features.map(({ name }) => name)).toEqual(['b']);
  });

  it('keeps the columns of the split out of the features', async () => {
    const marked = rows.map((row, r) => ({ ...row, part: r === 0 ? 'train' : 'test' }));
    const { features, markers } = await load({ rows: marked, target: 'y' }, { split: { column: 'part' } });
    expect(features.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(markers.get('part')).toEqual(['train', 'test']);
  });

  it.each([
    ['data.ignore[1]', ['a', 'c']],
    ['data.ignore[0]', ['y']],
  ])('refuses at %s to ignore %j', async (place, ignore) => {
    await expect(load({ rows, target: 'y', ignore })).rejects.toMatchObject({
      code: 'invalid-data',
      issues: [{ place }],
    });
  });

  it('leaves columns out in time linear in their number', async () => {
    const row = Array.from({ length: MAX_COLUMNS - 1 }, (_, c) => c);
    const ignore = row.slice(1).map((c) => `x${c}`);
    const started = performance.now();
    await load({ x: [row, row], y: [1, 2], ignore });
    // This takes some 0.6 s; looking each name up in a list, 20 s.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
