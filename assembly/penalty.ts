/**
 * The L1 penalty on the bits of a memory: its value, its subgradient and its proximal operator.
 *
 * Preconditions of every kernel, documented and not checked: pointers are byte addresses in the imported
 * memory and need no alignment; lengths count f32 elements; every region lies inside the memory and
 * ends below 4 GiB; regions of one call do not overlap. Nothing outside the regions is read or written, and
 * no state is kept. Length 0 is valid.
 *
 * Each kernel has a fixed order: constants, accumulators, main loop over tiles, one-vector loop, scalar
 * tail. Results do not depend on where in the array a tile begins, except for roundings in `absSum`.
 */

/** One f32x4 vector, in bytes. */
const VECTOR: usize = 16;
/** The main loops that work element by element take 4 vectors an iteration. */
const TILE: usize = 4 * VECTOR;
/** The main loop of `absSum` takes 32 vectors (128 elements) an iteration. */
const SUM_TILE: usize = 32 * VECTOR;
/** `absSum` widens its f32 sums to f64 after 8 iterations (1,024 elements). */
const SUM_BLOCK: usize = 8 * SUM_TILE;
/**
 * Arrays longer than the near caches are read as 4 streams, a page apart: where memory is slow to answer,
 * four prefetchers keep more of it on its way than one.
 */
const STREAM: usize = 4096;
const STREAMS: usize = 4 * STREAM;
const LONG: usize = 1 << 20;

/**
 * Sum of |w|.
 *
 * weights [length], f32. Sums at most 256 values in f32, then adds in f64; returns f64. Between a value and the
 * f64 total lie at most 12 additions in f32 (3 in the tree of eight, 7 in the accumulator, 2 across
 * accumulators), all of positive numbers, so the relative error is below 12 * 2^-24 = 7.2e-7 whatever the
 * values and the length; on random weights it is near 1e-8. Lengths below 128 are summed in f64 alone.
 *
 * Length 0 gives 0. A NaN gives NaN, an infinity gives Infinity. Weights of 1.3e36 and more may overflow
 * the f32 sums to Infinity. Deterministic: the same bytes give the same sum on every host.
 *
 * @param weightsPtr weights, read
 * @param length number of weights
 */
export function absSum(weightsPtr: usize, length: usize): f64 {
  const end = weightsPtr + (length << 2);
  let ptr = weightsPtr;
  let total: f64 = 0;
  if (end - ptr >= VECTOR) {
    const magnitude = i32x4.shr_u(allOnes(v128.load(ptr)), 1);
    let sums = f64x2.splat(0);
    const streamsEnd = end - ptr >= LONG ? end - STREAMS : ptr;
    while (ptr < streamsEnd) {
      for (const streamEnd = ptr + STREAM; ptr < streamEnd; ptr += SUM_BLOCK / 4) {
        sums = f64x2.add(
          sums,
          inline.always(absSumOfTiles(ptr, ptr + SUM_BLOCK / 4, STREAM, 8 * VECTOR, magnitude)),
        );
      }
      ptr += STREAMS - STREAM;
    }
    const tilesEnd = ptr + ((end - ptr) / SUM_TILE) * SUM_TILE;
    while (ptr < tilesEnd) {
      const blockEnd = min<usize>(ptr + SUM_BLOCK, tilesEnd);
      sums = f64x2.add(sums, inline.always(absSumOfTiles(ptr, blockEnd, 8 * VECTOR, SUM_TILE, magnitude)));
      ptr = blockEnd;
    }
    while (end - ptr >= VECTOR) {
      sums = f64x2.add(sums, widen(v128.and(v128.load(ptr), magnitude)));
      ptr += VECTOR;
    }
    total = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  }
  while (ptr < end) {
    total += <f64>abs<f32>(load<f32>(ptr));
    ptr += 4;
  }
  return total;
}

/**
 * gradient += scale * sign(w), the subgradient of scale * sum |w| that is 0 at w = 0.
 *
 * gradient [length] and weights [length], f32; one rounding an element. sign(0) = sign(-0) = 0, whose term is
 * +0, so a gradient of -0 becomes +0 there. A NaN weight makes its gradient NaN. Subnormal
 * weights have a sign like any other.
 *
 * @param gradientPtr gradient, read and written
 * @param weightsPtr weights, read
 * @param scale lambda / c; finite, of either sign
 * @param length number of weights
 */
export function addScaledSign(gradientPtr: usize, weightsPtr: usize, scale: f32, length: usize): void {
  const end = weightsPtr + (length << 2);
  let g = gradientPtr;
  let w = weightsPtr;
  if (end - w >= VECTOR) {
    const first = v128.load(w);
    const signBit = i32x4.shl(allOnes(first), 31);
    const zero = v128.xor(first, first);
    const scales = v128.or(f32x4.splat(scale), zero);
    while (end - w >= TILE) {
      v128.store(g, f32x4.add(v128.load(g), scaledSign(v128.load(w), scales, signBit, zero)));
      v128.store(g, f32x4.add(v128.load(g, 16), scaledSign(v128.load(w, 16), scales, signBit, zero)), 16);
      v128.store(g, f32x4.add(v128.load(g, 32), scaledSign(v128.load(w, 32), scales, signBit, zero)), 32);
      v128.store(g, f32x4.add(v128.load(g, 48), scaledSign(v128.load(w, 48), scales, signBit, zero)), 48);
      g += TILE;
      w += TILE;
    }
    while (end - w >= VECTOR) {
      v128.store(g, f32x4.add(v128.load(g), scaledSign(v128.load(w), scales, signBit, zero)));
      g += VECTOR;
      w += VECTOR;
    }
  }
  while (w < end) {
    const x = load<f32>(w);
    const term: f32 = x > 0 ? scale : x < 0 ? -scale : x === 0 ? 0 : x;
    store<f32>(g, load<f32>(g) + term);
    g += 4;
    w += 4;
  }
}

/**
 * w = sign(w) * max(|w| - threshold, 0) in place: the proximal operator of threshold * |w|.
 *
 * weights [length], f32; one rounding an element. Every zero in the result is +0, even where a
 * weight was -0, and even at threshold 0, which changes nothing else. NaN and infinities stay.
 *
 * @param weightsPtr weights, read and written
 * @param threshold finite and >= 0
 * @param length number of weights
 */
export function softThreshold(weightsPtr: usize, threshold: f32, length: usize): void {
  const end = weightsPtr + (length << 2);
  let ptr = weightsPtr;
  if (end - ptr >= VECTOR) {
    const first = v128.load(ptr);
    const zero = v128.xor(first, first);
    const upper = v128.or(f32x4.splat(threshold), zero);
    const lower = v128.or(f32x4.splat(-threshold), zero);
    while (end - ptr >= TILE) {
      v128.store(ptr, shrink(v128.load(ptr), lower, upper));
      v128.store(ptr, shrink(v128.load(ptr, 16), lower, upper), 16);
      v128.store(ptr, shrink(v128.load(ptr, 32), lower, upper), 32);
      v128.store(ptr, shrink(v128.load(ptr, 48), lower, upper), 48);
      ptr += TILE;
    }
    while (end - ptr >= VECTOR) {
      v128.store(ptr, shrink(v128.load(ptr), lower, upper));
      ptr += VECTOR;
    }
  }
  while (ptr < end) {
    store<f32>(ptr, shrinkOne(load<f32>(ptr), threshold));
    ptr += 4;
  }
}

/**
 * `softThreshold` with a threshold for each weight, which the proximal step of rmsprop and adam needs.
 *
 * weights [length] and thresholds [length], f32; thresholds finite and >= 0. Zeros, NaN and infinities as
 * in `softThreshold`.
 *
 * @param weightsPtr weights, read and written
 * @param thresholdsPtr thresholds, read
 * @param length number of weights
 */
export function softThresholdEach(weightsPtr: usize, thresholdsPtr: usize, length: usize): void {
  const end = weightsPtr + (length << 2);
  let w = weightsPtr;
  let t = thresholdsPtr;
  if (end - w >= VECTOR) {
    const first = v128.load(w);
    const signBit = i32x4.shl(allOnes(first), 31);
    while (end - w >= TILE) {
      v128.store(w, shrinkEach(v128.load(w), v128.load(t), signBit));
      v128.store(w, shrinkEach(v128.load(w, 16), v128.load(t, 16), signBit), 16);
      v128.store(w, shrinkEach(v128.load(w, 32), v128.load(t, 32), signBit), 32);
      v128.store(w, shrinkEach(v128.load(w, 48), v128.load(t, 48), signBit), 48);
      w += TILE;
      t += TILE;
    }
    while (end - w >= VECTOR) {
      v128.store(w, shrinkEach(v128.load(w), v128.load(t), signBit));
      w += VECTOR;
      t += VECTOR;
    }
  }
  while (w < end) {
    store<f32>(w, shrinkOne(load<f32>(w), load<f32>(t)));
    w += 4;
    t += 4;
  }
}

/**
 * How many weights are exactly zero, +0 or -0. Subnormals and NaN are not zero. Length 0 gives 0.
 *
 * @param weightsPtr weights [length], f32, read
 * @param length number of weights
 */
export function countZeros(weightsPtr: usize, length: usize): u32 {
  const end = weightsPtr + (length << 2);
  let ptr = weightsPtr;
  let count: u32 = 0;
  if (end - ptr >= VECTOR) {
    const first = v128.load(ptr);
    const zero = v128.xor(first, first);
    // A lane that holds is -1, so subtracting it counts. No lane overflows: 2^32 bytes hold 2^30 elements.
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    while (end - ptr >= TILE) {
      a = i32x4.sub(a, f32x4.eq(v128.load(ptr), zero));
      b = i32x4.sub(b, f32x4.eq(v128.load(ptr, 16), zero));
      a = i32x4.sub(a, f32x4.eq(v128.load(ptr, 32), zero));
      b = i32x4.sub(b, f32x4.eq(v128.load(ptr, 48), zero));
      ptr += TILE;
    }
    while (end - ptr >= VECTOR) {
      a = i32x4.sub(a, f32x4.eq(v128.load(ptr), zero));
      ptr += VECTOR;
    }
    a = i32x4.add(a, b);
    count = i32x4.extract_lane(a, 0) + i32x4.extract_lane(a, 1);
    count += i32x4.extract_lane(a, 2) + i32x4.extract_lane(a, 3);
  }
  while (ptr < end) {
    count += u32(load<f32>(ptr) === 0);
    ptr += 4;
  }
  return count;
}

/**
 * Every bit set. Made from loaded bits on purpose: V8 builds a `v128.const` or a splat of a parameter anew
 * in every iteration of a loop, but keeps what depends on a load in a register (abs-sum twice as fast).
 */
export function allOnes(loaded: v128): v128 {
  return i32x4.eq(loaded, loaded);
}

/**
 * |x| summed in f32, four times eight vectors in each step, and widened at the end.
 *
 * @param apart bytes from one eight to the next
 * @param step bytes from one step to the next; the last ends before `end`
 */
function absSumOfTiles(ptr: usize, end: usize, apart: usize, step: usize, magnitude: v128): v128 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  do {
    a = f32x4.add(a, absSumOfEight(ptr, magnitude));
    b = f32x4.add(b, absSumOfEight(ptr + apart, magnitude));
    c = f32x4.add(c, absSumOfEight(ptr + 2 * apart, magnitude));
    d = f32x4.add(d, absSumOfEight(ptr + 3 * apart, magnitude));
    ptr += step;
  } while (ptr < end);
  return widen(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** |x| summed over the eight vectors at `ptr`, lane by lane, as a tree of depth 3. */
function absSumOfEight(ptr: usize, magnitude: v128): v128 {
  const a = f32x4.add(v128.and(v128.load(ptr), magnitude), v128.and(v128.load(ptr, 16), magnitude));
  const b = f32x4.add(v128.and(v128.load(ptr, 32), magnitude), v128.and(v128.load(ptr, 48), magnitude));
  const c = f32x4.add(v128.and(v128.load(ptr, 64), magnitude), v128.and(v128.load(ptr, 80), magnitude));
  const d = f32x4.add(v128.and(v128.load(ptr, 96), magnitude), v128.and(v128.load(ptr, 112), magnitude));
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

/** The four f32 lanes added in pairs as f64: [x0 + x2, x1 + x3]. */
export function widen(x: v128): v128 {
  const high = i64x2.shuffle(x, x, 1, 0);
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(high));
}

/** scale * sign(w), lane by lane; all bits set, which is a NaN, where w is NaN. */
export function scaledSign(w: v128, scales: v128, signBit: v128, zero: v128): v128 {
  const signed = v128.xor(v128.and(w, signBit), scales);
  return v128.or(v128.and(signed, f32x4.ne(w, zero)), f32x4.ne(w, w));
}

/**
 * w - clamp(w, lower, upper), lane by lane: x - x is +0 for every finite x, so zeros come out as +0, and NaN
 * minus anything is NaN. `pmax` and `pmin` are one instruction each on x86, `max` and `min` several.
 */
function shrink(w: v128, lower: v128, upper: v128): v128 {
  return f32x4.sub(w, f32x4.pmin(f32x4.pmax(w, lower), upper));
}

export function shrinkEach(w: v128, threshold: v128, signBit: v128): v128 {
  return shrink(w, v128.xor(threshold, signBit), threshold);
}

function shrinkOne(w: f32, threshold: f32): f32 {
  return w - min<f32>(max<f32>(w, -threshold), threshold);
}
