import * as v from 'valibot';
import { describe } from '../schema.ts';
import { validate } from '../validate.ts';
import { MAX_TEXT } from './limits.ts';

// What is asked of a check: somebody's training loop, as text.

export const CheckSchema = v.strictObject({
  text: describe(
    'The text of a Python script, or of a notebook (.ipynb, its JSON). It is read, and never run.',
    v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  ),
});

/** What a caller may write. */
export type CheckInput = Readonly<v.InferInput<typeof CheckSchema>>;
/** What is asked. */
export type CheckRequest = v.InferOutput<typeof CheckSchema>;

/** @throws AbsumError `invalid-recipe` with the place of each fault */
export function parseCheckRequest(input: unknown): CheckRequest {
  return validate(CheckSchema, input, 'invalid-recipe');
}
