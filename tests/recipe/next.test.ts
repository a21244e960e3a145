import { describe, expect, it } from 'vitest';
import { applyNext, listNextParameters } from '../../src/recipe/next.ts';
import { applyParameters } from '../../src/recipe/parameters.ts';

describe('what to run next', () => {
  it('is merged field by field, and a list takes the place of a list', () => {
    const recipe = { training: { epochs: 10, batchSize: 8 }, penalty: { lambdas: [0, 1] }, seed: 3 };
    const next = { training: { epochs: 40 }, penalty: { lambdas: [0, 0.1] }, include: ['model'] };
    expect(applyNext(recipe, next)).toEqual({
      training: { epochs: 40, batchSize: 8 },
      penalty: { lambdas: [0, 0.1] },
      seed: 3,
      include: ['model'],
    });
    expect(recipe).toEqual({ training: { epochs: 10, batchSize: 8 }, penalty: { lambdas: [0, 1] }, seed: 3 });
  });

  it('takes the place of a null and of a word', () => {
    const recipe = { compare: { nested: null }, penalty: { lambdas: 'auto' } };
    const next = { compare: { nested: { folds: 4 } }, penalty: { lambdas: [0, 1] } };
    expect(applyNext(recipe, next)).toEqual(next);
  });

  it.each([
    [{ training: { epochs: 200 } }, [['epochs', '200']]],
    [{ standardize: { target: true } }, [['standardizeTarget', 'true']]],
    [{ network: { hidden: [] } }, [['hidden', '']]],
    [{ compare: { nested: { folds: 4 } } }, [['nestedFolds', '4']]],
    [
      { data: { ignore: ['a b', 'c'] }, penalty: { lambdas: [-1e-7, 0], include: 'weights' } },
      [
        ['ignore', 'a b,c'],
        ['lambdas', '-1e-7,0'],
        ['penalize', 'weights'],
      ],
    ],
  ] as const)('%j is said by parameters, which lead back to it', (next, parameters) => {
    const listed = listNextParameters(next);
    expect(listed).toEqual(parameters);
    const draft = {};
    applyParameters(draft, listed ?? []);
    expect(draft).toEqual(next);
  });

  it.each([
    [{ data: { ignore: ['income, net'] } }],
    [{ compare: { baseline: null } }],
    [{ compare: { nested: null }, training: { epochs: 200 } }],
    [{ unheard: 1 }],
  ])('%j cannot be said by parameters', (next) => {
    expect(listNextParameters(next)).toBeNull();
  });
});
