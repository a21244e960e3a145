/** A p value, adjusted for the number of tests. */
interface Adjusted {
  /** At most 1. */
  readonly p: number;
  /**
   * What p was multiplied by before it was held at 1: the adjusted p is below a level exactly when p is below level /
   * factor.
   */
  readonly factor: number;
}

/**
 * Adjusts p values for multiple tests (Holm 1979, "A simple sequentially rejective multiple test procedure"):
 * the i-th smallest of m, counted from 0, is multiplied by m - i, and is never below the adjusted ones before
 * it.
 *
 * @returns in the given order
 */
export function adjustHolm(p: readonly number[]): Adjusted[] {
  const order = p.map((_, i) => i).toSorted((a, b) => p[a] - p[b]);
  const adjusted = new Array<Adjusted>(p.length);
  let largest = 0;
  order.forEach((position, rank) => {
    const left = p.length - rank;
    largest = Math.max(largest, left * p[position]);
    const factor = p[position] === 0 ? left : Math.max(left, largest / p[position]);
    adjusted[position] = { p: Math.min(1, largest), factor };
  });
  return adjusted;
}
