import { describe, expect, it } from 'vitest';
import { compareFindings, makeFinding } from '../../../src/report/findings/finding.ts';

describe('compareFindings', () => {
  it('puts a mild case of a warning after the warnings, and otherwise keeps the order of the codes', () => {
    const make = (code: Parameters<typeof makeFinding>[0], severity?: 'info') =>
      makeFinding(code, [], {}, '', null, severity);
    const mild = make('dropped-rows', 'info');
    const [diverged, dead, constant] = (['diverged', 'dead-units', 'constant-feature'] as const).map((code) =>
      make(code),
    );
    expect([constant, mild, dead, diverged].toSorted(compareFindings)).toEqual([
      diverged,
      dead,
      mild,
      constant,
    ]);
    expect([dead, make('dropped-rows')].toSorted(compareFindings)[0].code).toBe('dropped-rows');
  });
});
