// @ts-nocheck AssemblyScript, which `asc` checks when the benchmark compiles it.

/** Sum of w in f32, with eight accumulators and nothing else: how fast plain SIMD can read the memory. */
export function plainSimdSum(ptr: usize, length: usize): f32 {
  const end = ptr + (length << 2);
  const tilesEnd = ptr + ((length & ~31) << 2);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  while (ptr < tilesEnd) {
    a = f32x4.add(a, v128.load(ptr));
    b = f32x4.add(b, v128.load(ptr, 16));
    c = f32x4.add(c, v128.load(ptr, 32));
    d = f32x4.add(d, v128.load(ptr, 48));
    e = f32x4.add(e, v128.load(ptr, 64));
    f = f32x4.add(f, v128.load(ptr, 80));
    g = f32x4.add(g, v128.load(ptr, 96));
    h = f32x4.add(h, v128.load(ptr, 112));
    ptr += 128;
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  let sum: f32 = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
  sum += f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3);
  while (ptr < end) {
    sum += load<f32>(ptr);
    ptr += 4;
  }
  return sum;
}

/** The same of |w|: one instruction more for each vector, and no other. */
export function plainSimdAbsSum(ptr: usize, length: usize): f32 {
  const tilesEnd = ptr + ((length & ~31) << 2);
  const end = ptr + (length << 2);
  const bits = v128.load(ptr);
  const magnitude = i32x4.shr_u(i32x4.eq(bits, bits), 1);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  while (ptr < tilesEnd) {
    a = f32x4.add(a, v128.and(magnitude, v128.load(ptr)));
    b = f32x4.add(b, v128.and(magnitude, v128.load(ptr, 16)));
    c = f32x4.add(c, v128.and(magnitude, v128.load(ptr, 32)));
    d = f32x4.add(d, v128.and(magnitude, v128.load(ptr, 48)));
    e = f32x4.add(e, v128.and(magnitude, v128.load(ptr, 64)));
    f = f32x4.add(f, v128.and(magnitude, v128.load(ptr, 80)));
    g = f32x4.add(g, v128.and(magnitude, v128.load(ptr, 96)));
    h = f32x4.add(h, v128.and(magnitude, v128.load(ptr, 112)));
    ptr += 128;
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  let sum: f32 = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
  sum += f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3);
  while (ptr < end) {
    sum += abs<f32>(load<f32>(ptr));
    ptr += 4;
  }
  return sum;
}

/** gradient += weights in plain SIMD: how fast two arrays can be read and one written. */
export function plainSimdAdd(gradientPtr: usize, weightsPtr: usize, length: usize): void {
  const end = weightsPtr + ((length & ~15) << 2);
  while (weightsPtr < end) {
    v128.store(gradientPtr, f32x4.add(v128.load(gradientPtr), v128.load(weightsPtr)));
    v128.store(gradientPtr, f32x4.add(v128.load(gradientPtr, 16), v128.load(weightsPtr, 16)), 16);
    v128.store(gradientPtr, f32x4.add(v128.load(gradientPtr, 32), v128.load(weightsPtr, 32)), 32);
    v128.store(gradientPtr, f32x4.add(v128.load(gradientPtr, 48), v128.load(weightsPtr, 48)), 48);
    gradientPtr += 64;
    weightsPtr += 64;
  }
  for (let rest = length & 15; rest > 0; rest--) {
    store<f32>(gradientPtr, load<f32>(gradientPtr) + load<f32>(weightsPtr));
    gradientPtr += 4;
    weightsPtr += 4;
  }
}

export function scalarAbsSum(ptr: usize, length: usize): f64 {
  const end = ptr + (length << 2);
  let sum: f64 = 0;
  while (ptr < end) {
    sum += <f64>abs<f32>(load<f32>(ptr));
    ptr += 4;
  }
  return sum;
}

export function scalarAddScaledSign(gradientPtr: usize, weightsPtr: usize, scale: f32, length: usize): void {
  const end = weightsPtr + (length << 2);
  while (weightsPtr < end) {
    const w = load<f32>(weightsPtr);
    const term: f32 = w > 0 ? scale : w < 0 ? -scale : w === 0 ? 0 : w;
    store<f32>(gradientPtr, load<f32>(gradientPtr) + term);
    gradientPtr += 4;
    weightsPtr += 4;
  }
}
