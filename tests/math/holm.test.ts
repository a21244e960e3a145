import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustHolm } from '../../src/math/holm.ts';
import { assertClose } from '../assert-close.ts';

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

  it('does not depend on the order given', () => {
    const p = [0.03, 0.001, 0.2, 0.02];
    assertClose(adjustHolm(p), [0.06, 0.004, 0.2, 0.06], 1e-16);
    assertClose(adjustHolm([...p].reverse()), [0.06, 0.2, 0.004, 0.06], 1e-16);
  });
});
