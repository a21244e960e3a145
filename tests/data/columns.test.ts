import { describe, expect, it } from 'vitest';
import { buildFeature } from '../../src/data/columns.ts';
import { tableFromRows } from '../../src/data/json-table.ts';
import type { Cell } from '../../src/data/table.ts';
import { refusalOf } from './refusal.ts';

/** The feature of a column of cells, of the rows kept. */
function build(cells: readonly Cell[], kept = cells.map((_, row) => row)) {
  return buildFeature(tableFromRows(cells.map((a) => ({ a }))), 0, Int32Array.from(kept));
}

describe('buildFeature', () => {
  it('takes numbers, NaN for those that are missing', () => {
    expect(build([1, null, '2.5'])).toEqual({
      kind: 'number',
      name: 'a',
      values: Float64Array.of(1, Number.NaN, 2.5),
    });
  });

  it('takes texts where a row that is kept has one', () => {
    expect(build(['u', 'v', null])).toEqual({ kind: 'text', name: 'a', values: ['u', 'v', null] });
  });

  it('refuses a column of which no value is left', () => {
    expect(refusalOf(() => build([1, null, 2, null], [1, 3]))).toMatchObject({
      place: 'data, column "a"',
      message: 'expected values, got none at all',
    });
  });

  it('refuses a number beyond float32 at its cell', () => {
    expect(refusalOf(() => build([1, 1e39])).place).toBe('data.rows[1].a');
  });
});
