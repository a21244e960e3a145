/**
 * The corrected resampled t-test of Nadeau and Bengio (2003), written down naively: Student's t by integrating its
 * density over the angle arctan(t / sqrt(df)), whose weight is cos^(df - 1).
 */

export interface PairedOracle {
  readonly mean: number;
  readonly standardError: number;
  readonly df: number;
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
  /** Half the width of the 95 % interval. */
  readonly reach: number;
}

/** @param ratio validation over training rows */
export function testPairsNaively(differences: readonly number[], ratio: number): PairedOracle {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  const standardError = Math.sqrt(variance * (1 / n + ratio));
  const df = n - 1;
  const t = mean / standardError;
  return { mean, standardError, df, t, p: tailOf(Math.abs(t), df), reach: findQuantile(df) * standardError };
}

function tailOf(t: number, df: number): number {
  const weight = (angle: number) => Math.cos(angle) ** (df - 1);
  const edge = Math.atan(t / Math.sqrt(df));
  return integrate(weight, edge, Math.PI / 2) / integrate(weight, 0, Math.PI / 2);
}

/** The t beyond which lie 5 %, on both sides together. */
function findQuantile(df: number): number {
  let [low, high] = [0, 1000];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (tailOf(middle, df) > 0.05) low = middle;
    else high = middle;
  }
  return low;
}

/** Simpson's rule. */
function integrate(f: (x: number) => number, from: number, to: number, steps = 2000): number {
  const h = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * f(from + i * h);
  return (sum * h) / 3;
}
