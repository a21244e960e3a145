/**
 * The one operation that the relaxed module does otherwise. `absum.wasm` rounds products and sums on every host alike;
 * `absum-relaxed.wasm`, built from the same sources with relaxed SIMD, leaves it to the host whether a product is
 * rounded before it is added. A host that does not round it fuses both into one instruction, which is faster.
 */

/** c + x * b. */
export function multiplyAdd(x: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, b, c);
  return f32x4.add(c, f32x4.mul(x, b));
}

/** Whether `multiplyAdd` rounds once, and not twice: 1 or 0; always 0 in `absum.wasm`. */
export function fusesProducts(): bool {
  // x^2 = 1 + 2^-11 + 2^-24, whose last term f32 has no room for.
  const x = f32x4.splat(1.000244140625);
  const rest = multiplyAdd(x, x, f32x4.splat(-1.00048828125));
  return f32x4.extract_lane(rest, 0) !== 0;
}
