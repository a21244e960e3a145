import { takeMoments } from '../math/mean.ts';

/** The mean and scale that standardise numbers. */
interface Scale {
  readonly mean: number;
  /** The population standard deviation (divided by n); 1 where all values are equal. */
  readonly scale: number;
  readonly constant: boolean;
}

/** Takes mean and scale of at least one finite value, in f64. */
export function measureScale(values: Float64Array): Scale {
  const { mean, range, squares } = takeMoments(values);
  const scale = range * Math.sqrt(squares / values.length);
  // A range among the smallest subnormal numbers has no representable standard deviation.
  return scale > 0
    ? { mean, scale, constant: false }
    : { mean: range === 0 ? mean : values[0], scale: 1, constant: true };
}
