import { describe, expect, it } from 'vitest';
import { joinWays } from '../../src/recipe/ways.ts';

const of = (...ways: object[]) => ({ ways: ways as Record<string, unknown>[] });
const markers = (...missingMarkers: string[]) => ({ data: { missingMarkers } });
const ignore = (...names: string[]) => ({ data: { ignore: names } });

describe('joinWays', () => {
  it('puts the likeliest ways together, lists as unions', () => {
    expect(joinWays([of(markers('?'), ignore('a')), of(markers('-', '?')), of(ignore('b'))])).toEqual({
      data: { missingMarkers: ['?', '-'], ignore: ['b'] },
    });
  });

  it('joins fields of different parts of the recipe, and columns of dates', () => {
    const dates = (name: string) => ({ data: { dates: { [name]: ['year'] } } });
    expect(joinWays([of(dates('a')), of(dates('b')), of({ loss: 'cross-entropy' })])).toEqual({
      data: { dates: { a: ['year'], b: ['year'] } },
      loss: 'cross-entropy',
    });
  });

  it('takes the next way where the first contradicts another fault, or none', () => {
    const decimal = (mark: string) => ({ data: { decimal: mark } });
    expect(joinWays([of(decimal(',')), of(decimal('.'), ignore('b'))])).toEqual({
      data: { decimal: ',', ignore: ['b'] },
    });
    expect(joinWays([of(decimal(',')), of(decimal('.')), of(ignore('c'))])).toEqual({
      data: { decimal: ',', ignore: ['c'] },
    });
  });

  it('is nothing where fewer than two faults have a way', () => {
    expect(joinWays([of(markers('?')), of(), {}])).toBeNull();
    expect(joinWays([])).toBeNull();
  });
});
