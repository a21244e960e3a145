import * as v from 'valibot';
import { isList } from '../data/table.ts';
import { describeValue } from '../errors.ts';
import { amount, bulk, columnName, describe, finite, seed } from '../schema.ts';

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
  csv: describe('A CSV text with a header line.', v.string()),
  target: describe('Target column.', columnName),
  delimiter: v.optional(describe('By default found in the header line.', v.picklist([',', ';', '\t', '|']))),
  decimal: v.optional(describe('Decimal mark.', v.picklist(['.', ','])), '.'),
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
