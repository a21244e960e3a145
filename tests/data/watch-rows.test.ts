import { describe, expect, it } from 'vitest';
import { takeWatchRows } from '../../src/data/split.ts';
import { refusalOf } from './refusal.ts';

describe('takeWatchRows', () => {
  const training = Int32Array.from({ length: 95 }, (_, i) => (i * 7) % 95);

  it('takes a tenth, and keeps the order of both parts', () => {
    const { fit, watch } = takeWatchRows(training, 1, [0, 0]);
    expect(watch.length).toBe(10);
    const watched = new Set(watch);
    expect([...fit]).toEqual([...training].filter((row) => !watched.has(row)));
    expect([...watch]).toEqual([...training].filter((row) => watched.has(row)));
  });

  it('differs between repeats, folds and seeds, and not otherwise', () => {
    const watch = (seed: number, repeat: number, fold: number) => [
      ...takeWatchRows(training, seed, [repeat, fold]).watch,
    ];
    expect(watch(1, 0, 0)).toEqual(watch(1, 0, 0));
    for (const other of [watch(2, 0, 0), watch(1, 1, 0), watch(1, 0, 1)])
      expect(other).not.toEqual(watch(1, 0, 0));
  });

  it('takes one of two rows, and refuses to take the only one', () => {
    expect(takeWatchRows(Int32Array.of(4, 9), 1, [0, 0])).toMatchObject({
      fit: { length: 1 },
      watch: { length: 1 },
    });
    expect(refusalOf(() => takeWatchRows(Int32Array.of(4), 1, [0, 0]))).toMatchObject({
      code: 'invalid-recipe',
      place: 'training.patience',
    });
  });
});
