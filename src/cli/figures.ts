/** Decimals that show an error of this size in two significant digits; at most 6. */
export function countDecimals(error: number): number {
  if (!(error > 0)) return 3;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))));
}
