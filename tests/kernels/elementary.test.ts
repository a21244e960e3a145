import { describe, expect, it } from 'vitest';
import { absumModule, createArena, MISALIGNMENTS, SPECIAL_VALUES, toBits } from './arena.ts';
import { type ElementaryKernels, instantiateElementaryKernels } from './elementary-kernels.ts';

type Name = Exclude<keyof ElementaryKernels, 'fillDropoutMask'>;

interface Case {
  readonly name: Name;
  /** In f64, good to a few units of 2^-53, so its own error is below 1e-8 ULP of f32. */
  readonly reference: (x: number) => number;
  /** In ULP of the f32 result; the largest error over all 2^32 arguments lies just below. */
  readonly bound: number;
  /** Arguments about which every f32 value is tried: borders of the range, joins of the formula. */
  readonly borders: readonly number[];
  readonly monotone: boolean;
}

const LN2 = Math.LN2;
/** The least x for which e^x is above the largest f32 by half a unit, and the largest for which it rounds to 0. */
const OVERFLOW = Math.log((2 - 2 ** -24) * 2 ** 127);
const UNDERFLOW = -150 * LN2;
const SUBNORMAL = -126 * LN2;
/** Where exp changes its power of two. */
const EXP_JOINS = [0.5, 1.5, -0.5, -1.5, 20.5, -20.5, 126.5, -125.5].map((n) => n * LN2);

const CASES: readonly Case[] = [
  {
    name: 'exp',
    reference: Math.exp,
    bound: 0.9,
    borders: [0, OVERFLOW, SUBNORMAL, UNDERFLOW, 89, -104, ...EXP_JOINS],
    monotone: true,
  },
  {
    name: 'log',
    reference: Math.log,
    bound: 0.85,
    borders: [0, 2 ** -126, 1, Math.SQRT1_2, Math.SQRT2, 2, Math.E, 2 ** 127],
    monotone: true,
  },
  {
    name: 'sigmoid',
    reference: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
    bound: 1.85,
    borders: [0, 17.33, -17.33, -OVERFLOW, SUBNORMAL, UNDERFLOW, ...EXP_JOINS],
    monotone: false,
  },
  {
    name: 'tanh',
    reference: Math.tanh,
    bound: 1.5,
    borders: [0, 0.55, -0.55, 9.0109, -9.0109, 44.5, ...EXP_JOINS.map((x) => x / 2)],
    monotone: true,
  },
];

function evaluate(name: Name, x: Float32Array, misalignment = 0): Float32Array<ArrayBuffer> {
  const arena = createArena();
  const xPtr = arena.place(x, misalignment);
  const outPtr = arena.place(new Float32Array(x.length), (misalignment + 5) % 16);
  instantiateElementaryKernels(absumModule, arena.memory)[name](outPtr, xPtr, x.length);
  expect(toBits(arena.read(xPtr, x.length))).toEqual(toBits(x));
  expect(arena.findDeadCanaries()).toEqual([]);
  return arena.read(outPtr, x.length);
}

/** One unit in the last place of the f32 values about x, in the subnormal range too. */
function unitAt(x: number): number {
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -126) - 23);
}

/** Finite results within the bound of the reference; others as the reference rounds to f32. */
function expectWithin({ name, reference, bound }: Case, x: Float32Array): void {
  const actual = evaluate(name, x);
  for (let i = 0; i < x.length; i++) {
    const given = x[i] as number;
    const got = actual[i] as number;
    const exact = reference(given);
    const rounded = Math.fround(exact);
    if (Number.isFinite(rounded) && Math.abs(got - exact) <= bound * unitAt(exact)) continue;
    if (Object.is(got, rounded)) continue;
    throw new Error(`${name}(${given}): got ${got}, expected ${exact}, bound ${bound} ULP`);
  }
}

/** The f32 values of `count` bit patterns from `first` on, `stride` apart. */
function createPatterns(first: number, stride: number, count: number): Float32Array<ArrayBuffer> {
  const bits = Uint32Array.from({ length: count }, (_, i) => first + i * stride);
  return new Float32Array(bits.buffer);
}

/** The 4,001 f32 values about x, from the lowest to the highest, through zero where x is near it. */
function createNeighbours(x: number): Float32Array<ArrayBuffer> {
  const [bits = 0] = toBits(Float32Array.of(x));
  const rank = bits >= 2 ** 31 ? 2 ** 31 - bits : bits;
  const ranks = Array.from({ length: 4001 }, (_, i) => rank - 2000 + i);
  return new Float32Array(Uint32Array.from(ranks, (r) => (r < 0 ? 2 ** 31 - r : r)).buffer);
}

describe.each(CASES)('$name', (testCase) => {
  const { name, bound, borders, monotone, reference } = testCase;

  it(`is within ${bound} ULP on 2^20 bit patterns of every sign and size`, () => {
    // 4,093 is prime, so every last bits of the mantissa occur: 4,093 * 2^20 is just below 2^32.
    expectWithin(testCase, createPatterns(1, 4093, 2 ** 20));
  });

  it(`is within ${bound} ULP on 2^20 arguments of moderate size`, () => {
    // From 2^-6 to 2^7, of both signs: 13 * 2^23 patterns each.
    for (const first of [toBits(Float32Array.of(2 ** -6)), toBits(Float32Array.of(-(2 ** -6)))]) {
      expectWithin(testCase, createPatterns(first[0] as number, 13 * 2 ** 4 - 1, 2 ** 19));
    }
  });

  it.each(borders)('is within its bound on all f32 values about %d', (border) => {
    expectWithin(testCase, createNeighbours(border));
  });

  // Sigmoid's last bit may step the wrong way: see the edges below.
  if (monotone) {
    it.each(borders)('never falls about %d', (border) => {
      const results = evaluate(name, createNeighbours(border));
      for (let i = 1; i < results.length; i++) {
        expect(!((results[i] as number) < (results[i - 1] as number)), `neighbour ${i}`).toBe(true);
      }
    });
  }

  it.each(MISALIGNMENTS)('gives an element the same bits in every place, %i bytes off', (misalignment) => {
    const values = Float32Array.of(0.3, 5.7, 0.01, 1.4, 33, 0.7, 2.2, 0.55, 3e-40);
    const alone = values.map((x) => evaluate(name, Float32Array.of(x))[0] as number);
    for (let length = 0; length <= values.length; length++) {
      const part = values.subarray(0, length);
      const results = evaluate(name, part, misalignment);
      expect(toBits(results), `length ${length}`).toEqual(toBits(alone.subarray(0, length)));
    }
  });

  it('works in place', () => {
    for (let length = 0; length <= 9; length++) {
      const arena = createArena();
      const x = Float32Array.from({ length }, (_, i) => (i + 1) / 3);
      const ptr = arena.place(x, 4);
      instantiateElementaryKernels(absumModule, arena.memory)[name](ptr, ptr, length);
      expect(toBits(arena.read(ptr, length))).toEqual(toBits(evaluate(name, x)));
      expect(arena.findDeadCanaries()).toEqual([]);
    }
  });

  it('takes special values in every place', () => {
    for (const special of SPECIAL_VALUES) {
      for (let i = 0; i < 7; i++) {
        const x = new Float32Array(7).fill(1);
        x[i] = special;
        const results = evaluate(name, x);
        const expected = Math.fround(reference(special));
        expect(Object.is(results[i], expected), `${special} at ${i} gave ${results[i]}`).toBe(true);
      }
    }
  });
});

describe('edges of the elementary functions', () => {
  it.each<[Name, number[], number[]]>([
    ['exp', [0, -0, 88.8, -104, -103.98], [1, 1, Infinity, 0, 0]],
    ['exp', [-103.97, 88.72], [2 ** -149, Math.fround(Math.exp(Math.fround(88.72)))]],
    ['log', [1, 0, -0, -1, -(2 ** -149)], [0, -Infinity, -Infinity, Number.NaN, Number.NaN]],
    ['sigmoid', [0, -0, 20, -200, 200], [0.5, 0.5, 1, 0, 1]],
    ['tanh', [0, -0, 9.02, -9.02, 2 ** -149], [0, -0, 1, -1, 2 ** -149]],
  ])('%s of %j', (name, x, expected) => {
    expect([...evaluate(name, Float32Array.from(x))]).toEqual(expected);
  });

  it('tanh is odd in every bit', () => {
    const x = createPatterns(0, 32_749, 65_000);
    const mirrored = evaluate(
      'tanh',
      x.map((value) => -value),
    );
    expect(toBits(mirrored.map((value) => -value))).toEqual(toBits(evaluate('tanh', x)));
  });

  it('sigmoid never falls by more than the last bit', () => {
    const results = evaluate('sigmoid', createNeighbours(-0.0003453195677138865));
    for (let i = 1; i < results.length; i++) {
      const before = results[i - 1] as number;
      expect(before - (results[i] as number)).toBeLessThanOrEqual(unitAt(before));
    }
  });
});
