// @ts-nocheck AssemblyScript, which `asc` checks when the benchmark compiles it.

/** The products of the training step, to be timed separately. */
export { multiplyGradient, multiplyValues } from '../../assembly/dense';

/**
 * As many multiplications and additions as the machine can do: eight independent accumulators, four factors
 * in registers, and two vectors from the nearest cache for every eight products. No product can be shared or
 * hoisted, since each takes another pair of vector and factor.
 *
 * @param ptr f32 values, `bytes` in all, a multiple of 64
 * @returns the sum of all accumulators, so that no work can be optimised away
 */
export function multiplyAdd(ptr: usize, bytes: usize, rounds: u32): f32 {
  const end = ptr + bytes;
  const k0 = v128.load(ptr);
  const k1 = v128.load(ptr, 16);
  const k2 = v128.load(ptr, 32);
  const k3 = v128.load(ptr, 48);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let round: u32 = 0; round < rounds; round++) {
    for (let p = ptr; p < end; p += 32) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      c00 = f32x4.add(c00, f32x4.mul(x0, k0));
      c01 = f32x4.add(c01, f32x4.mul(x1, k0));
      c10 = f32x4.add(c10, f32x4.mul(x0, k1));
      c11 = f32x4.add(c11, f32x4.mul(x1, k1));
      c20 = f32x4.add(c20, f32x4.mul(x0, k2));
      c21 = f32x4.add(c21, f32x4.mul(x1, k2));
      c30 = f32x4.add(c30, f32x4.mul(x0, k3));
      c31 = f32x4.add(c31, f32x4.mul(x1, k3));
    }
  }
  const sum0 = f32x4.add(f32x4.add(c00, c01), f32x4.add(c10, c11));
  const sum1 = f32x4.add(f32x4.add(c20, c21), f32x4.add(c30, c31));
  const sum = f32x4.add(sum0, sum1);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}

/**
 * A square root and a division for each vector, as adam needs them, and nothing else except a load and a
 * store: to[i] = 1 / sqrt(from[i]).
 *
 * @param bytes multiple of 64
 */
export function divideByRoot(to: usize, from: usize, bytes: usize, rounds: u32): void {
  const end = from + bytes;
  const one = f32x4.splat(1);
  for (let round: u32 = 0; round < rounds; round++) {
    let q = to;
    for (let p = from; p < end; p += 64) {
      v128.store(q, f32x4.div(one, f32x4.sqrt(v128.load(p))));
      v128.store(q, f32x4.div(one, f32x4.sqrt(v128.load(p, 16))), 16);
      v128.store(q, f32x4.div(one, f32x4.sqrt(v128.load(p, 32))), 32);
      v128.store(q, f32x4.div(one, f32x4.sqrt(v128.load(p, 48))), 48);
      q += 64;
    }
  }
}
