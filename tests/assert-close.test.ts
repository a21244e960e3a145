import { describe, expect, it } from 'vitest';
import { assertClose } from './assert-close.ts';

describe('assertClose', () => {
  it('accepts what lies on the bound and rejects what lies past it', () => {
    assertClose(1.5, 1, 0.5);
    assertClose([1, 2.25], [1, 2], 0.25);
    expect(() => assertClose(1.51, 1, 0.5)).toThrow('bound 0.5');
  });

  it('prints index, actual, expected and bound', () => {
    expect(() => assertClose([1, 2, 4], [1, 2, 3], 0.5)).toThrow(
      'at index 2: actual 4, expected 3, difference 1, bound 0.5',
    );
  });

  it('takes NaN for close to NaN alone', () => {
    assertClose(Number.NaN, Number.NaN, 0);
    expect(() => assertClose(Number.NaN, 1, Infinity)).toThrow('actual NaN');
    expect(() => assertClose([1], [Number.NaN], Infinity)).toThrow('expected NaN');
  });

  it('takes an infinity for close to itself alone', () => {
    assertClose([Infinity, -Infinity], [Infinity, -Infinity], 0);
    expect(() => assertClose(Infinity, -Infinity, Infinity)).toThrow('expected -Infinity');
    expect(() => assertClose(Infinity, 1e308, Infinity)).toThrow('actual Infinity');
  });

  it('rejects arrays of two lengths, an array beside a number, and a NaN bound', () => {
    expect(() => assertClose([1], [1, 2], 1)).toThrow('expected 2 elements, got 1');
    expect(() => assertClose(1, [1], 1)).toThrow('two numbers or two arrays');
    expect(() => assertClose(1, 1, Number.NaN)).toThrow('bound');
  });
});
