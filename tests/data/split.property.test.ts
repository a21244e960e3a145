import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableFromRows } from '../../src/data/json-table.ts';
import { countPairs, makePairs, type SplitSpec } from '../../src/data/split.ts';
import { AbsumError } from '../../src/errors.ts';
import { datasetFromTable } from './dataset-from-table.ts';

const specs = fc.record(
  {
    folds: fc.integer({ min: 1, max: 12 }),
    holdout: fc.double({ min: 0, max: 1, noNaN: true }),
    repeats: fc.integer({ min: 1, max: 3 }),
    order: fc.constantFrom<'shuffled' | 'given'>('shuffled', 'given'),
    fixed: fc.boolean(),
    groups: fc.constant('g'),
  },
  { requiredKeys: ['repeats', 'order', 'fixed'] },
);
const rowSets = fc.array(fc.record({ x: fc.integer(), y: fc.constantFrom('a', 'b', 'c'), g: fc.nat(6) }), {
  minLength: 2,
  maxLength: 30,
});

describe('makePairs on any spec and data', () => {
  it('partitions the rows, keeps groups whole, or refuses', () => {
    let accepted = 0;
    fc.assert(
      fc.property(specs, rowSets, fc.maxSafeNat(), (spec: SplitSpec, rows, seed) => {
        try {
          const table = tableFromRows(rows);
          const options = { target: 'y', task: 'classification', missing: 'refuse', markers: ['g'] } as const;
          const pairs = makePairs(datasetFromTable(table, options), spec, seed);
          accepted++;
          expect(pairs.length).toBe(countPairs(spec));
          for (const { training, validation } of pairs) {
            const used = new Set([...training, ...validation]);
            expect(used.size).toBe(training.length + validation.length);
            expect(Math.min(training.length, validation.length)).toBeGreaterThan(0);
            if (spec.order === 'shuffled') expect(used.size).toBe(rows.length);
            else expect(Math.max(...training)).toBeLessThan(Math.min(...validation));
            if (spec.groups === undefined) continue;
            const held = new Set(Array.from(validation, (row) => rows[row].g));
            expect(Array.from(training).some((row) => held.has(rows[row].g))).toBe(false);
          }
        } catch (error) {
          if (!(error instanceof AbsumError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(40); // about 110 of 1000; none would mean that nothing was tried
  });
});
