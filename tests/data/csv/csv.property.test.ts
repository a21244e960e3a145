import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/data/csv/csv.ts';
import type { Delimiter } from '../../../src/data/csv/delimiter.ts';
import type { Cell } from '../../../src/data/table.ts';
import { AbsumError } from '../../../src/errors.ts';
import { datasetFromTable } from '../dataset-from-table.ts';

const delimiters = fc.constantFrom<Delimiter>(',', ';', '\t', '|');
const decimals = fc.constantFrom<'.' | ','>('.', ',');
const csvLike = fc
  .array(
    fc.constantFrom(
      'a',
      '1',
      ',',
      ';',
      '\t',
      '"',
      '\n',
      '\r',
      ' ',
      '.',
      '-',
      'e',
      'NaN',
      'inf',
      '\uFEFF',
      '\0',
    ),
  )
  .map((parts) => parts.join(''));

/** Text as readCsv keeps it: trimmed, LF only, without NULs, and nothing it takes for a number or a missing value. */
const texts = fc
  .string({ maxLength: 8, unit: 'binary' })
  .map((text) => `t${text.replace(/\r\n?/g, '\n').replaceAll('\0', '')}`.trim())
  .filter((text) => !text.includes('\uFEFF'));
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

function quote(cell: Cell): string {
  return cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`;
}

describe('readCsv on any input', () => {
  it('throws nothing but AbsumError, and gives rectangular tables of finite numbers and texts', () => {
    const bytes = fc.uint8Array().map((array) => new TextDecoder().decode(array));
    fc.assert(
      fc.property(
        fc.oneof(bytes, csvLike, fc.string({ unit: 'binary' })),
        delimiters,
        decimals,
        (text, delimiter, decimal) => {
          try {
            const table = readCsv(text, text.length % 2 === 0 ? { delimiter, decimal } : {});
            expect(table.rows.length).toBeGreaterThan(0);
            for (const row of table.rows) {
              expect(row.length).toBe(table.columns.length);
              for (const cell of row) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true);
            }
            datasetFromTable(table, { target: table.columns[0], task: 'regression', missing: 'mean' });
          } catch (error) {
            expect(error).toBeInstanceOf(AbsumError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads back what was written with quotes', () => {
    const columns = fc.uniqueArray(texts, { minLength: 2, maxLength: 4 });
    const tables = columns.chain((names) => {
      const kinds = names.map((_, c) => (c % 2 === 0 ? texts : fc.option(numbers)));
      // The last column is never missing, so that no row looks like a blank line.
      const row = fc.tuple(...kinds.slice(0, -1), texts);
      return fc.record({ names: fc.constant(names), rows: fc.array(row, { minLength: 1, maxLength: 6 }) });
    });
    fc.assert(
      fc.property(
        tables,
        delimiters,
        fc.constantFrom('\n', '\r\n', '\r'),
        ({ names, rows }, delimiter, newline) => {
          const lines = [names, ...rows].map((cells) => cells.map(quote).join(delimiter));
          const table = readCsv(`\uFEFF${lines.join(newline)}${newline}`);
          expect(table.columns).toEqual(names);
          expect(table.rows).toEqual(rows);
        },
      ),
      { numRuns: 500 },
    );
  });
});
