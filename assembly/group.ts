/**
 * The group lasso on the bits of a memory: the norm of a group of weights, and its proximal operator, in a
 * metric too (group lasso: Yuan and Lin 2006, doi:10.1111/j.1467-9868.2005.00532.x; proximal step in an
 * optimizer's metric: ProxGen; Yun, Lozano and Yang 2021, arXiv:2006.12098).
 *
 * A group lies in `pieces` pieces of `pieceLength` f32, each `pieceStride` elements behind the one before:
 * one piece where its weights lie together, one for each panel in the layout of `panels.ts`. Zeros among
 * them, such as the padding of a panel, add nothing and become +0. Preconditions are those of `penalty.ts`:
 * pointers need no alignment, nothing is checked, nothing else is read or written, no state is kept. Groups
 * without a piece and pieces of length 0 are valid.
 *
 * All arithmetic is f64, in which no square of an f32 overflows or vanishes, two weights at a time and in one
 * fixed order. Results do not depend on where a group lies in the memory.
 *
 * A shrunk weight below the smallest normal number of f32 becomes +0. A weight without a gradient shrinks by
 * the same share in every step; where that share is less than a half, it would round back to the same subnormal
 * number for ever, and products with subnormal numbers are slow.
 */

/** Two f32, in bytes. */
const PAIR: usize = 8;
/** Newton's method ends with a step of at most this part of r. */
const LAST_STEP: f64 = 1.0 / 16384;
/** Makes sure that Newton's method ends; on numbers of all sizes it never took more than 12 steps. */
const MAX_STEPS: i32 = 100;
/** The smallest normal number of f32. */
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38;
/** 2^-500. Added to a product of two f32 it changes nothing, but makes 0 / 0 a 0. */
const TINY: f64 = 3.054936363499605e-151;

/** 1 + 2^-40: a sum of squares that exceeds 1 by its roundings alone counts as 1. */
const ONE: f64 = 1.0000000000009095;

/** What `addUp` adds up; T is coefficient * m. */
const SQUARES: u32 = 0; // u^2 and u^2 m
const BOUNDS: u32 = 1; // the largest |u| - T and (u / T)^2
const SHARES: u32 = 2; // q^2 and q^2 / (r + T), with q = u / (r + T)

/**
 * sqrt(sum of w^2), in f64: NaN where a weight is NaN, otherwise Infinity where one is infinite, 0 for no weights.
 *
 * @param weightsPtr weights of the group, read
 */
export function groupNorm(weightsPtr: usize, pieces: usize, pieceLength: usize, pieceStride: usize): f64 {
  let sums = f64x2.splat(0);
  for (let p: usize = 0; p < pieces; p++) {
    let w = weightsPtr + ((p * pieceStride) << 2);
    const end = w + (pieceLength << 2);
    for (; w < end; w = inline.always(passPair(w, end))) {
      const u = inline.always(loadPair(w, end));
      sums = f64x2.add(sums, f64x2.mul(u, u));
    }
  }
  return sqrt<f64>(addLanes(sums));
}

/**
 * w = w max(1 - threshold / ||w||, 0) in place: the proximal operator of threshold ||w||.
 *
 * One rounding to f32. A group of norm <= threshold becomes 0; every zero comes out as +0. One NaN makes the
 * whole group NaN. Without one, a group with an infinity is not shrunk.
 *
 * @param weightsPtr weights of the group, read and written
 * @param threshold finite and >= 0
 */
export function shrinkGroup(
  weightsPtr: usize,
  threshold: f64,
  pieces: usize,
  pieceLength: usize,
  pieceStride: usize,
): void {
  const norm = groupNorm(weightsPtr, pieces, pieceLength, pieceStride);
  let factor: f64 = 1;
  if (norm <= threshold) factor = 0;
  else if (norm !== Infinity) factor = (norm - threshold) / norm;
  scaleGroup(weightsPtr, factor, pieces, pieceLength, pieceStride);
}

/**
 * `shrinkGroup` in a metric: w becomes the minimiser of 1/2 sum (w_i - u_i)^2 / m_i + coefficient ||w||, where
 * u is what it was. With T_i = coefficient m_i that is 0 if sum (u_i / T_i)^2 <= 1, and otherwise
 * w_i = u_i r / (r + T_i), where r = ||w|| is the root of sum u_i^2 / (r + T_i)^2 = 1 (see `findRoot`).
 *
 * One rounding to f32, beside 6e-9 of the weight for the root. NaN, zeros and infinities as in `shrinkGroup`;
 * a NaN in the metric makes the group NaN too.
 *
 * @param weightsPtr weights of the group, read and written
 * @param metricPtr metrics of the weights, laid out like them, read; finite and > 0, or 0 where a metric is too
 *   small for f32: a finite weight keeps its value there, unless it is 0
 * @param coefficient finite and >= 0
 */
export function shrinkGroupEach(
  weightsPtr: usize,
  metricPtr: usize,
  coefficient: f64,
  pieces: usize,
  pieceLength: usize,
  pieceStride: usize,
): void {
  const toMetric = metricPtr - weightsPtr;
  const r = findRoot(weightsPtr, toMetric, coefficient, pieces, pieceLength, pieceStride);
  if (!(r > 0 && r < Infinity)) {
    scaleGroup(weightsPtr, r === Infinity ? 1 : r, pieces, pieceLength, pieceStride);
    return;
  }
  const scale = f64x2.splat(coefficient);
  const root = f64x2.splat(r);
  for (let p: usize = 0; p < pieces; p++) {
    let w = weightsPtr + ((p * pieceStride) << 2);
    const end = w + (pieceLength << 2);
    for (; w < end; w = inline.always(passPair(w, end))) {
      const u = inline.always(loadPair(w, end));
      const threshold = f64x2.mul(scale, inline.always(loadPair(w + toMetric, end + toMetric)));
      const next = f64x2.mul(u, f64x2.div(root, f64x2.add(root, threshold)));
      inline.always(storePair(w, end, next));
    }
  }
}

/**
 * The norm r of the shrunk group: 0 if it becomes 0, NaN with a NaN, Infinity with an infinity.
 *
 * Otherwise the root of S(r) = sum u_i^2 / (r + T_i)^2 = 1, by Newton's method on f = 1 / sqrt(S) - 1 (the
 * secular equation of More and Sorensen 1983, doi:10.1137/0904038). f rises and is concave, so from below the
 * root no step goes beyond it. The start is ||u|| - sum u_i^2 T_i / sum u_i^2, below the root by Jensen's
 * inequality and the root itself where all T are equal; where that is not positive, the largest |u_i| - T_i,
 * below it since no term exceeds 1 at the root.
 *
 * A step of at most d = 2^-14 of r is the last. Beyond it the slope of f falls no faster than r^-3, so the
 * root was within (1 - 2 d)^(-1/2) - 1 of r, and 1.5 d^2 = 6e-9 is left: a tenth of a rounding of f32.
 */
function findRoot(
  weightsPtr: usize,
  toMetric: usize,
  coefficient: f64,
  pieces: usize,
  pieceLength: usize,
  pieceStride: usize,
): f64 {
  let sums = inline.always(
    addUp(SQUARES, weightsPtr, toMetric, coefficient, 0, pieces, pieceLength, pieceStride),
  );
  const squares = f64x2.extract_lane(sums, 0);
  const weighted = f64x2.extract_lane(sums, 1);
  const norm = sqrt<f64>(squares);
  if (!(weighted >= 0)) return NaN;
  if (!(norm > 0 && norm < Infinity)) return norm;
  let r = norm - coefficient * (weighted / squares);
  if (!(r > 0)) {
    sums = inline.always(
      addUp(BOUNDS, weightsPtr, toMetric, coefficient, 0, pieces, pieceLength, pieceStride),
    );
    if (f64x2.extract_lane(sums, 1) <= ONE) return 0;
    r = max<f64>(f64x2.extract_lane(sums, 0), TINY);
  }
  for (let i = 0; i < MAX_STEPS; i++) {
    sums = inline.always(
      addUp(SHARES, weightsPtr, toMetric, coefficient, r, pieces, pieceLength, pieceStride),
    );
    const sum = f64x2.extract_lane(sums, 0);
    const step = (sum * (sqrt<f64>(sum) - 1)) / f64x2.extract_lane(sums, 1);
    if (!(step > 0)) break; // at the root, or beyond it by a rounding
    r += step;
    if (step <= LAST_STEP * r) break;
  }
  return r;
}

/** The two sums (or largest and sum) over a group that `kind` names, in f64. */
function addUp(
  kind: u32,
  weightsPtr: usize,
  toMetric: usize,
  coefficient: f64,
  r: f64,
  pieces: usize,
  pieceLength: usize,
  pieceStride: usize,
): v128 {
  const scale = f64x2.splat(coefficient);
  const shift = f64x2.splat(kind === BOUNDS ? TINY : r);
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  for (let p: usize = 0; p < pieces; p++) {
    let w = weightsPtr + ((p * pieceStride) << 2);
    const end = w + (pieceLength << 2);
    for (; w < end; w = inline.always(passPair(w, end))) {
      const u = inline.always(loadPair(w, end));
      const metric = inline.always(loadPair(w + toMetric, end + toMetric));
      if (kind === SQUARES) {
        const square = f64x2.mul(u, u);
        first = f64x2.add(first, square);
        second = f64x2.add(second, f64x2.mul(square, metric));
      } else if (kind === BOUNDS) {
        const threshold = f64x2.mul(scale, metric);
        const ratio = f64x2.div(u, f64x2.add(threshold, shift));
        first = f64x2.pmax(first, f64x2.sub(f64x2.abs(u), threshold));
        second = f64x2.add(second, f64x2.mul(ratio, ratio));
      } else {
        const inverse = f64x2.div(f64x2.splat(1), f64x2.add(shift, f64x2.mul(scale, metric)));
        const share = f64x2.mul(u, inverse);
        const square = f64x2.mul(share, share);
        first = f64x2.add(first, square);
        second = f64x2.add(second, f64x2.mul(square, inverse));
      }
    }
  }
  if (kind !== BOUNDS) return f64x2(addLanes(first), addLanes(second));
  const largest = max<f64>(f64x2.extract_lane(first, 0), f64x2.extract_lane(first, 1));
  return f64x2(largest, addLanes(second));
}

/** w = factor w. */
function scaleGroup(
  weightsPtr: usize,
  factor: f64,
  pieces: usize,
  pieceLength: usize,
  pieceStride: usize,
): void {
  const factors = f64x2.splat(factor);
  for (let p: usize = 0; p < pieces; p++) {
    let w = weightsPtr + ((p * pieceStride) << 2);
    const end = w + (pieceLength << 2);
    for (; w < end; w = inline.always(passPair(w, end))) {
      inline.always(storePair(w, end, f64x2.mul(inline.always(loadPair(w, end)), factors)));
    }
  }
}

/** Reads two f32 as f64, or the last one and a 0. */
function loadPair(ptr: usize, end: usize): v128 {
  return f64x2.promote_low_f32x4(end - ptr >= PAIR ? v128.load64_zero(ptr) : v128.load32_zero(ptr));
}

/** Writes two f64 as f32, or the first alone where only one fits; subnormal numbers become +0. NaN stays NaN. */
function storePair(ptr: usize, end: usize, values: v128): void {
  const rounded = f32x4.demote_f64x2_zero(values);
  const flushed = v128.andnot(rounded, f32x4.lt(f32x4.abs(rounded), f32x4.splat(SMALLEST_NORMAL)));
  if (end - ptr >= PAIR) v128.store64_lane(ptr, flushed, 0);
  else v128.store32_lane(ptr, flushed, 0);
}

/** The place behind the pair, but never behind `end`, which may be near the last address. */
function passPair(ptr: usize, end: usize): usize {
  return end - ptr > PAIR ? ptr + PAIR : end;
}

function addLanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
