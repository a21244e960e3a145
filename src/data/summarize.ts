export interface Summary {
  readonly mean: number;
  /** The population standard deviation (divided by n); 1 where all values are equal. */
  readonly scale: number;
  readonly constant: boolean;
}

/**
 * Mean and scale of at least one finite value, in f64.
 *
 * Values that are all equal are recognised by minimum and maximum: the mean of three times 0.1 is not
 * 0.1, and the standard deviation about it not 0. Deviations are taken in units of the range, so that
 * their squares neither vanish nor overflow.
 */
export function summarize(values: Float64Array): Summary {
  let low = values[0];
  let high = values[0];
  let sum = 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  const range = high - low;
  if (range === 0) return { mean: low, scale: 1, constant: true };
  const n = values.length;
  const rough = sum / n;
  let rest = 0;
  for (const value of values) rest += value - rough;
  const mean = rough + rest / n;
  let squares = 0;
  for (const value of values) {
    const deviation = (value - mean) / range;
    squares += deviation * deviation;
  }
  const scale = range * Math.sqrt(squares / n);
  // A range among the smallest subnormal numbers has no representable standard deviation.
  return scale > 0 ? { mean, scale, constant: false } : { mean: low, scale: 1, constant: true };
}
