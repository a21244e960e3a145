import * as v from 'valibot';
import { count, describe } from '../schema.ts';

const few = (what: string) => v.optional(describe(what, count));

const ColumnSchema = v.strictObject({
  name: describe('Name of the column.', v.string()),
  role: describe(
    'left out: dates of which nothing was asked for, or nothing at all.',
    v.picklist(['target', 'feature', 'marker', 'ignored', 'left out']),
  ),
  reading: describe(
    'What its cells are.',
    v.picklist(['number', 'category', 'date', 'identifier', 'constant', 'empty']),
  ),
  numbers: few('Cells that are plain numbers; none where it is absent, as below.'),
  notated: few('Cells that are numbers in another notation, such as "$4,744".'),
  texts: few('Cells that are neither number nor missing.'),
  missing: few('Cells without a value.'),
  distinct: describe('Different values, without missing ones; 1001 stands for more too.', count),
  missingAs: v.optional(describe('How missing values are written.', v.array(v.string()))),
  removed: v.optional(describe('What was taken off its numbers.', v.array(v.string()))),
  notation: v.optional(
    describe(
      'How its numbers are written, where that is not plainly.',
      v.strictObject({
        decimal: describe('Decimal mark.', v.picklist(['.', ','])),
        thousands: describe(
          'What stands between thousands; empty if nothing does.',
          v.picklist(['', ',', '.', ' ', "'"]),
        ),
        prefix: describe('What stands before each number, such as "$".', v.string()),
        suffix: describe('What follows each number, such as "%" or "kg".', v.string()),
      }),
    ),
  ),
  leadingZeros: v.optional(describe('Its whole numbers begin with a zero, as codes do.', v.literal(true))),
});

/** How the data were read. */
export const ReadingSchema = v.strictObject({
  format: v.optional(
    describe(
      'How a CSV text was taken apart.',
      v.strictObject({
        delimiter: describe(
          'What separates the cells; a blank stands for any run of them.',
          v.picklist([',', ';', '\t', '|', ' ']),
        ),
        skippedLines: describe('Lines above the header line.', count),
        emptyRows: v.optional(describe('Rows of nothing but separators, which are left out.', count)),
        hasHeader: describe('Whether the text has a line of column names.', v.boolean()),
        leftOut: describe(
          'Columns of the text that are not part of the table.',
          v.array(
            v.strictObject({
              name: describe('Its name; null without a header line.', v.nullable(v.string())),
              position: describe('From 0.', count),
              why: describe(
                'Why it is left out: it counts the rows, names them, or has no value.',
                v.picklist(['counts rows', 'names rows', 'is empty']),
              ),
            }),
          ),
        ),
      }),
    ),
  ),
  columns: describe('Every column of the table, in its order.', v.array(ColumnSchema)),
});
export type Reading = v.InferOutput<typeof ReadingSchema>;
