/**
 * Adjusts p values for multiple tests (Holm 1979, "A simple sequentially rejective multiple test procedure"):
 * the i-th smallest of m, counted from 0, is multiplied by m - i, and is never below the adjusted ones before
 * it.
 *
 * @returns in the given order, at most 1
 */
export function adjustHolm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).toSorted((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((position, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[position]));
    adjusted[position] = largest;
  });
  return adjusted;
}
