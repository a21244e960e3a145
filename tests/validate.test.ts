import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { AbsumError, MAX_ISSUES } from '../src/errors.ts';
import { parseModel } from '../src/model/parse-model.ts';
import { parseRecipe } from '../src/recipe/parse.ts';
import { validate } from '../src/validate.ts';
import { makeModel } from './model/samples.ts';

const DATA = { dataset: 'diabetes' };

function refusalOf(call: () => unknown): AbsumError {
  try {
    call();
  } catch (error) {
    if (error instanceof AbsumError) return error;
    throw error;
  }
  throw new Error('expected a refusal, got none');
}

/** An array of the same item, which counts how many of its items are looked at. */
function watch(item: unknown, length: number): { items: unknown[]; looks: () => number } {
  let looks = 0;
  const items = new Proxy(Array<unknown>(length).fill(item), {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { items, looks: () => looks };
}

describe('faults end at twenty', () => {
  test.each<[string, unknown, (items: unknown[]) => unknown, string]>([
    [
      '120,000 layers {} of a model',
      {},
      (layers) => parseModel({ ...makeModel(), layers }),
      'model.layers[0].',
    ],
    [
      '90,000 "a" as lambdas',
      'a',
      (lambdas) => parseRecipe({ data: DATA, penalty: { lambdas } }),
      'penalty.lambdas[',
    ],
    ['900,000 "a" as include', 'a', (include) => parseRecipe({ data: DATA, include }), 'include['],
    [
      '900,000 empty columns to ignore',
      '',
      (ignore) => parseRecipe({ data: { ...DATA, ignore } }),
      'data.ignore[',
    ],
  ])('of %s, and few of them are looked at', (name, item, call, place) => {
    const { items, looks } = watch(item, Number(name.split(' ')[0].replace(',', '')));
    const { issues } = refusalOf(() => call(items));
    expect(issues).toHaveLength(MAX_ISSUES);
    expect(issues[0].place.startsWith(place)).toBe(true);
    expect(looks()).toBeLessThan(1000);
  });

  test('of 900,000 lambdas at their number', () => {
    const { items, looks } = watch('a', 900_000);
    const { issues } = refusalOf(() => parseRecipe({ data: DATA, penalty: { lambdas: items } }));
    const message = 'expected at most 100000 lambdas, got 900000';
    expect([issues, looks()]).toEqual([[{ place: 'penalty.lambdas', message }], 0]);
  });

  test('of a lambda that is listed 90,000 times', () => {
    const lambdas = Array<number>(90_000).fill(0.5);
    const { issues } = refusalOf(() => parseRecipe({ data: DATA, penalty: { lambdas } }));
    expect(issues.map(({ place }) => place)).toEqual(
      Array.from({ length: MAX_ISSUES }, (_, i) => `penalty.lambdas[${i + 1}]`),
    );
  });

  test('of objects in objects, each of them named like what every object inherits', () => {
    const fields = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, { toString: 1 }]));
    const { issues } = refusalOf(() => validate(v.strictObject({}), fields, 'invalid-recipe'));
    expect(issues).toHaveLength(MAX_ISSUES);
    expect(issues[19].place).toBe('k19.toString');
  });

  test.each([1, 19, 20, 21])('and of %i faults in nested arrays none is left out before', (count) => {
    const Schema = v.strictObject({
      rows: v.array(v.strictObject({ cells: v.array(v.pipe(v.number(), v.integer())) })),
    });
    const rows = Array.from({ length: count }, () => ({ cells: [1, 'x'] }));
    const { issues } = refusalOf(() => validate(Schema, { rows }, 'invalid-recipe'));
    expect(issues.map(({ place }) => place)).toEqual(
      rows.slice(0, MAX_ISSUES).map((_, r) => `rows[${r}].cells[1]`),
    );
  });
});

describe('a message never repeats more than 100 characters of what was sent', () => {
  const LONG = 'k'.repeat(4_000_000);
  test.each<[string, () => unknown]>([
    ['an unknown field', () => parseRecipe({ data: DATA, [LONG]: 1 })],
    ['a key within', () => parseRecipe({ data: { ...DATA, [LONG]: 1 } })],
    ['a value', () => parseRecipe({ data: DATA, loss: LONG })],
    ['an optimizer', () => parseRecipe({ data: DATA, optimizer: { name: LONG } })],
    ['an inherited key', () => parseRecipe({ [LONG]: { toString: 1 } })],
    ['the format of a model', () => parseModel({ ...makeModel(), format: LONG })],
    [
      'a column that is its own target',
      () => parseModel({ ...makeModel(), target: 'size'.repeat(1_000_000) }),
    ],
    [
      'many lambdas without the baseline',
      () =>
        parseRecipe({
          data: DATA,
          penalty: { lambdas: Array.from({ length: 100_000 }, (_, i) => i + 1) },
          compare: { baseline: 0.5 },
        }),
    ],
  ])('of %s', (_, call) => {
    let message = '';
    try {
      call();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.length).toBeLessThan(1000);
    expect(message).not.toMatch(/k{101}/);
  });

  test('nor is a list of many long faults', () => {
    const issues = Array.from({ length: 1000 }, () => ({ place: LONG, message: LONG }));
    const error = new AbsumError('invalid-recipe', issues);
    expect(error.issues).toHaveLength(MAX_ISSUES);
    expect(error.issues[0].place).toHaveLength(100);
    expect(error.message.length).toBeLessThan(4000);
    expect(error.message).toMatch(/; and 18 more$/);
  });
});
