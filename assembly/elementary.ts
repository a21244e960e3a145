/**
 * Elementary functions of f32, four at a time, from + - * / and integer shifts alone, so that every host and CPU
 * gives the same bits. No tables, which would need a data segment.
 *
 * The polynomials are minimax fits of our own (Lawson's iteratively reweighted least squares on 4,000
 * Chebyshev nodes, weighted for the relative error of the function; coefficients rounded to f32 from the
 * lowest up, the rest fitted again after each). Errors are the largest over all 2^32 arguments, against f64,
 * in ULP of the f32 result.
 *
 * The functions on arrays take byte addresses in the imported memory, which need no alignment; lengths
 * count f32 elements. `out` is `x` itself or does not overlap it. Nothing else is read or written. An
 * element's result depends on its value alone, not on its place. Length 0 is valid. Nothing is checked.
 */

import { Constant, Constants, noTable } from './constants';

/** One f32x4 vector, in bytes. */
const VECTOR: usize = 16;

/** The functions that `mapVectors` may map. */
const EXP: u32 = 0;
const LOG: u32 = 1;
const SIGMOID: u32 = 2;
const TANH: u32 = 3;

/** out = e^x, element by element; `exp4` has range and error. */
export function exp(outPtr: usize, xPtr: usize, length: usize): void {
  mapVectors(EXP, outPtr, xPtr, length);
}

/** out = ln x, element by element; `log4` has range and error. */
export function log(outPtr: usize, xPtr: usize, length: usize): void {
  mapVectors(LOG, outPtr, xPtr, length);
}

/** out = 1 / (1 + e^-x), element by element; `sigmoid4` has range and error. */
export function sigmoid(outPtr: usize, xPtr: usize, length: usize): void {
  mapVectors(SIGMOID, outPtr, xPtr, length);
}

/** out = tanh x, element by element; `tanh4` has range and error. */
export function tanh(outPtr: usize, xPtr: usize, length: usize): void {
  mapVectors(TANH, outPtr, xPtr, length);
}

/**
 * e^x, within 0.9 ULP and monotone. Infinity from 88.72284 up; results are subnormal, within the same bound,
 * below -87.33655, and 0 from -103.97208 down. e^0 = 1 exactly; NaN stays NaN.
 *
 * Constants come from a table (see `constants.ts`), or are built; so in `sigmoid4` and `tanh4`.
 *
 * x = n ln 2 + r with |r| <= ln(2) / 2; e^r = 1 + r + r^2 q(r), q good to 2^-28 of e^r; what the rounding of
 * r lost is added back. 2^n is applied in two exact factors, since 2^n itself may leave the range of f32.
 */
export function exp4(x: v128, constants: Constants): v128 {
  const one = constants.get(Constant.One);
  const clamped = f32x4.pmax(
    f32x4.pmin(x, constants.get(Constant.ExpMost)),
    constants.get(Constant.ExpLeast),
  );
  const rounded = f32x4.add(
    f32x4.mul(clamped, constants.get(Constant.Log2E)),
    constants.get(Constant.Rounder),
  );
  const n = f32x4.sub(rounded, constants.get(Constant.Rounder));
  const high = f32x4.sub(clamped, f32x4.mul(n, constants.get(Constant.Ln2High)));
  const low = f32x4.mul(n, constants.get(Constant.Ln2Low));
  const r = f32x4.sub(high, low);
  const lost = f32x4.sub(f32x4.sub(high, r), low);
  let q = constants.get(Constant.Exp4);
  q = f32x4.add(f32x4.mul(q, r), constants.get(Constant.Exp3));
  q = f32x4.add(f32x4.mul(q, r), constants.get(Constant.Exp2));
  q = f32x4.add(f32x4.mul(q, r), constants.get(Constant.Exp1));
  q = f32x4.add(f32x4.mul(q, r), constants.get(Constant.Exp0));
  const rest = f32x4.add(f32x4.mul(f32x4.mul(r, r), q), lost);
  const power = f32x4.add(f32x4.add(rest, r), one);
  const half = i32x4.shl(i32x4.shr_s(rounded, 1), 23);
  const otherHalf = i32x4.sub(i32x4.shl(rounded, 23), half);
  return f32x4.mul(f32x4.mul(power, i32x4.add(half, one)), i32x4.add(otherHalf, one));
}

/**
 * 1 / (1 + e^-x), within 1.85 ULP, subnormal results (x < -87.33655) too. 0 at -Infinity, 1 at Infinity; NaN
 * stays NaN. Not monotone: here and there a step of the last bit goes the wrong way.
 *
 * With e = e^-|x|, which cannot overflow, and t = e / (1 + e): 1 - t for x >= 0, and e - e t for x < 0, where
 * the small term carries the roundings of t.
 */
export function sigmoid4(x: v128, constants: Constants): v128 {
  const one = constants.get(Constant.One);
  const e = inline.always(exp4(v128.or(x, constants.get(Constant.SignBit)), constants));
  const t = f32x4.div(e, f32x4.add(e, one));
  const leading = v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.sub(leading, f32x4.mul(leading, t));
}

/**
 * tanh x, within 1.5 ULP, monotone, odd in every bit: tanh(-0) = -0. 1 from 9.02 up; NaN stays NaN.
 *
 * Below 0.55 by an odd polynomial, good to 2^-29, so that small x keep their relative precision; above by
 * 1 - 2 / (e^2x + 1).
 */
export function tanh4(x: v128, constants: Constants): v128 {
  const one = constants.get(Constant.One);
  const sign = v128.and(x, constants.get(Constant.SignBit));
  const y = v128.xor(x, sign);
  const z = f32x4.mul(y, y);
  let p = constants.get(Constant.Tanh4);
  p = f32x4.add(f32x4.mul(p, z), constants.get(Constant.Tanh3));
  p = f32x4.add(f32x4.mul(p, z), constants.get(Constant.Tanh2));
  p = f32x4.add(f32x4.mul(p, z), constants.get(Constant.Tanh1));
  p = f32x4.add(f32x4.mul(p, z), constants.get(Constant.Tanh0));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), y), y);
  const e = inline.always(exp4(f32x4.add(y, y), constants));
  const large = f32x4.sub(one, f32x4.div(constants.get(Constant.Two), f32x4.add(e, one)));
  return v128.or(v128.bitselect(small, large, f32x4.lt(y, constants.get(Constant.TanhSmall))), sign);
}

/**
 * ln x, within 0.85 ULP and monotone, subnormal x too. ln(1) = 0, ln(0) = ln(-0) = -Infinity, ln(Infinity)
 * = Infinity; NaN for x < 0; NaN stays NaN.
 *
 * x = m 2^k with m in [sqrt(1/2), sqrt(2)); ln m = f - f^2 / 2 + f^3 p(f) with f = m - 1, p good to 2^-27.
 */
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.1754943508222875e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  // Counted from the bits of sqrt(1/2), the exponent field changes where m does.
  const offset = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(offset, 23);
  const k = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(tiny, f32x4.splat(23)));
  const m = i32x4.sub(scaled, i32x4.shl(exponent, 23));
  const f = f32x4.sub(m, f32x4.splat(1));
  let p = f32x4.splat(-0.0763567388);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.127619252));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.131597281));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.142016232));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.166234046));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.200012401));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.250008196));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.333333313));
  const z = f32x4.mul(f, f);
  let tail = f32x4.mul(f32x4.mul(p, f), z);
  tail = f32x4.add(tail, f32x4.mul(k, noTable().get(Constant.Ln2Low)));
  tail = f32x4.sub(tail, f32x4.mul(z, f32x4.splat(0.5)));
  const result = f32x4.add(f32x4.mul(k, noTable().get(Constant.Ln2High)), f32x4.add(f, tail));
  // The square root of a negative number is NaN; those of Infinity and NaN are Infinity and NaN.
  const infinity = f32x4.splat(Infinity);
  const zero = f32x4.splat(0);
  const ordinary = v128.and(f32x4.gt(x, zero), f32x4.lt(x, infinity));
  const special = v128.bitselect(f32x4.splat(-Infinity), f32x4.sqrt(x), f32x4.eq(x, zero));
  return v128.bitselect(result, special, ordinary);
}

// The three without a table, each a function, so that their code stands but once.

export function expOf(x: v128): v128 {
  return inline.always(exp4(x, noTable()));
}

function sigmoidOf(x: v128): v128 {
  return inline.always(sigmoid4(x, noTable()));
}

function tanhOf(x: v128): v128 {
  return inline.always(tanh4(x, noTable()));
}

/** out = f(x) with f chosen by `which`, one vector at a time; the last elements each in a vector of their own. */
function mapVectors(which: u32, outPtr: usize, xPtr: usize, length: usize): void {
  const end = xPtr + (length << 2);
  let out = outPtr;
  let x = xPtr;
  while (end - x >= VECTOR) {
    v128.store(out, apply(which, v128.load(x)));
    out += VECTOR;
    x += VECTOR;
  }
  while (x < end) {
    v128.store_lane<f32>(out, apply(which, v128.load_splat<f32>(x)), 0);
    out += 4;
    x += 4;
  }
}

function apply(which: u32, x: v128): v128 {
  if (which === EXP) return expOf(x);
  if (which === LOG) return log4(x);
  if (which === SIGMOID) return sigmoidOf(x);
  return tanhOf(x);
}
