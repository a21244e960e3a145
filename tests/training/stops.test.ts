import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/data/dataset.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { PairRecipe, RecipeInput } from '../../src/recipe/schema.ts';
import { listStops, recordStops } from '../../src/training/stops.ts';

const NUMBERS = { task: 'regression' } as Target;
const CLASSES = { task: 'classification', classes: ['a', 'b', 'c', 'd'] } as Partial<Target> as Target;

function stopsOf(given: Partial<RecipeInput>, rows = 100, target = NUMBERS) {
  const recipe = parseRecipe({
    data: { dataset: 'diabetes' },
    split: { folds: 5, repeats: 4 },
    training: { epochs: 100 },
    penalty: { lambdas: [0, 1] },
    ...given,
  }) as PairRecipe;
  return listStops(recipe, { rows, target });
}

describe('the epochs at which a training may stop', () => {
  it.each([1, 2, 5, 31, 32, 100, 1000, 100_000])(
    'are spread over %i epochs, most of them early',
    (epochs) => {
      const { epochs: stops } = stopsOf({ training: { epochs } });
      expect(stops.length).toBeLessThanOrEqual(32);
      expect([stops[0], stops.at(-1)]).toEqual([1, epochs]);
      expect([...new Set(stops)].toSorted((a, b) => a - b)).toEqual(stops);
      // A constant factor, so that any epoch lies within half of it of a stop, or is one.
      const factor = epochs ** (1 / 31);
      for (const [i, stop] of stops.slice(1).entries()) {
        expect(stop / stops[i] <= factor * 1.34 || stop - stops[i] === 1).toBe(true);
      }
    },
  );

  it.each([
    ['a holdout', { split: { holdout: 0.2 } }, /holdout/],
    ['a column', { split: { column: 'part' } }, /column/],
    ['a forward chain', { split: { folds: 5, order: 'given' } }, /forward chain/],
    ['a fixed split', { split: { folds: 5, fixed: true } }, /fixed split/],
    ['patience', { training: { epochs: 9, patience: 2 } }, /patience/],
  ] as const)('are none with %s, and the reason says so', (_, given, reason) => {
    expect(stopsOf(given as Partial<RecipeInput>)).toEqual({
      epochs: [],
      reason: expect.stringMatching(reason),
    });
  });

  it('are fewer where there are many outputs, and none where that leaves too few', () => {
    // Four repeats of two lambdas, a million outputs in all.
    const count = (rows: number, target = NUMBERS) => stopsOf({}, rows, target).epochs.length;
    expect(count(2 ** 12)).toBe(count(100));
    expect(count(2 ** 13)).toBe(14);
    expect(count(2 ** 11, CLASSES)).toBe(14);
    expect(count(2 ** 14)).toBe(8);
    expect(stopsOf({}, 2 ** 14 + 1)).toMatchObject({ epochs: [], reason: expect.stringMatching(/too many/) });
  });
});

describe('the record of stops', () => {
  it('has loss and outputs of each stop, and nothing of a trial that did not reach the last', () => {
    const stops = recordStops([1, 3]);
    stops.take(1, 0.5, Float32Array.of(1, 2));
    stops.take(2, 0.4, Float32Array.of(3, 4));
    expect(stops.finish()).toBeNull();
    stops.take(3, 0.3, Float32Array.of(5, 6));
    expect(stops.finish()).toEqual({
      losses: Float64Array.of(0.5, 0.3),
      outputs: Float32Array.of(1, 2, 5, 6),
    });
    expect(recordStops([]).finish()).toBeNull();
  });
});
