import { describe, expect, it } from 'vitest';
import type { Values } from '../../src/data/equal-rows.ts';
import { joiningRows } from '../../src/data/join-rows.ts';
import { openStream } from '../../src/random/random.ts';
import { finish } from '../../src/sliced.ts';
import { makeDataset } from './row-samples.ts';

describe('joiningRows', () => {
  const DATA = makeDataset([
    [1, 2, 1, 3, 4, 2, 5],
    [1, 2, 1, 3, 4, 2, 5],
  ]);
  const join = (data: Values, marks?: readonly string[]) => finish(joiningRows(data, marks));

  it('joins equal rows', () => {
    expect(join(DATA)).toEqual(Int32Array.of(0, 1, 0, 2, 3, 1, 4));
  });

  it('joins groups that share equal rows whole, and on through others', () => {
    // Rows 0 and 2 are equal, and so are 1 and 5: group b leads from a to c, and on to row 6.
    expect(join(DATA, ['a', 'b', 'b', 'd', 'e', 'c', 'c'])).toEqual(Int32Array.of(0, 0, 0, 1, 2, 0, 0));
  });

  it('gives the groups where no rows are equal, and nothing where there are no groups either', () => {
    const different = makeDataset([
      [1, 2, 3],
      [1, 1, 1],
    ]);
    expect(join(different)).toBeNull();
    expect(join(different, ['u', 'v', 'u'])).toEqual(Int32Array.of(0, 1, 0));
  });

  it('agrees with spreading numbers until none changes', () => {
    const random = openStream(4, 'generator');
    for (let round = 0; round < 40; round++) {
      const rows = 2 + random.nextBelow(30);
      const values = Array.from({ length: rows }, () => random.nextBelow(20));
      const marks = Array.from({ length: rows }, () => `${random.nextBelow(20)}`);
      const label = values.map((_, row) => row);
      for (let pass = 0; pass < rows; pass++) {
        for (let a = 0; a < rows; a++) {
          for (let b = 0; b < rows; b++) {
            if (values[a] === values[b] || marks[a] === marks[b]) label[a] = Math.min(label[a], label[b]);
          }
        }
      }
      const order = [...new Set(label)].sort((a, b) => a - b);
      expect([...(join(makeDataset([values, values]), marks) ?? [])]).toEqual(
        label.map((first) => order.indexOf(first)),
      );
    }
  });
});
