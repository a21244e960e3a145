import * as v from 'valibot';

// Pieces that the schemas of recipe, plan and report share.

export const finite = v.pipe(v.number(), v.finite());

/** A whole number of things, 0 allowed. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A schema with the description that the OpenAPI document gives of it. */
export function describe<const T extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(
  text: string,
  schema: T,
) {
  return v.pipe(schema, v.description(text));
}
