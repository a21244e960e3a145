import * as v from 'valibot';
import { columnName } from '../schema.ts';
import { validate } from '../validate.ts';
import { CsvData, pickDataSchema } from './data.ts';
import type { Recipe } from './schema.ts';

const CsvToLookAt = v.strictObject({ ...CsvData.entries, target: v.optional(columnName) });

/** Data as a recipe has them, but of a CSV text nobody needs to have said what is to be predicted. */
export type DataToLookAt = Recipe['data'] | v.InferOutput<typeof CsvToLookAt>;

/**
 * Validates the data of a recipe that are only to be looked at.
 *
 * @throws AbsumError `invalid-recipe` with one issue for each fault and its place (`data.target`)
 */
export function parseDataToLookAt(input: unknown): DataToLookAt {
  const isCsv = typeof input === 'object' && input !== null && 'csv' in input;
  return validate(
    v.strictObject({ data: isCsv ? CsvToLookAt : pickDataSchema(input) }),
    { data: input },
    'invalid-recipe',
  ).data as DataToLookAt;
}
