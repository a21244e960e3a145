import * as v from 'valibot';
import { describeValue } from './errors.ts';

// What the schemas of recipe, data, plan, report and model share.

/** What a caller may write `as const`: read-only throughout, arrays and tuples too. */
export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

export const finite = v.pipe(v.number(), v.finite());

/** A number, or null if there is none. */
export const orNull = v.nullable(finite);

/** A whole number of things, 0 allowed. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const positive = v.pipe(finite, v.gtValue(0));

/**
 * A positive number of the engines, which compute in float32: a smaller one might be 0 there, and 0 / 0 is NaN;
 * a larger one, or what it is multiplied by, infinite.
 */
export const positiveInFloat32 = v.pipe(finite, v.minValue(1e-30), v.maxValue(1e30));

/** A number of things that a recipe asks for: 1 to a million. */
export const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000));

export const columnName = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

export const seed = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What stands for a missing value, as it is written: every cell that is not a number is compared with each. */
export const missingMarkers = v.pipe(v.array(columnName), v.maxLength(100));

/** A schema with its description in the OpenAPI document. */
export function describe<const T extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(
  text: string,
  schema: T,
) {
  return v.pipe(schema, v.description(text));
}

/**
 * A large array of which the schema checks only that it is an array: the code that reads it looks at every
 * item anyway, names the first wrong one, and does not list a million faults.
 */
export function bulk<List>(items: object, isGiven: (value: unknown) => boolean = Array.isArray) {
  return v.pipe(
    v.custom<List>(isGiven, ({ input }) => `expected an array, got ${describeValue(input)}`),
    v.metadata({ type: 'array', items }),
  );
}
