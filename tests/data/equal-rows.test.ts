import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/data/columns.ts';
import { findCopies, findingCopies } from '../../src/data/equal-rows.ts';
import { openStream } from '../../src/random/random.ts';
import { ITEMS_A_SLICE } from '../../src/sliced.ts';
import { makeDataset } from './row-samples.ts';

describe('findCopies', () => {
  it('leads each row to the first that is equal in all features and the target', () => {
    const copies = findCopies(
      makeDataset([
        [1, 2, 1, 1, 2, 1],
        ['u', 'v', 'u', 'u', 'v', 'w'],
        [5, 6, 5, 7, 6, 5],
      ]),
    );
    expect([...copies]).toEqual([0, 1, 0, 3, 1, 5]);
  });

  it('takes -0 for 0, and missing values for equal to each other and to nothing else', () => {
    const zeros = findCopies(
      makeDataset([
        [0, -0, 0],
        [-0, 0, 1],
      ]),
    );
    expect([...zeros]).toEqual([0, 0, 2]);
    const missing = findCopies(
      makeDataset([
        [null, null, 0, 1, 1],
        ['u', 'u', 'u', null, null],
        [1, 1, 1, 1, 1],
      ]),
    );
    expect([...missing]).toEqual([0, 0, 2, 3, 3]);
    const texts = findCopies(
      makeDataset([
        ['', null, '', 'null'],
        [1, 1, 1, 1],
      ]),
    );
    expect([...texts]).toEqual([0, 1, 0, 3]);
  });

  it('tells classes apart', () => {
    const features: Column[] = [{ kind: 'number', name: 'a', values: Float64Array.of(1, 1, 1) }];
    const labels = Int32Array.of(0, 1, 0);
    const target = { task: 'classification', name: 'y', classes: ['u', 'v'], labels } as const;
    expect([...findCopies({ rows: 3, features, target })]).toEqual([0, 1, 0]);
  });

  it('agrees with a search among all pairs of rows', () => {
    const random = openStream(3, 'generator');
    for (let round = 0; round < 80; round++) {
      const rows = 1 + random.nextBelow(40);
      const values = [Number.NaN, -0, 0, 1, 2].slice(random.nextBelow(3));
      const draw = () => values[random.nextBelow(values.length)];
      const columns = Array.from({ length: 3 }, (_, c) =>
        Array.from({ length: rows }, () => {
          const value = draw();
          if (Number.isNaN(value)) return c === 2 ? 0 : null;
          return c === 0 ? `t${value}` : value;
        }),
      );
      const isEqual = (a: number, b: number) =>
        columns.every((column) => column[a] === column[b] || `${column[a]}` === `${column[b]}`);
      const expected = Array.from({ length: rows }, (_, row) => {
        let first = 0;
        while (!isEqual(first, row)) first++;
        return first;
      });
      expect([...findCopies(makeDataset(columns))]).toEqual(expected);
    }
  });

  it('pauses often, also among wide rows that differ in their last column alone', () => {
    const columns = Array.from({ length: 1500 }, (_, c) =>
      Array.from({ length: 300 }, (_, row) => (c < 1499 ? 1 : (row * 7) % 300)),
    );
    const dataset = { ...makeDataset([...columns, columns[0]]) };
    const slices = [...findingCopies(dataset)];
    expect(Math.max(...slices)).toBeLessThan(2 * ITEMS_A_SLICE);
    // Some 300 x 8 comparisons of 1,500 cells, of which 8 take about as long as an item.
    expect(slices.filter((items) => items >= ITEMS_A_SLICE).length).toBeGreaterThan(15);
  });
});
