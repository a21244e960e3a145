import { log } from '../math/elementary.ts';

/**
 * The streams that one seed drives. They are separate, so that asking for more batches, say,
 * never changes the split. The numbers are part of every report ever made: never renumber them.
 */
export const STREAMS = { split: 1, initialization: 2, batches: 3, dropout: 4, generator: 5 } as const;

type StreamName = keyof typeof STREAMS;

/** A source of random numbers; the same seed and path give the same numbers on every host. */
export interface Random {
  /** A whole number, uniform on [0, 2^32). */
  nextUint32(): number;
  /** A number with 53 random bits, uniform on [0, 1). */
  nextUniform(): number;
  /** A standard normal number (Marsaglia's polar method). */
  nextNormal(): number;
  /** A whole number, uniform on [0, bound), without bias; 1 <= bound <= 2^32. */
  nextBelow(bound: number): number;
}

/**
 * Opens the stream `name` of `seed` at `path` (for instance the repeat, or repeat and epoch).
 *
 * @param seed a whole number in [0, 2^53)
 * @param path whole numbers in [0, 2^32) that distinguish this use of the stream from others
 */
export function openStream(seed: number, name: StreamName, ...path: number[]): Random {
  return createXoshiro128(deriveKey(seed, name, ...path));
}

/** Hashes seed, stream and path to one 32-bit key. */
export function deriveKey(seed: number, name: StreamName, ...path: number[]): number {
  let key = 0;
  for (const word of [seed >>> 0, Math.floor(seed / 2 ** 32), STREAMS[name], ...path]) {
    key = mixBits((Math.imul(key, 0x9e3779b1) + word + 1) | 0);
  }
  return key >>> 0;
}

/**
 * Mixes 32 bits so that each input bit reaches every output bit: two rounds of xor-shift and multiplication
 * with constants from C. Wellons' search for low bias (nullprogram.com/blog/2018/07/31, hash prospector issue
 * 19). It uses only integer multiplication, shift and xor, so it vectorises.
 */
export function mixBits(bits: number): number {
  let x = bits;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Shuffles in place (Fisher and Yates) and returns the array. */
export function shuffle<T extends Int32Array | (number | string)[]>(items: T, random: Random): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.nextBelow(i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items;
}

/** xoshiro128++ (Blackman and Vigna 2021, doi:10.1145/3460772), its state filled by hashing the key. */
function createXoshiro128(key: number): Random {
  let s0 = mixBits(key + 0x9e3779b9);
  let s1 = mixBits(key + 0x3c6ef372);
  let s2 = mixBits(key + 0xdaa66d2b);
  let s3 = mixBits(key + 0x78dde6e4) | 1;

  function nextUint32(): number {
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  function nextUniform(): number {
    const high = nextUint32() >>> 5;
    const low = nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  function nextNormal(): number {
    for (;;) {
      const u = 2 * nextUniform() - 1;
      const v = 2 * nextUniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) return u * Math.sqrt((-2 * log(square)) / square);
    }
  }

  function nextBelow(bound: number): number {
    for (;;) {
      const drawn = nextUint32();
      // The remainder comes from a division of doubles, which is exact below 2^53 and much quicker than `%`
      // above 2^31. A draw in the last, incomplete run of `bound` numbers is repeated, so that no number is
      // favoured.
      const run = Math.floor(drawn / bound) * bound;
      if (run + bound <= 2 ** 32) return drawn - run;
    }
  }

  return { nextUint32, nextUniform, nextNormal, nextBelow };
}
