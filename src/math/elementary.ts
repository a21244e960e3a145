/**
 * Elementary functions from + - * / and sqrt alone. JavaScript engines may differ in the last bit of
 * `Math.exp` and its kin, and a report must be the same bytes on every host.
 */

const LN2_HIGH = 0.6931471803691238; // the leading 33 bits of ln 2, so k * LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;

const HALF_PI_LOW = 6.123233995736766e-17; // pi / 2 - Math.PI / 2
/** The exponents that `scaleByPowerOfTwo` needs: halves of -1075 to 1024. */
const LOWEST = -538;
const HIGHEST = 512;

/** 2^LOWEST to 2^HIGHEST, exact by doubling and halving; `exp` looks them up for every score of a row. */
const POWERS = new Float64Array(HIGHEST - LOWEST + 1);
POWERS[-LOWEST] = 1;
for (let k = 1; k <= HIGHEST; k++) POWERS[k - LOWEST] = 2 * POWERS[k - 1 - LOWEST];
for (let k = -1; k >= LOWEST; k--) POWERS[k - LOWEST] = POWERS[k + 1 - LOWEST] / 2;

/** x = mantissa * 2^exponent with the mantissa in [1, 2), for positive finite x, read from its bits. */
function splitExponent(x: number): { mantissa: number; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  let shift = 0;
  let value = x;
  if (value < 2 ** -1022) {
    value *= 2 ** 54;
    shift = -54;
  }
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const exponent = (high >>> 20) - 1023 + shift;
  view.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  return { mantissa: view.getFloat64(0), exponent };
}

/**
 * Natural logarithm, within 1 ULP of the true value for positive finite x (tested on 1e5 points).
 * log(0) = -Infinity, log(Infinity) = Infinity, NaN for x < 0.
 *
 * x = m * 2^k with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh((m - 1) / (m + 1)), its odd series
 * cut where the next term is below 2^-58 of the first.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return Infinity;
  let { mantissa, exponent } = splitExponent(x);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (mantissa + 1);
  const z = s * s;
  let tail = 0;
  for (let n = 23; n >= 3; n -= 2) tail = z * (tail + 2 / n);
  // log(1 + f) = f - s * (f - tail): the leading term f is exact, so nothing cancels near x = 1.
  return exponent * LN2_HIGH + (f - (s * (f - tail) - exponent * LN2_LOW));
}

/**
 * Exponential, within 1 ULP where the result is normal (tested on 1e5 points); 0 below -745.2 and
 * Infinity above 709.8. x = k ln 2 + r with |r| <= ln(2) / 2, exp r by its Taylor series.
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let sum = 0;
  for (let n = 14; n >= 2; n--) sum = (r / n) * (1 + sum);
  // `sum` is r/2 + r^2/6 + ...; the rounding of r itself is added back as a correction.
  const result = 1 + (r * sum - (low - (high - r)) + r);
  return scaleByPowerOfTwo(result, k);
}

/**
 * exp(x) - 1, within 3 ULP (tested on 1e5 points) for small x too; expm1(-0) = -0. Up to |x| = 1/2, where the
 * difference would cancel, by the Taylor series.
 */
export function expm1(x: number): number {
  if (x > 0.5 || x < -0.5) return exp(x) - 1;
  if (x === 0) return x;
  let sum = 0;
  for (let n = 16; n >= 2; n--) sum = (x / n) * (1 + sum);
  return x + x * sum;
}

/** Hyperbolic tangent, within 4 ULP (tested on 1e5 points); odd, tanh(-0) = -0, tanh(Infinity) = 1. */
export function tanh(x: number): number {
  if (x < 0) return -tanh(-x);
  const m = expm1(-2 * x);
  return -m / (m + 2);
}

/** sin(pi x) for x in [0, 1], within 2e-16 absolute; by its Taylor series about 0. */
export function sinPi(x: number): number {
  const y = Math.PI * (x > 0.5 ? 1 - x : x);
  const z = y * y;
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = (-z / (n * (n - 1))) * (1 + sum);
  return y * (1 + sum);
}

/**
 * Arctangent in radians, within 3 ULP of the true value (tested on 1e5 points); odd, arctan(-0) = -0,
 * arctan(Infinity) = pi / 2.
 *
 * Above 1 it is pi / 2 - arctan(1 / x). Above 0.42 the argument is halved, arctan x = 2 arctan(x / (1 +
 * sqrt(1 + x^2))), which rounds some five times. What remains is at most 0.42, and the Taylor series is cut
 * where the next term is below 2^-57 of the first.
 */
export function arctan(x: number): number {
  if (x === 0) return x;
  if (x < 0) return -arctan(-x);
  if (x > 1) return Math.PI / 2 - (arctan(1 / x) - HALF_PI_LOW);
  if (x > 0.42) return 2 * arctan(x / (1 + Math.sqrt(1 + x * x)));
  const z = x * x;
  let tail = 0;
  for (let n = 41; n >= 3; n -= 2) tail = z * (1 / n - tail);
  return x - x * tail;
}

/** x * 2^k for x in [1/2, 2], in two exact factors, since 2^k itself may exceed the range of doubles. */
function scaleByPowerOfTwo(x: number, k: number): number {
  const half = k >> 1;
  return x * POWERS[half - LOWEST] * POWERS[k - half - LOWEST];
}
