import { describe, expect, it } from 'vitest';
import { countRowsNeeded } from '../../../src/report/advice/more-rows.ts';

describe('the rows that would show a difference', () => {
  it.each([
    // A difference of half the detectable size takes four times the rows.
    [{ difference: -0.05, detectable: 0.1 }, 442, 1800],
    [{ difference: 0.05, detectable: 0.06 }, 100, 140],
    [{ difference: -0.01, detectable: 0.1 }, 50, 5000],
    [{ difference: -0.0099, detectable: 0.1 }, 50, 'far more'],
  ] as const)('%j among %d rows: %s', (comparison, rows, needed) => {
    expect(countRowsNeeded(comparison, rows)).toBe(needed);
  });

  it.each([
    [{ difference: null, detectable: 0.1 }],
    [{ difference: 0, detectable: 0.1 }],
    [{ difference: -0.1, detectable: null }],
    // It is large enough to be seen, so something else is in the way.
    [{ difference: -0.2, detectable: 0.1 }],
  ])('%j: nothing to say', (comparison) => {
    expect(countRowsNeeded(comparison, 100)).toBeNull();
  });
});
