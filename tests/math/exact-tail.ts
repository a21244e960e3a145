/**
 * Student's t by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4 as they are printed, in whole numbers
 * that count 2^-1200: so many digits that 1 minus the sum keeps all of a double's down to 1e-280.
 */

const BITS = 1200n;
const ONE = 1n << BITS;

const multiply = (a: bigint, b: bigint) => (a * b) >> BITS;
const divide = (a: bigint, b: bigint) => (a << BITS) / b;

/** An exact copy of a double of at least 1e-150 or 0. */
const copy = (x: number) => BigInt(x * 2 ** 600) << (BITS - 600n);

function squareRoot(x: bigint): bigint {
  const square = x << BITS;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** By halving the argument 30 times and the Taylor series. */
function arctan(x: bigint): bigint {
  let y = x;
  for (let i = 0; i < 30; i++) y = divide(y, ONE + squareRoot(ONE + multiply(y, y)));
  const square = multiply(y, y);
  let sum = 0n;
  let sign = 1n;
  for (let n = 1n; y > 0n; n += 2n) {
    sum += (sign * y) / n;
    sign = -sign;
    y = multiply(y, square);
  }
  return sum << 30n;
}

const HALF_PI = 2n * arctan(ONE);

/** P(|T| > t) for t = 0 or 1e-150 <= t <= 1e100, rounded once; exact to a double's digits where it exceeds 1e-280. */
export function exactTail(t: number, df: number): number {
  const tangent = divide(copy(t), squareRoot(BigInt(df) << BITS));
  const cosine = divide(ONE, squareRoot(ONE + multiply(tangent, tangent)));
  const sine = multiply(tangent, cosine);
  const square = multiply(cosine, cosine);
  const odd = df % 2 === 1;
  let term = odd ? cosine : ONE;
  let sum = 0n;
  for (let k = odd ? 1n : 0n; k <= BigInt(df) - 2n; k += 2n) {
    sum += term;
    term = (multiply(term, square) * (k + 1n)) / (k + 2n);
  }
  const centre = odd ? divide(arctan(tangent) + multiply(sine, sum), HALF_PI) : multiply(sine, sum);
  return Number((ONE - centre) >> 200n) / 2 ** 1000;
}
