import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { AbsumError } from '../../src/errors.ts';
import { engines } from '../host.ts';

describe('any value at all', () => {
  it('is a recipe or a refusal that names a place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.record({ data: fc.anything() })), async (input) => {
        const error = await compare(input, { engines }).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(AbsumError);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
