import { describe, expect, it } from 'vitest';
import { overrideRecipe } from '../../../src/cli/input/override-recipe.ts';
import type { ParameterName } from '../../../src/recipe/parameters.ts';

const override = (recipe: object, given: ParameterName[], csv?: string) =>
  overrideRecipe({ ...recipe }, new Set(given), csv);

describe('overrideRecipe', () => {
  it('takes away what cannot stand beside an option', () => {
    const split = { folds: 5, repeats: 2 };
    expect(override({ split }, ['holdout'])).toEqual({ split: { repeats: 2 } });
    expect(override({ split }, ['column'])).toEqual({ split: { repeats: 2 } });
    expect(override({ split: { holdout: 0.2 } }, ['folds'])).toEqual({ split: {} });
    const optimizer = { name: 'adam', learningRate: 0.1, beta1: 0.5, beta2: 0.6, epsilon: 1e-6 };
    expect(override({ optimizer }, ['optimizer'])).toEqual({
      optimizer: { name: 'adam', learningRate: 0.1 },
    });
    expect(override({ loss: 'huber', huberDelta: 2 }, ['loss'])).toEqual({ loss: 'huber' });
  });

  it('leaves what options give themselves, so that a fault among them is told', () => {
    const split = { folds: 5 };
    expect(override({ split }, ['holdout', 'folds'])).toEqual({ split });
    expect(override({ split }, ['repeats'])).toEqual({ split });
  });

  it('puts other data in the place of those of the recipe, and keeps how to read them', () => {
    const data = {
      csv: 'a',
      rows: [],
      target: 'y',
      missing: 'mean',
      ignore: ['a'],
      missingMarkers: ['?'],
      categories: ['zip'],
      dates: { sold: ['year'] },
      delimiter: ';',
      decimal: ',',
      header: true,
    };
    const { csv: _csv, rows: _rows, ...kept } = data;
    expect(override({ data }, [], 'b,y')).toEqual({ data: { ...kept, csv: 'b,y' } });
    const { delimiter: _delimiter, decimal: _decimal, header: _header, ...keptOfAny } = kept;
    expect(override({ data }, ['dataset'])).toEqual({ data: keptOfAny });
    expect(override({ data }, [])).toEqual({ data });
  });

  it('does not touch the recipe that it is given', () => {
    const recipe = { split: { folds: 5 } };
    override(recipe, ['holdout']);
    expect(recipe).toEqual({ split: { folds: 5 } });
  });
});
