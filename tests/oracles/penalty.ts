/** The L1 penalty in f64, one element at a time. */

export function absSum(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += Math.abs(weights[i] as number);
  return sum;
}

/** -1, 0 or 1; NaN for NaN. */
export function sign(w: number): number {
  if (w > 0) return 1;
  if (w < 0) return -1;
  return w === 0 ? 0 : Number.NaN;
}

/** argmin over x of (x - w)^2 / 2 + threshold |x|, by cases. */
export function softThreshold(w: number, threshold: number): number {
  if (w > threshold) return w - threshold;
  if (w < -threshold) return w + threshold;
  return Number.isNaN(w) ? Number.NaN : 0;
}

export function countZeros(weights: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] === 0) count += 1;
  return count;
}
