import * as v from 'valibot';
import { DATE_PARTS } from '../data/reading/date-parts.ts';
import { isList } from '../data/table.ts';
import { describeValue } from '../errors.ts';
import { amount, bulk, columnName, describe, finite, missingMarkers, seed } from '../schema.ts';

/** The forms in which data may come: one of the recipe's fields, in a schema of its own for each form. */

/** What a cell of a table may be; null is a missing value. */
type CellInput = number | string | boolean | null;

const cellSchema = { type: ['number', 'string', 'boolean', 'null'] };

/** Fields that every form of data shares. */
const dataOptions = {
  missing: v.optional(
    describe(
      'What to do with missing values: refuse them, take the mean of the training rows, or drop the row.',
      v.picklist(['refuse', 'mean', 'drop-row']),
    ),
    'refuse',
  ),
  ignore: v.optional(describe('Columns to leave out.', v.array(columnName))),
  missingMarkers: v.optional(
    describe(
      'What stands for a missing value besides nothing, NA, N/A, NaN and null, such as "?" or "-999"; as it is written.',
      missingMarkers,
    ),
  ),
  categories: v.optional(
    describe(
      'Columns whose values are names, even if they are numbers, such as zip codes.',
      v.array(columnName),
    ),
  ),
  dates: v.optional(
    describe(
      'What to take of columns of dates, which are left out otherwise: {"sold": ["year", "month"]}. days counts from 1970-01-01; weekday is 1 on Mondays.',
      v.record(v.string(), v.pipe(v.array(v.picklist(DATE_PARTS)), v.minLength(1))),
    ),
  ),
};

export const BuiltInData = v.strictObject({
  dataset: describe('A built-in data set; GET /v1/datasets lists them.', v.string()),
  rows: v.optional(describe('friedman1 only: number of rows.', v.pipe(amount, v.minValue(10)))),
  features: v.optional(
    describe(
      'friedman1 only: number of features; only the first five matter.',
      v.pipe(amount, v.minValue(5)),
    ),
  ),
  noise: v.optional(
    describe('friedman1 only: standard deviation of the noise.', v.pipe(finite, v.minValue(0))),
  ),
  seed: v.optional(describe('friedman1 only: seed of the generator.', seed)),
  target: v.optional(describe("Target column; by default the data set's own.", columnName)),
  ...dataOptions,
});

export const CsvData = v.strictObject({
  csv: describe('A CSV text, with a header line unless header is false.', v.string()),
  target: describe('Target column.', columnName),
  delimiter: v.optional(describe('By default found in the first lines.', v.picklist([',', ';', '\t', '|']))),
  decimal: v.optional(describe('Decimal mark; by default judged column by column.', v.picklist(['.', ',']))),
  header: v.optional(
    describe(
      'false: there is no line of names, and the columns are x1 to xp and y; true: there is, even if it looks like numbers.',
      v.boolean(),
    ),
  ),
  ...dataOptions,
});

const RowsData = v.strictObject({
  rows: describe(
    'Rows as objects, by column name.',
    bulk<readonly Record<string, CellInput>[]>({ type: 'object', additionalProperties: cellSchema }),
  ),
  target: describe('Target column.', columnName),
  ...dataOptions,
});

const ArraysData = v.strictObject({
  x: describe(
    'Features [rows][features].',
    bulk<readonly ArrayLike<CellInput>[]>({ type: 'array', items: cellSchema }),
  ),
  y: describe('Target [rows].', bulk<ArrayLike<CellInput>>(cellSchema, isList)),
  names: v.optional(describe('Names of the features; x1, x2, ... by default.', v.array(columnName))),
  ...dataOptions,
});

export const Data = v.union(
  [BuiltInData, CsvData, RowsData, ArraysData],
  ({ input }) =>
    `expected {"dataset"}, {"csv", "target"}, {"rows", "target"} or {"x", "y"}, got ${describeValue(input)}`,
);

/** The form that the caller evidently meant, so that an error speaks only of that form. */
export function pickDataSchema(
  input: unknown,
): v.GenericSchema<v.InferInput<typeof Data>, v.InferOutput<typeof Data>> {
  if (typeof input !== 'object' || input === null) return Data;
  if ('dataset' in input) return BuiltInData;
  if ('csv' in input) return CsvData;
  if ('rows' in input) return RowsData;
  if ('x' in input || 'y' in input) return ArraysData;
  return Data;
}
