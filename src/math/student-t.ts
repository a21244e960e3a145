/**
 * Student's t distribution with a whole number of degrees of freedom, df >= 1, with arithmetic of our own: a
 * p value is part of the report, which must be the same bytes on every host.
 *
 * Formulas use Abramowitz and Stegun's angle: theta = arctan(|t| / sqrt(df)).
 */

import { arctan, exp, log } from './elementary.ts';

/**
 * P(|T| > |t|), the two-sided p value of t. Relative error below 1e-12 wherever the result is a normal number, for
 * df up to 5000 (tested against exact sums). 1 at t = 0, 0 at an infinite t, NaN for NaN.
 */
export function computeTail(t: number, df: number): number {
  return Math.abs(t) <= 1 ? 1 - sumCentre(Math.abs(t), df) : continueTail(Math.abs(t), df);
}

/**
 * P(|T| <= |t|), with a small relative error even where it is small; 0 at t = 0, 1 at an infinite t, NaN for
 * NaN.
 */
export function computeCentre(t: number, df: number): number {
  return Math.abs(t) <= 1 ? sumCentre(Math.abs(t), df) : 1 - continueTail(Math.abs(t), df);
}

/** P(T <= t), with a small relative error for negative t too. NaN for NaN. */
export function computeCdf(t: number, df: number): number {
  const tail = computeTail(t, df) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t with P(T <= t) = p: the inverse of `computeCdf` for p in [0, 1]; -Infinity at 0, Infinity at 1, and
 * infinite if t exceeds the largest double. NaN for any other p.
 *
 * The smaller of the tail and the centre is inverted, so that an extreme p and one near 1/2 both keep their
 * digits: it is bracketed by doubling, then bisected until no double lies between.
 */
export function computeQuantile(p: number, df: number): number {
  if (p < 0.5) return -computeQuantileAbove(2 * p, 1 - 2 * p, df);
  return computeQuantileAbove(2 * (1 - p), 2 * p - 1, df);
}

/** The t >= 0 with P(|T| > t) = tail and P(|T| <= t) = centre; NaN if these are not probabilities. */
function computeQuantileAbove(tail: number, centre: number, df: number): number {
  if (!(tail >= 0 && centre >= 0)) return Number.NaN;
  if (tail === 0) return Infinity;
  if (centre === 0) return 0;
  const isBelow = (t: number) => (centre < tail ? computeCentre(t, df) < centre : computeTail(t, df) > tail);
  let low = 0;
  let high = 1;
  while (isBelow(high)) {
    if (high === Number.MAX_VALUE) return Infinity;
    low = high;
    high = Math.min(2 * high, Number.MAX_VALUE);
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
}

/**
 * P(|T| <= t) for 0 <= t <= 1, a sum of positive terms (Abramowitz and Stegun 26.7.3 for odd df, 26.7.4 for even):
 *
 *   odd:   2/pi (theta + sin theta (cos theta + 2/3 cos^3 theta + ... + (2 4 ... (df-3)) / (3 5 ... (df-2)) cos^(df-2) theta))
 *   even:  sin theta (1 + 1/2 cos^2 theta + ... + (1 3 ... (df-3)) / (2 4 ... (df-2)) cos^(df-2) theta)
 */
function sumCentre(t: number, df: number): number {
  const tangent = t / Math.sqrt(df);
  const square = 1 / (1 + tangent * tangent);
  const cosine = Math.sqrt(square);
  const odd = df % 2;
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd; power <= df - 2; power += 2) {
    sum += term;
    term *= (square * (power + 1)) / (power + 2);
  }
  const sine = tangent * cosine;
  return odd ? (arctan(tangent) + sine * sum) / (Math.PI / 2) : sine * sum;
}

/**
 * P(|T| > t) for t > 1: all the terms that the finite sum leaves out. They are positive, so nothing cancels, and
 * add up to their first one times a hypergeometric function (turned by Abramowitz and Stegun 15.3.4, so that a
 * large df takes few steps):
 *
 *   even df:  first = (1 3 ... (df-1)) / (2 4 ... df) cos^df theta
 *   odd df:   first = 2/pi (2 4 ... (df-1)) / (3 5 ... df) cos^df theta
 *   tail = sin theta * first * 2F1(1, (df+1)/2; df/2 + 1; cos^2 theta)
 *        = first / sin theta * 2F1(1, 1/2; df/2 + 1; -1 / tan^2 theta)
 */
function continueTail(t: number, df: number): number {
  const tangent = t / Math.sqrt(df);
  const square = tangent * tangent;
  // sin theta = tan theta cos theta, and 1 / cos^2 theta = 1 + tan^2 theta; far out that 1 is lost in
  // rounding, and further out the square overflows.
  const far = tangent > 2 ** 27;
  const sine = far ? 1 : tangent / Math.sqrt(1 + square);
  const logSecantSquare = far ? 2 * log(tangent) : logOnePlus(square);
  let coefficient = df % 2 ? 2 / Math.PI : 1;
  for (let k = 1 + (df % 2); k < df; k += 2) coefficient *= k / (k + 1);
  return exp((-df / 2) * logSecantSquare) * ((coefficient / sine) * continueFraction(df, 1 / square));
}

/**
 * 2F1(1, 1/2; df/2 + 1; -z) for z >= 0 by Gauss's continued fraction
 *
 *   1 / (1 + a_1 z / (1 + a_2 z / (1 + ...))),   a_n = n (df + n - 1) / ((df + 2n - 2) (df + 2n)),
 *
 * summed forwards by Steed's method. Its convergents lie alternately above and below the value, so the last
 * difference bounds the error.
 */
function continueFraction(df: number, z: number): number {
  let inverse = 1;
  let difference = 1;
  let value = 1;
  for (let n = 1; Math.abs(difference) > 2 ** -55 * value; n++) {
    const step = (n / (df + 2 * n - 2)) * ((df + n - 1) / (df + 2 * n)) * z * inverse;
    inverse = 1 / (1 + step);
    difference *= -step * inverse;
    value += difference;
  }
  return value;
}

/** log(1 + y) for y >= 0; what 1 + y loses in rounding is added back. */
function logOnePlus(y: number): number {
  const sum = 1 + y;
  return log(sum) + (y - (sum - 1)) / sum;
}
