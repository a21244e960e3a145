import { describe, expect, it } from 'vitest';
import { dropoutKey, fillDropoutMask } from '../../src/random/dropout.ts';
import { deriveKey, mixBits } from '../../src/random/random.ts';
import { absumModule, createArena, MISALIGNMENTS, toBits } from './arena.ts';
import { instantiateElementaryKernels } from './elementary-kernels.ts';

const N = 2 ** 18;
const RATE = 0.3;
const KEYS = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, deriveKey(1, 'dropout', 0, 0)];
/** Rates that round to 0, 1 and all words, lie on a half, or are what people use. */
const RATES = [
  0,
  2 ** -60,
  2 ** -26,
  2 ** -25,
  1.5 * 2 ** -24,
  2.5 * 2 ** -24,
  0.1,
  0.2,
  0.3,
  0.5,
  0.9,
  1 - 2 ** -53,
];

function createMask(key: number, rate: number, length: number, misalignment = 0): Float32Array<ArrayBuffer> {
  const arena = createArena();
  const ptr = arena.place(new Float32Array(length).fill(7), misalignment);
  instantiateElementaryKernels(absumModule, arena.memory).fillDropoutMask(ptr, key, rate, length);
  expect(arena.findDeadCanaries()).toEqual([]);
  return arena.read(ptr, length);
}

/** The correlation of the dropped flags of two masks; for independent ones its sd is 1 / sqrt(length). */
function correlate(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (Number(a[i] === 0) - RATE) * (Number(b[i] === 0) - RATE);
  return sum / a.length / (RATE * (1 - RATE));
}

describe('the fillDropoutMask of the module', () => {
  it.each(RATES)('equals the one in TypeScript bit for bit at rate %d', (rate) => {
    for (const key of KEYS) {
      for (const length of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 1003]) {
        const expected = new Float32Array(length);
        fillDropoutMask(expected, key, rate);
        expect(toBits(createMask(key, rate, length)), `key ${key}, length ${length}`).toEqual(
          toBits(expected),
        );
      }
    }
  });

  it('draws the line between dropped and kept at the exact word, halves upwards', () => {
    for (const key of KEYS) {
      for (let i = 0; i < 9; i++) {
        const word = mixBits(Math.imul(i + 1, 0x9e3779b1) + key) >>> 8;
        for (const [above, isDropped] of [
          [0, false],
          [0.499, false],
          [0.5, true],
          [1, true],
        ] as const) {
          const rate = (word + above) / 2 ** 24; // exact for the halves: 25 bits at most
          const mask = createMask(key, rate, 9);
          expect(mask[i] === 0, `key ${key}, element ${i}, word + ${above}`).toBe(isDropped);
          const expected = new Float32Array(9);
          fillDropoutMask(expected, key, rate);
          expect(toBits(mask)).toEqual(toBits(expected));
        }
      }
    }
  });

  it.each(MISALIGNMENTS)('equals the one in TypeScript %i bytes off alignment', (misalignment) => {
    const expected = new Float32Array(103);
    fillDropoutMask(expected, 5, RATE);
    expect(toBits(createMask(5, RATE, 103, misalignment))).toEqual(toBits(expected));
  });

  it.each([0.01, 0.1, 0.3, 0.5, 0.9])('drops a share of %d', (rate) => {
    // Binomial: 5 standard deviations are passed once in 1.7 million keys; 20 keys of every rate.
    const bound = 5 * Math.sqrt(N * rate * (1 - rate));
    for (let step = 0; step < 20; step++) {
      const mask = createMask(dropoutKey(9, step), rate, N);
      const dropped = mask.filter((value) => value === 0).length;
      expect(Math.abs(dropped - N * rate), `step ${step}`).toBeLessThan(bound);
    }
  });

  it('has masks without correlation between neighbours, steps, layers or epochs', () => {
    const key = (epoch: number, step: number, layer: number) =>
      dropoutKey(dropoutKey(deriveKey(1, 'dropout', epoch), step), layer);
    const mask = createMask(key(0, 0, 0), RATE, N);
    // 5 standard deviations; a lag leaves 1 in 256 elements out at most, which 1 % covers.
    const bound = (1.01 * 5) / Math.sqrt(N);
    for (const lag of [1, 2, 3, 4, 7, 8, 16, 32, 64, 100, 128, 256, 1024]) {
      const shifted = mask.subarray(lag);
      expect(Math.abs(correlate(mask.subarray(0, shifted.length), shifted)), `lag ${lag}`).toBeLessThan(
        bound,
      );
    }
    for (const other of [key(0, 1, 0), key(0, 2, 0), key(0, 0, 1), key(0, 1, 1), key(1, 0, 0)]) {
      expect(Math.abs(correlate(mask, createMask(other, RATE, N)))).toBeLessThan(bound);
    }
  });

  it('spreads what it drops evenly over bins and over the patterns of 8 neighbours', () => {
    const mask = createMask(dropoutKey(3, 4), 0.5, N);
    const bins = new Float64Array(256);
    const patterns = new Float64Array(256);
    for (let i = 0; i < N; i += 8) {
      let pattern = 0;
      for (let j = 0; j < 8; j++) pattern = 2 * pattern + Number(mask[i + j] === 0);
      patterns[pattern] = (patterns[pattern] as number) + 1;
    }
    mask.forEach((value, i) => {
      const bin = Math.floor((i * 256) / N);
      if (value === 0) bins[bin] = (bins[bin] as number) + 1;
    });
    // Chi-square with some 255 degrees of freedom has mean 255 and sd sqrt(2 * 255) = 22.6: 5 sd on both
    // sides, since a spread too even is no chance either. A bin holds 1,024 flags of variance 1/4.
    const perBin = N / 256 / 2;
    const chiBins = bins.reduce((sum, count) => sum + (count - perBin) ** 2 / (perBin / 2), 0);
    const perPattern = N / 8 / 256;
    const chiPatterns = patterns.reduce((sum, count) => sum + (count - perPattern) ** 2 / perPattern, 0);
    for (const chi of [chiBins, chiPatterns]) {
      expect(Math.abs(chi - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
    }
  });
});
