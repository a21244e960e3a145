import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeTable } from './judge-reading.ts';
import { tablePlans } from './table-plan.ts';

// Once the reader reads what people have, this runs as it is.
test.runIf(process.env.WILD_READER)(
  '20,000 tables are read as they are meant, or refused for what is wrong',
  () => {
    fc.assert(
      fc.property(tablePlans, (plan) => {
        expect(judgeTable(plan)).toBeNull();
      }),
      { numRuns: 20_000 },
    );
  },
);
