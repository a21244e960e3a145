import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testMean, testPairs } from '../../src/math/paired-test.ts';
import { weighRegion } from '../../src/math/posterior.ts';
import { assertClose } from '../assert-close.ts';

/** A test with 3 pairs, mean and standard error as given: df = 2, where P(T > t) = (1 - t / sqrt(2 + t^2)) / 2. */
const testAt = (mean: number, standardError: number) => testMean(mean, 3 * standardError ** 2, 3, 0);

/** P(T > t) for df = 2 and t > 0, without cancellation. */
function tailAbove(t: number): number {
  return 1 / (2 + t * t + t * Math.sqrt(2 + t * t));
}

describe('weighRegion', () => {
  it('gives the weights of the closed form', () => {
    const { below, inside, above } = weighRegion(testAt(1, 2), [-3, 3]);
    // From -3 to 3: t from -2 to 1
    assertClose([below, above], [tailAbove(2), tailAbove(1)], 1e-15);
    assertClose(inside, 1 - tailAbove(2) - tailAbove(1), 1e-15);
  });

  it('keeps the digits of small weights', () => {
    // 2e7 standard errors above the region, whose ends lie at t = -2.0e7 - 1e7 and -2.0e7
    const far = weighRegion(testAt(2.5e7, 1), [-5e6, 5e6]);
    assertClose(far.below / tailAbove(3e7), 1, 1e-13);
    assertClose(far.inside / (tailAbove(2e7) - tailAbove(3e7)), 1, 1e-13);
    assertClose(far.above, 1 - tailAbove(2e7), 2 ** -53);
    // A narrow region about the mean: its width times the density 1 / sqrt(8)
    assertClose((weighRegion(testAt(0, 1), [-1e-20, 1e-20]).inside * 1e20 * Math.sqrt(8)) / 2, 1, 1e-13);
  });

  it('takes a region that lies to one side, or has no lower end', () => {
    // From 3 to 5 about a mean of 1, with 2 as scale: t from 1 to 2.
    const { below, inside, above } = weighRegion(testAt(1, 2), [3, 5]);
    assertClose([below, above], [1 - tailAbove(1), tailAbove(2)], 1e-15);
    assertClose(inside, tailAbove(1) - tailAbove(2), 1e-15);
    const open = weighRegion(testAt(1, 2), [-Infinity, 3]);
    assertClose([open.below, open.inside], [0, 1 - tailAbove(1)], 1e-15);
  });

  it('puts nothing inside a region of width 0', () => {
    expect(weighRegion(testAt(0, 1), [0, 0])).toEqual({ below: 0.5, inside: 0, above: 0.5 });
    const { p } = testAt(2, 1);
    const { below, inside, above } = weighRegion(testAt(2, 1), [0, 0]);
    expect(inside).toBe(0);
    assertClose([below, above], [(p ?? 0) / 2, 1 - (p ?? 0) / 2], 1e-16);
  });

  it.each([
    [-2, { below: 1, inside: 0, above: 0 }],
    [-1, { below: 0, inside: 1, above: 0 }],
    [0, { below: 0, inside: 1, above: 0 }],
    [1, { below: 0, inside: 1, above: 0 }],
    [1.5, { below: 0, inside: 0, above: 1 }],
  ])('puts all at the mean where the variance is 0: %d in [-1, 1]', (mean, expected) => {
    expect(weighRegion(testPairs([mean, mean, mean], 0.25), [-1, 1])).toEqual(expected);
  });

  it('takes a mean of 0 as inside a region of width 0 where the variance is 0', () => {
    expect(weighRegion(testPairs([0, 0], 0.25), [0, 0])).toEqual({ below: 0, inside: 1, above: 0 });
  });

  it('takes differences near the ends of the doubles', () => {
    expect(weighRegion(testPairs([0, 5e-324], 0), [-1e300, 1e300])).toEqual({
      below: 0,
      inside: 1,
      above: 0,
    });
    const wide = weighRegion(testPairs([1e308, -5e307], 1), [-1e308, 1e308]);
    assertClose(wide.below + wide.inside + wide.above, 1, 1e-15);
  });

  const differences = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });
  const region = fc.double({ min: 0, max: 2000, noNaN: true });

  it('gives probabilities that add up to 1, and mirrors with the sign', () => {
    fc.assert(
      fc.property(differences, region, (differences, region) => {
        const { below, inside, above } = weighRegion(testPairs(differences, 0.25), [-region, region]);
        assertClose(below + inside + above, 1, 1e-15);
        expect(Math.min(below, inside, above)).toBeGreaterThanOrEqual(0);
        expect(Math.max(below, inside, above)).toBeLessThanOrEqual(1);
        const mirrored = testPairs(
          differences.map((d) => -d),
          0.25,
        );
        // The mean is rounded to 1e-13, and a probability moves by less than 0.4 for a standard error, which is 1e-2
        // at least.
        const other = weighRegion(mirrored, [-region, region]);
        assertClose([other.above, other.inside, other.below], [below, inside, above], 1e-11);
      }),
    );
  });

  it('never loses weight inside as the region grows', () => {
    fc.assert(
      fc.property(differences, region, region, (differences, a, b) => {
        const test = testPairs(differences, 0.25);
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((r) => weighRegion(test, [-r, r]));
        expect(small.inside).toBeLessThanOrEqual(large.inside + 1e-14);
        expect(small.above).toBeGreaterThanOrEqual(large.above - 1e-14);
      }),
    );
  });
});
