// The only mean, standard deviation and median in this code, in f64. All are exact if the values are equal: a
// plain sum of three times 0.1, divided by 3, is not 0.1, and the deviations from it are not 0.

/**
 * The mean of finite numbers that arrive one by one: the first, plus the mean of the deviations from it,
 * whose sum carries along what each addition loses (Neumaier 1974, doi:10.1002/zamm.19740540106). NaN before
 * the first number, and from the first number on that is not finite.
 */
export class RunningMean {
  #first = 0;
  #sum = 0;
  #lost = 0;
  #count = 0;

  add(value: number): void {
    if (this.#count === 0) this.#first = value;
    const deviation = value - this.#first;
    const sum = this.#sum + deviation;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(deviation) ? this.#sum - sum + deviation : deviation - sum + this.#sum;
    this.#sum = sum;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  get value(): number {
    return this.#first + (this.#sum + this.#lost) / this.#count;
  }
}

/** The same for numbers in an array. */
export function mean(values: ArrayLike<number>): number {
  const running = new RunningMean();
  for (let i = 0; i < values.length; i++) running.add(values[i]);
  return running.value;
}

/** Mean, range and deviations of at least one number. */
interface Moments {
  readonly mean: number;
  /** The largest minus the smallest, which must be finite; 0 exactly if all are equal. */
  readonly range: number;
  /** Sum of the squared deviations from the mean, in units of the range so that they neither vanish nor overflow. */
  readonly squares: number;
}

/** Takes the moments of at least one finite number. */
export function takeMoments(values: ArrayLike<number>): Moments {
  let low = values[0];
  let high = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  const range = high - low;
  if (range === 0) return { mean: low, range, squares: 0 };
  // If the range is a few units in the last place, the mean itself is too coarse to deviate from.
  // A loop: `from` with a function was half of what measuring a trial cost.
  const offsets = new Float64Array(values.length);
  for (let i = 0; i < offsets.length; i++) offsets[i] = (values[i] - low) / range;
  const middle = mean(offsets);
  let squares = 0;
  for (let i = 0; i < offsets.length; i++) squares += (offsets[i] - middle) * (offsets[i] - middle);
  const exact = mean(values);
  // A sum of deviations near the largest double overflows even if their mean does not.
  return { mean: Number.isFinite(exact) ? exact : low + range * middle, range, squares };
}

/** Sample standard deviation (divided by n - 1); 0 if all values are equal, NaN for fewer than two. */
export function sd(values: ArrayLike<number>): number {
  const { range, squares } = takeMoments(values);
  return range * Math.sqrt(squares / (values.length - 1));
}

/** Population variance (divided by n) of at least one number. */
export function variance(values: ArrayLike<number>): number {
  const { range, squares } = takeMoments(values);
  return range * range * (squares / values.length);
}

/** Median of at least one number; for an even count, the mean of the middle two. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return mean(sorted.subarray(sorted.length % 2 === 1 ? half : half - 1, half + 1));
}
