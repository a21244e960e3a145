import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustHolm as adjust } from '../../src/math/holm.ts';
import { assertClose } from '../assert-close.ts';

const adjustHolm = (values: readonly number[]) => adjust(values).map(({ p }) => p);

describe('adjustHolm', () => {
  it('takes none, and leaves one as it is', () => {
    expect(adjustHolm([])).toEqual([]);
    expect(adjustHolm([0.2])).toEqual([0.2]);
  });

  it('gives equal p values equal adjustments, and stops at 1', () => {
    expect(adjustHolm([0.25, 0.25, 0.9])).toEqual([0.75, 0.75, 0.9]);
    expect(adjustHolm([0.6, 0.7, 0])).toEqual([1, 1, 0]);
  });

  const several = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

  it('keeps the order of the p values, and lies between p and Bonferroni', () => {
    fc.assert(
      fc.property(several, (p) => {
        const adjusted = adjustHolm(p);
        adjusted.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(p[i]);
          expect(value).toBeLessThanOrEqual(Math.min(1, p.length * p[i]));
          for (let j = 0; j < i; j++) {
            if (p[j] === p[i]) expect(adjusted[j]).toBe(value);
            else expect(adjusted[j] <= value).toBe(p[j] < p[i] || adjusted[j] === value);
          }
        });
      }),
    );
  });

  it('rejects what the step-down procedure rejects', () => {
    fc.assert(
      fc.property(several, (p) => {
        // From the smallest p on, until one exceeds level / (hypotheses left).
        const level = 0.05;
        const sorted = [...p].sort((a, b) => a - b);
        const kept = sorted.findIndex((value, i) => (p.length - i) * value > level);
        const rejected = kept < 0 ? sorted.length : kept;
        expect(adjustHolm(p).filter((value) => value <= level)).toHaveLength(rejected);
      }),
    );
  });

  it('says what each p was multiplied by: below level / factor exactly where the adjusted p is below the level', () => {
    expect(adjust([0.01, 0.04, 0.03]).map(({ factor }) => factor)).toEqual([3, 1.5, 2]);
    expect(adjust([0.6, 0.7, 0]).map(({ factor }) => factor)).toEqual([2, 1.2 / 0.7, 3]);
    fc.assert(
      fc.property(several, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (values, level) => {
        for (const [i, { p, factor }] of adjust(values).entries()) {
          // At the level itself, the last bit decides.
          if (Math.abs(p - level) > 1e-12) expect(values[i] < level / factor).toBe(p < level);
        }
      }),
    );
  });

  it('does not depend on the order given', () => {
    const p = [0.03, 0.001, 0.2, 0.02];
    assertClose(adjustHolm(p), [0.06, 0.004, 0.2, 0.06], 1e-16);
    assertClose(adjustHolm([...p].reverse()), [0.06, 0.2, 0.004, 0.06], 1e-16);
  });
});
