import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeTable } from './judge-reading.ts';
import { tablePlans } from './table-plan.ts';

test('20,000 tables are read as they are meant, or refused for what is wrong', () => {
  fc.assert(
    fc.property(tablePlans, (plan) => {
      expect(judgeTable(plan)).toBeNull();
    }),
    { numRuns: 20_000 },
  );
});
