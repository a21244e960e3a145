import { describe, expect, it } from 'vitest';
import { listSources, matchColumns } from '../../src/model/match-columns.ts';
import type { ModelFeature } from '../../src/model/model.ts';
import { predict } from '../../src/model/predict.ts';
import { makeModel, refusalOf } from './samples.ts';

const [SIZE, COLOUR] = makeModel().features;
const named = (name: string, more: Partial<ModelFeature> = {}): ModelFeature => ({ ...SIZE, name, ...more });
const match = (given: Parameters<typeof makeModel>[0], ...columns: string[]) =>
  Object.fromEntries(matchColumns(makeModel(given), { columns, place: 'rows' }));

describe('the columns of rows to predict', () => {
  it('are found by name, in any order, and those that training ignored are ignored', () => {
    const ignored = ['id', 'sold', '__proto__', 'constructor'];
    const columns = ['id', 'colour', 'constructor', 'price', '__proto__', 'size'];
    expect(match({ ignored }, ...columns)).toEqual({ size: 5, colour: 1 });
  });

  it('are found where their names look the same on paper', () => {
    const features = [named('unit price'), COLOUR];
    const ignored = ['row id'];
    const columns = ['unit\u00a0price', 'colour\u200b', ' row  id ', 'price '];
    expect(match({ features, ignored }, ...columns)).toEqual({ 'unit price': 0, colour: 1 });
  });

  it('are no others of the model, though they look the same', () => {
    for (const other of [
      { target: 'size ' },
      { ignored: ['size '] },
      { features: [SIZE, COLOUR, named('size ')] },
    ]) {
      const { message } = refusalOf(() => match(other, 'size ', 'colour'));
      expect(message).toMatch(/^expected the feature "size", got only "size ", "colour"$/);
    }
    const features = [named('size '), named('size\u00a0')];
    expect(refusalOf(() => match({ features }, 'size')).message).toContain(
      'expected the feature "size\\u00a0"',
    );
  });

  it('may have the names that every object has', () => {
    const features = [named('__proto__'), named('constructor'), named('toString')];
    const columns = ['toString', '__proto__', 'constructor'];
    expect(matchColumns(makeModel({ features }), { columns, place: '' }).get('__proto__')).toBe(1);
    const rows = [JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}')];
    expect(predict(makeModel({ features }), rows)).toEqual(predict(makeModel({ features }), [[1, 2, 3]]));
    expect(refusalOf(() => predict(makeModel({ features }), [{ constructor: 2 }])).message).toBe(
      'expected the features "__proto__", "toString", got only "constructor"',
    );
  });

  it('are refused where the model does not know them, with the nearest name', () => {
    expect(refusalOf(() => match({}, 'sizes', 'colour', 'zip'))).toEqual({
      code: 'invalid-data',
      place: 'rows',
      message: 'expected the features "size", "colour", got "sizes", "zip"; did you mean "size"?',
    });
    const many = Array.from({ length: 30 }, (_, i) => `another ${i}`);
    expect(
      refusalOf(() => match({ features: many.map((name) => named(name)) }, ...many, 'a', ...'bcdefg'))
        .message,
    ).toBe(
      `expected the features ${many
        .slice(0, 10)
        .map((name) => `"${name}"`)
        .join(', ')} and 20 more, got "a", "b", "c", "d", "e" and 2 more`,
    );
  });

  it('come once for all that is taken of their dates', () => {
    const date = (part: 'year' | 'month') => ({ date: { column: 'sold', part, order: 'ymd' as const } });
    const features = [named('sold.year', date('year')), COLOUR, named('sold.month', date('month'))];
    expect(listSources({ features })).toEqual(['sold', 'colour']);
    expect(match({ features }, 'colour', 'sold')).toEqual({ sold: 1, colour: 0 });
  });

  it('take no longer than names do: a hundred thousand ignored, and as many strangers', () => {
    const ignored = Array.from(
      { length: 100_000 },
      (_, i) => `a column of data with a name of its own, ${i}`,
    );
    const features = ignored.map((name) => named(`${name} `));
    const started = performance.now();
    expect(match({ ignored }, ...ignored, 'size', 'colour')).toEqual({ size: 100_000, colour: 100_001 });
    expect(refusalOf(() => match({ features }, ...ignored.map((name) => `${name}x`))).code).toBe(
      'invalid-data',
    );
    // Looking through all names for each would take minutes.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
