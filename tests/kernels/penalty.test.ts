import { describe, expect, it, vi } from 'vitest';
import { createPenalty } from '../../src/kernels/penalty.ts';
import { assertClose } from '../assert-close.ts';
import { absSum } from '../oracles/penalty.ts';
import { absumModule, createValues, toBits } from './arena.ts';

const weights = Float32Array.of(0.5, -0.25, 0, -0, 2, -3, Number.NaN);

describe('createPenalty', () => {
  it('computes sum, sign gradient, proximal operator and zero count', () => {
    const penalty = createPenalty(absumModule);
    expect(penalty.absSum(weights.subarray(0, 6))).toBe(5.75);
    expect(penalty.signGradient(weights, -0.5)).toEqual(
      Float32Array.of(-0.5, 0.5, 0, 0, -0.5, 0.5, Number.NaN),
    );
    expect(penalty.softThreshold(weights, 0.375)).toEqual(
      Float32Array.of(0.125, 0, 0, 0, 1.625, -2.625, Number.NaN),
    );
    expect(penalty.countZeros(weights)).toBe(2);
  });

  it('refuses arrays for which the host has no memory, and goes on', () => {
    const penalty = createPenalty(absumModule);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no more');
    });
    expect(() => penalty.absSum(new Float32Array(1e5))).toThrow(
      expect.objectContaining({
        code: 'limit-exceeded',
        message: 'weights: the arrays need 400000 bytes, more than this host gives',
      }),
    );
    grow.mockRestore();
    expect(penalty.absSum(new Float32Array(1e5).fill(1))).toBe(1e5);
  });

  it('refuses arrays that no memory of WebAssembly holds', () => {
    /** As long as it says, without taking the bytes. */
    class LongArray extends Float32Array {
      override get byteLength(): number {
        return 2 ** 31;
      }
    }
    const penalty = createPenalty(absumModule);
    expect(() => penalty.signGradient(new LongArray(1), 1)).toThrow(
      expect.objectContaining({
        code: 'limit-exceeded',
        message: 'weights: expected arrays of less than 4 GiB in all, got 4294967296 bytes',
      }),
    );
    expect(penalty.absSum(weights.subarray(0, 6))).toBe(5.75);
  });

  it('grows few times for longer and longer arrays', () => {
    const penalty = createPenalty(absumModule);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    const pageOfWeights = 16_384;
    for (let pages = 1; pages <= 64; pages++) penalty.absSum(new Float32Array(pages * pageOfWeights));
    // To 2, 4, ... 64 pages; every growth may copy all that is there.
    expect(grow).toHaveBeenCalledTimes(6);
    grow.mockRestore();
  });

  it('leaves the weights as they are', () => {
    const penalty = createPenalty(absumModule);
    const given = weights.slice();
    penalty.signGradient(given, 1);
    penalty.softThreshold(given, 1);
    expect(toBits(given)).toEqual(toBits(weights));
  });

  it('returns arrays that later calls do not touch', () => {
    const penalty = createPenalty(absumModule);
    const gradient = penalty.signGradient(Float32Array.of(1, -1), 1);
    const shrunk = penalty.softThreshold(Float32Array.of(1, -1), 0.5);
    penalty.signGradient(createValues(1e5, 1), 9);
    expect(gradient).toEqual(Float32Array.of(1, -1));
    expect(shrunk).toEqual(Float32Array.of(0.5, -0.5));
  });

  it('starts each gradient from zero, after longer arrays too', () => {
    const penalty = createPenalty(absumModule);
    penalty.absSum(new Float32Array(1000).fill(7));
    expect(penalty.signGradient(Float32Array.of(1, 0, -1), 2)).toEqual(Float32Array.of(2, 0, -2));
  });

  it('grows with the arrays it is given', () => {
    const penalty = createPenalty(absumModule);
    for (const length of [1, 16_384, 16_385, 300_000, 5]) {
      const values = createValues(length, length);
      const expected = absSum(values);
      assertClose(penalty.absSum(values), expected, 1e-6 * expected);
      assertClose(penalty.signGradient(values, 1), values.map(Math.sign), 0);
    }
  });

  it('reads views at their own offset', () => {
    const penalty = createPenalty(absumModule);
    expect(penalty.absSum(Float32Array.of(9, 1, 2, 9).subarray(1, 3))).toBe(3);
  });

  it('takes no weights at all', () => {
    const penalty = createPenalty(absumModule);
    const none = new Float32Array(0);
    expect(penalty.absSum(none)).toBe(0);
    expect(penalty.countZeros(none)).toBe(0);
    expect(penalty.signGradient(none, 1)).toEqual(none);
    expect(penalty.softThreshold(none, 1)).toEqual(none);
  });

  it.each([
    [[1, 2], 'Array'],
    [new Float64Array(2), 'Float64Array'],
    [null, 'Null'],
    [undefined, 'Undefined'],
  ])('refuses weights %j', (given, kind) => {
    const penalty = createPenalty(absumModule);
    const bad = given as unknown as Float32Array;
    const refusal = expect.objectContaining({
      code: 'invalid-data',
      message: `weights: expected a Float32Array, got ${kind}`,
    });
    expect(() => penalty.absSum(bad)).toThrow(refusal);
    expect(() => penalty.signGradient(bad, 1)).toThrow(refusal);
    expect(() => penalty.softThreshold(bad, 1)).toThrow(refusal);
    expect(() => penalty.countZeros(bad)).toThrow(refusal);
  });

  it.each([Number.NaN, Infinity, -Infinity, 1e39, '1', null, undefined])('refuses a scale of %j', (given) => {
    const penalty = createPenalty(absumModule);
    expect(() => penalty.signGradient(weights, given as number)).toThrow(
      /^scale: expected a finite number in f32/,
    );
  });

  it.each([Number.NaN, Infinity, -0.1, 1e39, '1', null])('refuses a threshold of %j', (given) => {
    const penalty = createPenalty(absumModule);
    expect(() => penalty.softThreshold(weights, given as number)).toThrow(
      /^threshold: expected a finite number >= 0 in f32/,
    );
  });
});
