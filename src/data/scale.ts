import { takeMoments } from '../math/mean.ts';

/** The mean and scale that standardise numbers. */
interface Scale {
  readonly mean: number;
  /** The population standard deviation (divided by n); 1 where all values are equal. */
  readonly scale: number;
  readonly constant: boolean;
}

/**
 * Values that spread over less than this share of the largest are equal but for rounding, as 0.3 and 0.1 + 0.2 are: it is
 * some 450 units in the last place, and what a sum of so many terms may be off by. Readings of one moment to the
 * microsecond, as seconds since 1970, spread more.
 */
const ROUNDING = 1e-13;

/** Takes mean and scale of at least one finite value, in f64; values that differ by rounding alone are constant. */
export function measureScale(values: Float64Array): Scale {
  const { mean, range, squares } = takeMoments(values);
  const scale = range * Math.sqrt(squares / values.length);
  // A range among the smallest subnormal numbers has no representable standard deviation.
  return scale > 0 && !isRounding(values, range)
    ? { mean, scale, constant: false }
    : { mean: range === 0 ? mean : values[0], scale: 1, constant: true };
}

/** Whole numbers are counted, not rounded: large ones, such as identifiers, may lie as close as they like. */
function isRounding(values: Float64Array, range: number): boolean {
  // So small a range leaves all about as large as the first.
  return range < ROUNDING * Math.abs(values[0]) && !values.every(Number.isInteger);
}
