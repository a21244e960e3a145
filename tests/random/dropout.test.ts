import { describe, expect, it } from 'vitest';
import { dropoutKey, fillDropoutMask } from '../../src/random/dropout.ts';
import { deriveKey } from '../../src/random/random.ts';

function maskOf(length: number, key: number, rate: number): Float32Array {
  const mask = new Float32Array(length);
  fillDropoutMask(mask, key, rate);
  return mask;
}

/** Correlation of the dropped flags of two masks. */
function correlate(a: Float32Array, b: Float32Array, rate: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (Number(a[i] === 0) - rate) * (Number(b[i] === 0) - rate);
  return sum / a.length / (rate * (1 - rate));
}

describe('fillDropoutMask', () => {
  it.each([0.05, 0.2, 0.5, 0.9])('drops a share of %f and scales the rest by 1 / (1 - rate)', (rate) => {
    const n = 100_000;
    const mask = maskOf(n, deriveKey(1, 'dropout', 0, 0), rate);
    const dropped = mask.filter((value) => value === 0).length;
    expect(Math.abs(dropped - n * rate)).toBeLessThan(5 * Math.sqrt(n * rate * (1 - rate)));
    const kept = Math.fround(1 / (1 - rate));
    expect(mask.every((value) => value === 0 || value === kept)).toBe(true);
  });

  it('keeps everything unscaled at rate 0', () => {
    expect(maskOf(1000, 5, 0).every((value) => value === 1)).toBe(true);
  });

  it('decides an element by key and place alone', () => {
    const key = deriveKey(1, 'dropout', 2, 3);
    expect(maskOf(10, key, 0.5)).toEqual(maskOf(1000, key, 0.5).slice(0, 10));
  });

  it('has no correlation between neighbours, rows, steps or layers', () => {
    const n = 100_000;
    const rate = 0.3;
    const epoch = deriveKey(1, 'dropout', 0);
    const key = (step: number, layer: number) => dropoutKey(dropoutKey(epoch, step), layer);
    const mask = maskOf(n, key(0, 0), rate);
    // The correlation of independent flags has a standard deviation of 1 / sqrt(n).
    const bound = 5 / Math.sqrt(n);
    for (const lag of [1, 2, 8, 64, 1024]) {
      const shifted = mask.subarray(lag);
      expect(Math.abs(correlate(mask.subarray(0, shifted.length), shifted, rate))).toBeLessThan(1.1 * bound);
    }
    expect(Math.abs(correlate(mask, maskOf(n, key(1, 0), rate), rate))).toBeLessThan(bound);
    expect(Math.abs(correlate(mask, maskOf(n, key(0, 1), rate), rate))).toBeLessThan(bound);
  });
});

describe('dropoutKey', () => {
  it('tells steps and layers apart', () => {
    const keys = new Set<number>();
    for (let step = 0; step < 50; step++) {
      for (let layer = 0; layer < 4; layer++) keys.add(dropoutKey(dropoutKey(7, step), layer));
    }
    expect(keys.size).toBe(200);
  });
});
