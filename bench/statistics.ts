/** The middle value; of an even number of values the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value below which a share of the values lies. A low one tells how long work takes when nothing disturbs it, and
 * unlike the least does not depend on one lucky sample.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('expected at least one value');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
