import * as v from 'valibot';

// Pieces that the schemas of recipe, data, plan and report share.

export const finite = v.pipe(v.number(), v.finite());

/** A whole number of things, 0 allowed. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const positive = v.pipe(finite, v.gtValue(0));

/** How many of something a recipe asks for: 1 to a million. */
export const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000));

export const columnName = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

export const seed = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A schema with the description that the OpenAPI document gives of it. */
export function describe<const T extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(
  text: string,
  schema: T,
) {
  return v.pipe(schema, v.description(text));
}
