import { expect, test } from 'vitest';
import type { Target } from '../../src/data/dataset.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { PairRecipe } from '../../src/recipe/schema.ts';
import { chooseKeeping } from '../../src/training/included.ts';

import { reportOf, run } from '../compare/samples.ts';

const MOST_OUTPUTS = 2 ** 18;
const PAIR = { repeat: 1, fold: 0 };
const NUMBERS = { task: 'regression' } as Target;
const CLASSES = { task: 'classification', classes: ['a', 'b', 'c', 'd'] } as Partial<Target> as Target;

test.each([
  ['as many numbers as fit', NUMBERS, MOST_OUTPUTS / 8, true],
  ['a row too many', NUMBERS, MOST_OUTPUTS / 8 + 1, false],
  ['four classes a row, as many as fit', CLASSES, MOST_OUTPUTS / 32, true],
  ['four classes a row, and a row too many', CLASSES, MOST_OUTPUTS / 32 + 1, false],
])('outputs are kept for the verdict or not: %s', (_, target, rows, isKept) => {
  const recipe = parseRecipe({
    data: { dataset: 'diabetes' },
    split: { folds: 5, repeats: 2 },
    penalty: { lambdas: [0, 1, 2, 3] },
  }) as PairRecipe;
  expect(chooseKeeping(recipe, { rows, target }, PAIR).outputs).toBe(isKept);
});

test('rows are judged where outputs are kept', async () => {
  const report = await run({ split: { folds: 5, repeats: 1 } });
  expect(reportOf(report, 0.05).comparison?.basis).toBe('rows and trainings');
});
