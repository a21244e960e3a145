/**
 * Fails unless |actual - expected| <= bound, for two numbers or element by element for two arrays of one
 * length. NaN is close to NaN alone, and an infinity to itself alone, whatever the bound. The message gives
 * index, actual, expected and bound of the first element that is off. (+0 and -0 are close; compare signs
 * with `Object.is`.)
 */
export function assertClose(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  bound: number,
): void {
  if (!(bound >= 0)) throw new Error(`bound: expected a number >= 0, got ${bound}`);
  if (typeof actual === 'number' && typeof expected === 'number') {
    if (!isClose(actual, expected, bound)) fail('', actual, expected, bound);
    return;
  }
  if (typeof actual === 'number' || typeof expected === 'number') {
    throw new Error(`expected two numbers or two arrays, got ${typeof actual} and ${typeof expected}`);
  }
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} elements, got ${actual.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] as number;
    const e = expected[i] as number;
    if (!isClose(a, e, bound)) fail(`at index ${i}: `, a, e, bound);
  }
}

function isClose(actual: number, expected: number, bound: number): boolean {
  if (Number.isFinite(actual) && Number.isFinite(expected)) return Math.abs(actual - expected) <= bound;
  return Object.is(actual, expected);
}

function fail(place: string, actual: number, expected: number, bound: number): never {
  const difference = Math.abs(actual - expected);
  throw new Error(`${place}actual ${actual}, expected ${expected}, difference ${difference}, bound ${bound}`);
}
