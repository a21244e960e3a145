import { describe, expect, it } from 'vitest';
import { buildFeature, MAX_CATEGORIES } from '../../src/data/columns.ts';
import { tableFromRows } from '../../src/data/json-table.ts';
import type { Cell } from '../../src/data/table.ts';
import { refusalOf } from './refusal.ts';

/** The feature of a column of cells, all rows kept. */
function build(cells: readonly Cell[]) {
  const table = tableFromRows(cells.map((a) => ({ a })));
  return buildFeature(
    table,
    0,
    Int32Array.from(cells, (_, row) => row),
  );
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('a column of numbers and texts', () => {
  it('is refused from ten values on where nine in ten are numbers', () => {
    expect(refusalOf(() => build([...count(9), 'x']))).toMatchObject({
      code: 'invalid-data',
      place: 'data.rows[9].a',
      message: 'expected a number, as elsewhere in this column, got "x"',
    });
    expect(build([...count(8), 'x'])).toMatchObject({ kind: 'text' });
    expect(build([...count(17), 'x', 'y'])).toMatchObject({ kind: 'text' });
  });

  it('is refused where every text is a number too', () => {
    expect(refusalOf(() => build([1, '2', 3])).place).toBe('data.rows[1].a');
    expect(build(['1', '2', '3'])).toEqual({ kind: 'text', name: 'a', values: ['1', '2', '3'] });
  });

  it('is refused by the first text that is no number, with a decimal point where nothing else is said', () => {
    const cells = [...count(20), '2.5', 'x'];
    expect(refusalOf(() => build(cells)).place).toBe('data.rows[21].a');
    const comma = { columns: ['a'], rows: cells.map((cell) => [cell]), firstRow: 0, decimal: ',' } as const;
    const rows = Int32Array.from(cells, (_, row) => row);
    expect(refusalOf(() => buildFeature(comma, 0, rows)).place).toBe('data row 20, column "a"');
  });

  it('does not count what is missing', () => {
    expect(build([...count(8), 'x', null, null])).toMatchObject({ kind: 'text' });
    expect(refusalOf(() => build([...count(9), null, 'x'])).place).toBe('data.rows[10].a');
  });
});

describe('a column of texts', () => {
  const different = (n: number) => count(n).map((i) => `t${i}`);

  it('may be different in each of a hundred rows, and not in more', () => {
    expect(build(different(100))).toMatchObject({ kind: 'text' });
    expect(build([...different(100), 't0'])).toMatchObject({ kind: 'text' });
    expect(refusalOf(() => build(different(101))).message).toBe(
      'expected texts that repeat, got a different one in each of 101 rows: leave the column out',
    );
  });

  it('has a thousand categories at most', () => {
    expect(MAX_CATEGORIES).toBe(1000);
    expect(build([...different(1000), 't0'])).toMatchObject({ kind: 'text' });
    expect(refusalOf(() => build([...different(1001), 't0'])).message).toBe(
      'expected at most 1000 different texts, got 1001: leave the column out',
    );
  });
});
