import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { AbsumError, type Issue } from '../../src/errors.ts';
import { parseRecipe, parseTrainRecipe } from '../../src/recipe/parse.ts';
import { Thresholds } from '../../src/recipe/thresholds.ts';
import { engines } from '../host.ts';

function issuesOf(input: unknown, parse: (input: unknown) => unknown = parseRecipe): readonly Issue[] {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof AbsumError && error.code === 'invalid-recipe') return error.issues;
    throw error;
  }
  throw new Error(`expected a refusal of ${JSON.stringify(input)}`);
}

/** A recipe with `value` at a place such as `penalty.lambdas`. */
function recipeWith(place: string, value: unknown, base: object = { data: { dataset: 'diabetes' } }): object {
  const [key, ...rest] = place.split('.');
  const inner = (base as Record<string, unknown>)[key];
  const object = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...base, [key]: rest.length === 0 ? value : recipeWith(rest.join('.'), value, object) };
}

const text = 'a string';
const NOT_NUMBERS = ['1', null, true, [1], {}, Number.NaN, Infinity, -Infinity];
const NOT_OBJECTS = ['x', 1, null, true, [], [1]];
const NOT_TEXTS = [1, null, true, ['a'], {}];
const NOT_COUNTS = [...NOT_NUMBERS, 0, -1, 1.5, 2 ** 53];
const NOT_CHOICES = [...NOT_TEXTS, 'nonsense', ''];

/** For each field, values of the wrong type, out of range, or not on the menu. */
const WRONG: Record<string, readonly unknown[]> = {
  data: [...NOT_OBJECTS, {}, { target: 'y' }],
  'data.dataset': NOT_TEXTS,
  'data.missing': NOT_CHOICES,
  'data.ignore': ['age', 1, null, {}],
  'data.rows': [...NOT_NUMBERS.filter((value) => !Array.isArray(value)), 0, 9, 1.5],
  'data.features': [...NOT_COUNTS, 4],
  'data.noise': [...NOT_NUMBERS, -1],
  'data.seed': [...NOT_NUMBERS, -1, 0.5, 2 ** 53],
  'data.target': [...NOT_TEXTS, ''],
  split: NOT_OBJECTS,
  'split.folds': [...NOT_COUNTS, 1],
  'split.holdout': [...NOT_NUMBERS, 0, 1, -0.5],
  'split.column': [...NOT_TEXTS, ''],
  'split.repeats': [...NOT_COUNTS, 1001],
  'split.order': NOT_CHOICES,
  'split.fixed': ['true', 1, null, {}],
  'split.groups': [...NOT_TEXTS, ''],
  standardize: NOT_OBJECTS,
  'standardize.features': ['true', 1, null, {}],
  'standardize.target': ['true', 1, null, {}],
  network: NOT_OBJECTS,
  'network.hidden': [32, '32', null, {}, [1, 2, 3, 4, 5]],
  'network.activation': NOT_CHOICES,
  'network.dropout': [...NOT_NUMBERS, -0.1, 0.96, 1],
  'network.initialization': NOT_CHOICES,
  loss: NOT_CHOICES,
  // 1e-46 is 0 in float32, and 1e39 is infinite.
  huberDelta: [...NOT_NUMBERS, 0, -1, 1e-46, 1e39],
  optimizer: NOT_OBJECTS,
  'optimizer.learningRate': [...NOT_NUMBERS, 0, -1, 1e-46, 1e39],
  training: NOT_OBJECTS,
  'training.epochs': [...NOT_COUNTS, 100_001],
  'training.batchSize': [...NOT_COUNTS, 1_000_001],
  'training.batches': NOT_CHOICES,
  'training.evaluate': [...NOT_COUNTS, 1, 100_001],
  'training.patience': NOT_COUNTS.filter((value) => value !== null),
  penalty: NOT_OBJECTS,
  'penalty.lambdas': ['0.01', 0.01, null, {}, []],
  'penalty.method': NOT_CHOICES,
  'penalty.scale': NOT_CHOICES,
  'penalty.include': NOT_CHOICES,
  'penalty.groups': NOT_CHOICES.filter((value) => value !== null),
  compare: NOT_OBJECTS,
  'compare.metric': NOT_CHOICES,
  'compare.baseline': [...NOT_NUMBERS.filter((value) => value !== null), 1e30],
  'compare.equivalence': [...NOT_NUMBERS, -0.01, 1.01],
  'compare.tolerance': [...NOT_NUMBERS, -0.01, 1.01],
  'compare.nested': NOT_OBJECTS.filter((value) => value !== null),
  'compare.nested.folds': [...NOT_COUNTS, 1, 101],
  thresholds: NOT_OBJECTS,
  ...Object.fromEntries(
    Object.keys(Thresholds.entries).map((name) => [`thresholds.${name}`, [...NOT_NUMBERS, -1]]),
  ),
  include: ['model', 1, null, true, {}],
  engine: [...NOT_CHOICES, 'fused!'],
  seed: [...NOT_NUMBERS, -1, 0.5, 2 ** 53],
};

const BASES: Record<string, object> = {
  'optimizer.learningRate': { data: { dataset: 'diabetes' }, optimizer: { name: 'sgd' } },
  huberDelta: { data: { dataset: 'diabetes' }, loss: 'huber' },
};

describe('a recipe', () => {
  it.each(
    Object.entries(WRONG).flatMap(([place, values]) =>
      values.map((value) => ({
        place,
        value,
        shown: typeof value === 'number' ? String(value) : JSON.stringify(value),
      })),
    ),
  )('is refused for $place: $shown', ({ place, value }) => {
    const [issue] = issuesOf(recipeWith(place, value, BASES[place]));
    expect(issue.place).toBe(place);
    expect(issue.message).toMatch(/^(expected .+, got .+|must not be empty|is required)$/);
  });

  it.each([
    ['momentum', 'momentum', [...NOT_NUMBERS, -0.1, 1]],
    ['rmsprop', 'decay', [...NOT_NUMBERS, -0.1, 1]],
    ['rmsprop', 'epsilon', [...NOT_NUMBERS, 0, -1, 1e-31, 1e39]],
    ['adam', 'beta1', [...NOT_NUMBERS, -0.1, 1]],
    ['adam', 'beta2', [...NOT_NUMBERS, -0.1, 1]],
    ['adam', 'epsilon', [...NOT_NUMBERS, 0, -1, 1e-31, 1e39]],
  ])('is refused for a wrong field of the optimizer: %s, %s', (name, field, values) => {
    for (const value of values) {
      const [issue] = issuesOf(recipeWith('optimizer', { name, [field]: value }));
      expect(issue.place).toBe(`optimizer.${field}`);
    }
  });

  it.each([
    ['network.hidden[1]', recipeWith('network.hidden', [4, 0])],
    ['network.hidden[0]', recipeWith('network.hidden', [4097])],
    ['network.hidden[0]', recipeWith('network.hidden', ['4'])],
    ['penalty.lambdas[2]', recipeWith('penalty.lambdas', [0, 1, 'abc'])],
    ['penalty.lambdas[0]', recipeWith('penalty.lambdas', [null])],
    ['penalty.lambdas[1]', recipeWith('penalty.lambdas', [0, Infinity])],
    ['penalty.lambdas[1]', recipeWith('penalty.lambdas', [0, Number.NaN])],
    ['penalty.lambdas[2]', recipeWith('penalty.lambdas', [0.1, 0, 0.1])],
    ['penalty.lambdas[1]', recipeWith('penalty.lambdas', [0, -0])],
    ['include[0]', recipeWith('include', ['everything'])],
    ['include[0]', recipeWith('include', [''])],
    ['include[1]', recipeWith('include', ['model', null])],
    ['include[1]', recipeWith('include', ['model', 'model'])],
    ['data.ignore[0]', recipeWith('data.ignore', [1])],
    ['optimizer.name', recipeWith('optimizer', {})],
    ['optimizer.name', recipeWith('optimizer', { name: 'lbfgs' })],
    ['optimizer.name', recipeWith('optimizer', { name: 1 })],
    ['data.names[0]', { data: { x: [[1]], y: [1], names: [7] } }],
    ['data.x', { data: { x: 'no', y: [1] } }],
    ['data.y', { data: { x: [[1]], y: 1 } }],
    ['data.csv', { data: { csv: 5, target: 'y' } }],
    ['data.delimiter', { data: { csv: 'a,y\n1,2', target: 'y', delimiter: '#' } }],
    ['data.decimal', { data: { csv: 'a,y\n1,2', target: 'y', decimal: ';' } }],
  ])('is refused at %s: %o', (place, recipe) => {
    expect(issuesOf(recipe)[0].place).toBe(place);
  });

  it.each([
    ['data', {}],
    ['data.target', { data: { csv: 'a,y\n1,2' } }],
    ['data.target', { data: { rows: [{ a: 1, y: 2 }] } }],
    ['data.y', { data: { x: [[1]] } }],
    ['data.x', { data: { y: [1] } }],
  ])('is refused without %s: %o', (place, recipe) => {
    const [issue] = issuesOf(recipe);
    expect(issue.place).toBe(place);
    expect(issue.message).toMatch(/^(is required|expected .+, got nothing)$/);
  });

  it.each(['', 'data', 'split', 'standardize', 'network', 'optimizer', 'training', 'penalty'])(
    'is refused for a field it does not know, in "%s"',
    (section) => {
      const place = section === '' ? 'lamdas' : `${section}.lamdas`;
      const base = { data: { dataset: 'diabetes' }, optimizer: { name: 'adam' } };
      const meant = section === 'penalty' ? 'lambdas' : 'penalty.lambdas';
      const message = `unknown field; did you mean "${meant}"?`;
      expect(issuesOf(recipeWith(place, [0], base))).toEqual([{ place, message }]);
    },
  );

  it.each([null, undefined, 1, text, [], true])('is refused when it is %o', (input) => {
    expect(issuesOf(input)[0].message).toMatch(/^(expected an object, got|is required)/);
  });

  it('is refused with all of its faults at once, twenty at most', () => {
    const recipe = { data: { dataset: 1 }, loss: 'l2', penalty: { method: 'none' }, seed: -1 };
    const places = issuesOf(recipe).map(({ place }) => place);
    expect(places.sort()).toEqual(['data.dataset', 'loss', 'penalty.method', 'seed']);
    expect(issuesOf(recipeWith('penalty.lambdas', new Array(50).fill('x')))).toHaveLength(20);
    // So many are not looked at one by one.
    expect(issuesOf(recipeWith('penalty.lambdas', new Array(100_001).fill('x')))).toEqual([
      { place: 'penalty.lambdas', message: 'expected at most 100000 lambdas, got 100001' },
    ]);
  });

  it('is refused for a negative lambda with the proximal method, with the reason', () => {
    const issues = issuesOf(recipeWith('penalty', { lambdas: [0, -0.1], method: 'proximal' }));
    expect(issues).toEqual([
      { place: 'penalty.lambdas[1]', message: expect.stringContaining('has no proximal operator') },
    ]);
  });

  it('is refused for a negative lambda with groups, whose method nobody asked for, with both reasons', () => {
    const [issue] = issuesOf(recipeWith('penalty', { lambdas: [-0.1, 0], groups: 'features' }));
    expect(issue.place).toBe('penalty.lambdas[0]');
    expect(issue.message).toMatch(/, which groups need, .*; use method "subgradient" without groups to run/);
  });

  it('is refused for a Huber delta without the Huber loss', () => {
    expect(issuesOf(recipeWith('huberDelta', 2))).toEqual([
      { place: 'huberDelta', message: 'applies only to loss "huber", but the loss is "mse"' },
    ]);
  });

  it('names the value that arrived, and shortens it', () => {
    const [issue] = issuesOf(recipeWith('penalty.lambdas', ['x'.repeat(1000)]));
    expect(issue.message).toMatch(/^expected a number, got "x{20,40}/);
    expect(issue.message.length).toBeLessThan(80);
  });

  it('is checked in time linear in its lambdas', () => {
    const lambdas = Array.from({ length: 100_000 }, (_, i) => i);
    const started = performance.now();
    parseRecipe(recipeWith('penalty.lambdas', lambdas));
    // This takes some 0.1 s; comparing each with all before it, 5 s.
    expect(performance.now() - started).toBeLessThan(2500);
  });

  it('takes 5 folds unless it says how to split', () => {
    const splitOf = (split: object) => parseRecipe(recipeWith('split', split)).split;
    expect(splitOf({}).folds).toBe(5);
    expect(splitOf({ holdout: 0.2 }).folds).toBeUndefined();
    expect(splitOf({ column: 'part' }).folds).toBeUndefined();
  });

  it('takes He weights with relu, Glorot otherwise', () => {
    const initializationOf = (network: object) =>
      parseRecipe(recipeWith('network', network)).network.initialization;
    expect(initializationOf({})).toBe('he');
    expect(initializationOf({ activation: 'tanh' })).toBe('glorot');
    expect(initializationOf({ initialization: 'pytorch' })).toBe('pytorch');
  });

  it.each([
    ['subgradient', 'lambdas are listed', { lambdas: [-1, 0, 1] }],
    ['proximal', 'lambdas are "auto"', { lambdas: 'auto' }],
    ['proximal', 'nothing is said of lambdas', {}],
    ['proximal', 'whole inputs are dropped', { lambdas: [0, 1], groups: 'features' }],
    ['proximal', 'it is asked for', { lambdas: [0, 1], method: 'proximal' }],
    ['subgradient', 'it is asked for', { lambdas: 'auto', method: 'subgradient' }],
  ])('takes the %s method where %s', (method, _, penalty) => {
    expect(parseRecipe(recipeWith('penalty', penalty)).penalty.method).toBe(method);
  });

  it('has no negative lambda unless one is asked for', () => {
    expect(parseRecipe({ data: { dataset: 'diabetes' } }).penalty.lambdas).toBe('auto');
  });

  it('takes a Huber delta of 1', () => {
    expect(parseRecipe(recipeWith('loss', 'huber')).huberDelta).toBe(1);
  });

  it.each([
    ['split', { folds: 5, holdout: 0.2 }],
    ['split.groups', { folds: 5, order: 'given', groups: 'sex' }],
    ['split.folds', { folds: 443, repeats: 1 }],
  ])('that contradicts itself or its data is refused at %s', async (place, split) => {
    const comparison = compare(recipeWith('split', split, recipeWith('penalty.lambdas', [0])), { engines });
    await expect(comparison).rejects.toMatchObject({ code: 'invalid-recipe', issues: [{ place }] });
  });

  it('that names an unknown data set is refused with the names of the known ones', async () => {
    const comparison = compare({ data: { dataset: 'iris' } }, { engines });
    await expect(comparison).rejects.toMatchObject({
      code: 'unknown-dataset',
      message: expect.stringMatching(/diabetes.*friedman1.*got "iris"/),
    });
  });

  it('that names an engine which is not at hand is refused with those that are', async () => {
    const comparison = compare({ data: { dataset: 'diabetes' }, engine: 'tfjs' }, { engines: [] });
    await expect(comparison).rejects.toMatchObject({ code: 'unsupported', issues: [{ place: 'engine' }] });
  });
});

describe('a field that may be left out', () => {
  it('may be undefined, at every level, and is then its default', () => {
    const data = { dataset: 'diabetes' };
    const optional = ['split', 'network', 'loss', 'optimizer', 'penalty', 'compare', 'include', 'seed'];
    const undefinedAll = Object.fromEntries(optional.map((name) => [name, undefined]));
    expect(parseRecipe({ data, ...undefinedAll })).toEqual(parseRecipe({ data }));
    const inner = { split: { repeats: undefined }, training: { epochs: undefined, patience: undefined } };
    expect(parseRecipe({ data: { ...data, missing: undefined }, ...inner })).toEqual(parseRecipe({ data }));
  });
});

describe('the recipe of `train`', () => {
  const withPenalty = (penalty: object) => ({ data: { dataset: 'diabetes' }, penalty });

  it('takes the subgradient unless whole inputs are dropped', () => {
    const methodOf = (penalty: object) => parseTrainRecipe(withPenalty(penalty)).penalty.method;
    expect(methodOf({})).toBe('subgradient');
    expect(methodOf({ lambda: 1 })).toBe('subgradient');
    expect(methodOf({ lambda: 1, groups: 'features' })).toBe('proximal');
    expect(methodOf({ lambda: 1, method: 'proximal' })).toBe('proximal');
  });

  it.each([
    ['penalty.lambda', withPenalty({ lambda: '1' })],
    ['penalty.lambda', withPenalty({ lambda: -1, method: 'proximal' })],
    ['penalty.lambdas', withPenalty({ lambdas: [1] })],
    ['penalty.groups', withPenalty({ groups: 'inputs', method: 'proximal' })],
    ['split', { data: { dataset: 'diabetes' }, split: { folds: 5 } }],
    ['rows[1]', { data: { dataset: 'diabetes' }, rows: [0, 1.5] }],
    ['rows', { data: { dataset: 'diabetes' }, rows: 5 }],
  ])('is refused at %s: %o', (place, recipe) => {
    expect(issuesOf(recipe, parseTrainRecipe)[0].place).toBe(place);
  });
});
