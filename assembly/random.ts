/**
 * The dropout generator. Its keys, hashes and masks are those of `src/random`, bit for bit, so that both engines
 * drop the same units.
 */

/** 2^32 / golden ratio, odd: its multiples step through all 32-bit words, far apart. */
const GOLDEN: u32 = 0x9e3779b1;

/** Mixes 32 bits so that each input bit reaches every output bit; `src/random/random.ts` has the source. */
export function mixBits(x: u32): u32 {
  let h = (x ^ (x >> 16)) * 0x21f0aaad;
  h = (h ^ (h >> 15)) * 0x735a2d97;
  return h ^ (h >> 15);
}

/** `mixBits` of four words. */
export function mixBits4(x: v128): v128 {
  let h = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(h, i32x4.shr_u(h, 15));
}

/** The key of one step in the epoch that `key` names, or of one layer in the step that it names. */
export function dropoutKey(key: u32, part: u32): u32 {
  return mixBits(key * GOLDEN + part + 1);
}

/**
 * The mask of the elements `index` to `index + 3` of one layer in one step, row-major: 0 or `kept`. It
 * depends on the key and the elements' places alone, so a layer may be visited in any order.
 *
 * @param key names stream, epoch, step and layer (`dropoutKey`)
 * @param dropBelow `dropBelowOf(rate)`
 * @param kept 1 / (1 - rate), rounded to f32
 */
export function dropoutMask4(index: u32, key: u32, dropBelow: u32, kept: f32): v128 {
  const places = i32x4.add(i32x4.splat(index), i32x4(1, 2, 3, 4));
  const bits = mixBits4(i32x4.add(i32x4.mul(places, i32x4.splat(GOLDEN)), i32x4.splat(key)));
  // Both sides are 2^24 at most, so the signed comparison, one instruction, will do.
  const dropped = i32x4.lt_s(i32x4.shr_u(bits, 8), i32x4.splat(dropBelow));
  return v128.andnot(f32x4.splat(kept), dropped);
}

/** round(rate * 2^24), halves up, as `Math.round` in JavaScript: the words of 24 bits below it are dropped. */
export function dropBelowOf(rate: f64): u32 {
  const scaled = rate * 16777216;
  const above = ceil<f64>(scaled);
  return <u32>(above - 0.5 > scaled ? above - 1 : above);
}

/**
 * Writes the dropout mask of one layer in one step: 0 with probability `rate`, else 1 / (1 - rate).
 *
 * @param maskPtr mask [length], f32, row-major, written; needs no alignment
 * @param key names stream, epoch, step and layer (`dropoutKey`)
 * @param rate in [0, 1)
 * @param length number of elements, 0 too
 */
export function fillDropoutMask(maskPtr: usize, key: u32, rate: f64, length: usize): void {
  const dropBelow = dropBelowOf(rate);
  const kept = <f32>(1 / (1 - rate));
  const whole = <u32>length & ~3;
  let ptr = maskPtr;
  let i: u32 = 0;
  for (; i < whole; i += 4) {
    v128.store(ptr, dropoutMask4(i, key, dropBelow, kept));
    ptr += 16;
  }
  for (; i < <u32>length; i++) {
    v128.store_lane<f32>(ptr, dropoutMask4(i, key, dropBelow, kept), 0);
    ptr += 4;
  }
}
