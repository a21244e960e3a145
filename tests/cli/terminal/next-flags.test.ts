import { describe, expect, it } from 'vitest';
import { formatNextFlags } from '../../../src/cli/terminal/next-flags.ts';

describe('what to run next, as options', () => {
  it.each([
    [{ training: { epochs: 200 } }, '--epochs 200'],
    [{ penalty: { lambdas: [-0.01, 0] } }, '--lambdas=-0.01,0'],
    [{ standardize: { features: true, target: false } }, '--standardize-features --no-standardize-target'],
    [{ network: { hidden: [] } }, "--hidden ''"],
    [{ data: { ignore: ["Tom's age"] } }, "--ignore 'Tom'\\''s age'"],
  ])('%j is %s', (next, flags) => {
    expect(formatNextFlags(next)).toBe(flags);
  });

  it('is nothing where options cannot say it', () => {
    expect(formatNextFlags({ compare: { baseline: null } })).toBeNull();
  });
});
