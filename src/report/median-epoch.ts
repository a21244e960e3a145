import { median } from '../math/mean.ts';

/** The median epoch of some pairs, the mean of the middle two rounded up; null if there is none. */
export function takeMedianEpoch(epochs: readonly (number | null)[]): number | null {
  const found = epochs.filter((epoch) => epoch !== null);
  return found.length === 0 ? null : Math.ceil(median(found));
}
