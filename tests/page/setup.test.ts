import { describe, expect, it } from 'vitest';
import { isRelevant, listGiven, nameInWords } from '../../src/page/setup/fields.ts';
import {
  buildRecipe,
  changeSource,
  FIRST_SETUP,
  INCLUDED,
  isSameSetup,
  listParameters,
  NO_COLUMNS,
  putData,
  type Setup,
} from '../../src/page/setup/setup.ts';

const FILE: Setup = {
  source: { kind: 'csv', text: 'a,b,y\n1,2,3', fileName: 'mine.csv' },
  target: 'y',
  ignored: ['b, too'],
  categories: [],
  dates: {},
  fields: { lambdas: '0, 0.1', hidden: ' ', epochs: '7', decimal: ',' },
};

describe('fields', () => {
  it('mean something beside the choice that they belong to, and only there', () => {
    expect(isRelevant('huberDelta', {})).toBe(false);
    expect(isRelevant('huberDelta', { loss: 'huber' })).toBe(true);
    expect(isRelevant('beta1', {})).toBe(true);
    expect(isRelevant('beta1', { optimizer: 'sgd' })).toBe(false);
    expect(isRelevant('epsilon', { optimizer: 'rmsprop' })).toBe(true);
    expect(isRelevant('decimal', {})).toBe(true);
    expect(isRelevant('decimal', { dataset: 'diabetes' })).toBe(false);
  });

  it('count when something was typed', () => {
    expect(listGiven({ epochs: '', hidden: ' ', seed: '3' })).toEqual([['seed', '3']]);
    expect(listGiven({ momentum: '0.5' })).toEqual([]);
    expect(listGiven({ momentum: '0.5', optimizer: 'momentum' })).toHaveLength(2);
    expect(listGiven({ delimiter: '\t' })).toEqual([['delimiter', '\t']]);
  });

  it('have names that one can read', () => {
    expect(nameInWords('learningRate')).toBe('learning rate');
    expect(nameInWords('penalize')).toBe('penalised');
  });
});

describe('two setups', () => {
  const same = (change: Partial<Setup>) => isSameSetup(FILE, { ...FILE, ...change });

  it('are the same where they ask for the same, however that was typed', () => {
    expect(same({ fields: { decimal: ',', epochs: ' 7', lambdas: '0,0.10', folds: '' } })).toBe(true);
    expect(same({ source: { kind: 'csv', text: 'a,b,y\n1,2,3', fileName: 'renamed.csv' } })).toBe(true);
    const two = { ...FILE, ignored: ['a', 'b'], categories: ['c', 'd'] };
    expect(isSameSetup(two, { ...two, ignored: ['b', 'a'], categories: ['d', 'c'] })).toBe(true);
    expect(
      isSameSetup({ ...FILE, dates: { a: ['year'], b: [] } }, { ...FILE, dates: { b: [], a: ['year'] } }),
    ).toBe(true);
  });

  it('are not where data or recipe differ', () => {
    expect(same({ source: { kind: 'csv', text: 'a,b,y\n1,2,4', fileName: 'mine.csv' } })).toBe(false);
    expect(same({ source: null })).toBe(false);
    expect(same({ source: { kind: 'built-in', name: 'diabetes' } })).toBe(false);
    expect(same({ target: 'a' })).toBe(false);
    expect(same({ ignored: [] })).toBe(false);
    expect(same({ fields: { ...FILE.fields, lambdas: '0.1, 0' } })).toBe(false);
    expect(same({ dates: { a: ['year'] } })).toBe(false);
    expect(
      isSameSetup(FIRST_SETUP, { ...FIRST_SETUP, source: { kind: 'built-in', name: 'friedman1' } }),
    ).toBe(false);
  });
});

describe('a setup', () => {
  it('of the first visit names a data set and the lambdas of the README, and leaves all else as it is', () => {
    const recipe = { data: { dataset: 'diabetes' }, penalty: { lambdas: [-0.01, 0, 0.01, 0.1] } };
    expect(buildRecipe(FIRST_SETUP)).toEqual(recipe);
    expect(buildRecipe(FIRST_SETUP, INCLUDED)).toEqual({ ...recipe, include: INCLUDED });
  });

  it('of a file names what is in it, and gets the text where it is sent', () => {
    const recipe = buildRecipe(FILE);
    expect(recipe).toEqual({
      data: { target: 'y', ignore: ['b, too'], decimal: ',' },
      penalty: { lambdas: [0, 0.1] },
      training: { epochs: 7 },
    });
    expect(putData(recipe, FILE.source as never)).toMatchObject({
      data: { csv: 'a,b,y\n1,2,3', target: 'y', decimal: ',' },
    });
    expect(JSON.stringify(recipe)).not.toContain('csv');
  });

  it('keeps a text that is not a number, for the schema to report', () => {
    expect(buildRecipe({ ...FILE, fields: { epochs: 'many' } })).toMatchObject({
      training: { epochs: 'many' },
    });
  });

  it('keeps the spaces of a text, not those between numbers and after commas, in a query', () => {
    const fields = { hidden: '8, 4', groups: 'patient id', missingMarkers: '?, not known' };
    expect(new Map(listParameters({ ...FILE, ignored: ['b', 'c'], fields }))).toEqual(
      new Map([
        ['target', 'y'],
        ['ignore', 'b,c'],
        ['missingMarkers', '?,not known'],
        ['hidden', '8,4'],
        ['groups', 'patient id'],
      ]),
    );
    expect(listParameters(FILE)).toBeNull();
  });

  it('says of columns what the form says beside them', () => {
    const dates = { 'sold: on': ['year', 'days'] };
    expect(buildRecipe({ ...FILE, categories: ['zip'], dates })).toMatchObject({
      data: { ignore: ['b, too'], categories: ['zip'], dates },
    });
  });

  it('of another file names none of its columns; with the file of a link it stays', () => {
    const source = { kind: 'csv', text: 'a,y\n1,2', fileName: 'other.csv' } as const;
    const asked = { ...FILE, categories: ['a'], dates: { d: ['year'] } };
    const marked = { ...asked, fields: { missingMarkers: '?', header: 'false', groups: 'a', epochs: '7' } };
    expect({ ...marked, ...changeSource(marked, source) }).toEqual({
      source,
      ...NO_COLUMNS,
      fields: { epochs: '7' },
    });
    expect(changeSource({ ...marked, source: null }, source)).toEqual({ source });
  });

  it("of a file of one's own has no lambdas of the example", () => {
    const source = { kind: 'csv', text: 'a,y\n1,2', fileName: 'other.csv' } as const;
    for (const lambdas of ['-0.01, 0, 0.01, 0.1', '-0.01,0,0.01,0.1']) {
      const asked = { ...FIRST_SETUP, fields: { lambdas, epochs: '7' } };
      expect(changeSource(asked, source).fields).toEqual({ epochs: '7' });
    }
    expect(changeSource({ ...FIRST_SETUP, fields: { lambdas: '0, 1' } }, source).fields).toEqual({
      lambdas: '0, 1',
    });
  });

  it('leaves how a file is read out of a recipe for a built-in set', () => {
    const recipe = buildRecipe({ ...FIRST_SETUP, fields: { decimal: ',', missing: 'mean' } });
    expect(recipe.data).toEqual({ dataset: 'diabetes', missing: 'mean' });
  });
});
