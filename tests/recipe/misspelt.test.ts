import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { parseModel } from '../../src/model/parse-model.ts';
import { applyParameters } from '../../src/recipe/parameters.ts';
import { parseRecipe, parseTrainRecipe } from '../../src/recipe/parse.ts';
import { validate } from '../../src/validate.ts';
import { makeModel } from '../model/samples.ts';

const DATA = { dataset: 'diabetes' };

/** The faults of an input, each as `place: message`. */
function faultsOf(input: unknown, parse: (input: unknown) => unknown = parseRecipe): string[] {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof AbsumError) return error.issues.map(({ place, message }) => `${place}: ${message}`);
    throw error;
  }
  return [];
}

describe('a misspelt field', () => {
  test.each([
    [{ trainig: {} }, 'trainig', 'training'],
    [{ training: { epoch: 3 } }, 'training.epoch', 'epochs'],
    [{ training: { batch_size: 3 } }, 'training.batch_size', 'batchSize'],
    [{ split: { fold: 3 } }, 'split.fold', 'folds'],
    [{ network: { Hidden: [3] } }, 'network.Hidden', 'hidden'],
    [{ standardize: { feature: true } }, 'standardize.feature', 'features'],
    [{ compare: { nested: { fold: 3 } } }, 'compare.nested.fold', 'folds'],
    [{ thresholds: { inertshare: 1 } }, 'thresholds.inertshare', 'inertShare'],
    [{ data: { ...DATA, mising: 'mean' } }, 'data.mising', 'missing'],
    [{ data: { csv: 'a,y', target: 'y', seperator: ';', delimeter: ';' } }, 'data.delimeter', 'delimiter'],
    [{ optimizer: { name: 'adam', beta: 0.9 } }, 'optimizer.beta', 'beta1'],
    [{ optimizer: { name: 'momentum', momentm: 0.9 } }, 'optimizer.momentm', 'momentum'],
  ])('%o is named with the field that was meant', (fields, place, meant) => {
    const { seperator: _, ...data } = { ...DATA, ...(fields as { data?: object }).data } as Record<
      string,
      unknown
    >;
    if ('csv' in data) delete data.dataset;
    expect(faultsOf({ ...fields, data })).toEqual([`${place}: unknown field; did you mean "${meant}"?`]);
  });

  test.each([
    [{ lambdas: [0] }, 'lambdas', 'penalty.lambdas'],
    [{ lambda: 0 }, 'lambda', 'penalty.lambdas'],
    [{ epochs: 3 }, 'epochs', 'training.epochs'],
    [{ learning_rate: 3 }, 'learning_rate', 'optimizer.learningRate'],
    [{ training: { learningRate: 3 } }, 'training.learningRate', 'optimizer.learningRate'],
    [{ csv: '' }, 'csv', 'data.csv'],
    [{ split: { nested: {} } }, 'split.nested', 'compare.nested'],
  ])('%o of another part is named with its place', (fields, place, meant) => {
    expect(faultsOf({ data: DATA, ...fields })).toEqual([
      `${place}: unknown field; did you mean "${meant}"?`,
    ]);
  });

  test.each([
    [{ alpha: 1 }, 'alpha'],
    [{ lr: 1 }, 'lr'],
    [{ training: { l1: 1 } }, 'training.l1'],
    // Its place is right, and the rule is wrong.
    [{ optimizer: { name: 'adam', momentum: 0.9 } }, 'optimizer.momentum'],
    [{ split: { ['x'.repeat(70)]: 1 } }, `split.${'x'.repeat(70)}`],
  ])('%o that is like no other is just unknown', (fields, place) => {
    expect(faultsOf({ data: DATA, ...fields })).toEqual([`${place}: unknown field`]);
  });

  test('is named in a recipe of train, in a model and in a list', () => {
    expect(faultsOf({ data: DATA, penalty: { lambdas: [1] } }, parseTrainRecipe)).toEqual([
      'penalty.lambdas: unknown field; did you mean "lambda"?',
    ]);
    const model = makeModel();
    const [first, ...others] = model.layers;
    const faulty = { ...model, layers: [{ ...first, wieghts: [] }, ...others] };
    expect(faultsOf(faulty, parseModel)).toEqual([
      'model.layers[0].wieghts: unknown field; did you mean "weights"?',
    ]);
    const schema = v.strictObject({ by: v.record(v.string(), v.strictObject({ width: v.number() })) });
    expect(
      faultsOf({ by: { a: { width: 1, widht: 2 } } }, (input) => validate(schema, input, 'invalid-recipe')),
    ).toEqual(['by.a.widht: unknown field; did you mean "width"?']);
  });
});

describe('a misspelt word', () => {
  test.each([
    [{ penalty: { method: 'proximall' } }, 'penalty.method', 'proximal'],
    [{ optimizer: { name: 'adm' } }, 'optimizer.name', 'adam'],
    [{ compare: { metric: 'RMSE' } }, 'compare.metric', 'rmse'],
    [{ include: ['models'] }, 'include[0]', 'model'],
    [{ loss: 'cross_entropy' }, 'loss', 'cross-entropy'],
    [{ penalty: { groups: 'feature' } }, 'penalty.groups', 'features'],
    [{ data: { ...DATA, dates: { sold: ['years'] } } }, 'data.dates.sold[0]', 'year'],
  ])('%o is answered with the word that was meant', (fields, place, meant) => {
    const [fault, ...others] = faultsOf({ data: DATA, ...fields });
    expect(fault).toMatch(
      new RegExp(`^${place.replace(/[[\].]/g, '\\$&')}: expected .*, got ".*"; did you mean "${meant}"\\?$`),
    );
    expect(others).toEqual([]);
  });

  test('that is like no other is answered with the list alone', () => {
    expect(faultsOf({ data: DATA, penalty: { method: 'ista' } })).toEqual([
      'penalty.method: expected "subgradient" | "proximal", got "ista"',
    ]);
    expect(faultsOf({ data: DATA, penalty: { method: 3 } })).toEqual([
      'penalty.method: expected "subgradient" | "proximal", got 3',
    ]);
  });
});

test('a misspelt parameter is named with the one that was meant', () => {
  const read = (name: string) => faultsOf(null, () => applyParameters({}, [[name, '1']]));
  expect(read('lamda')).toEqual(['lamda: unknown parameter; did you mean "lambdas"?']);
  expect(read('batch-size')).toEqual(['batch-size: unknown parameter; did you mean "batchSize"?']);
  expect(read('alpha')).toEqual(['alpha: unknown parameter']);
});
