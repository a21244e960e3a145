import * as v from 'valibot';
import { type CheckAnswer, CheckAnswerSchema } from '../check/answer.ts';
import { MAX_TEXT } from '../check/limits.ts';
import { describeValue, errorAt } from '../errors.ts';
import { type RecipeInput, RecipeSchema } from '../recipe/schema.ts';
import { type DeepReadonly, describe } from '../schema.ts';
import { validate } from '../validate.ts';

// What is asked of a worth: somebody's loop, the data, and what the loop does not say.

const AnyObject = v.custom<RecipeInput>(
  (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
  ({ input }) => `expected an object, got ${describeValue(input)}`,
);

/** What is given is looked at as a whole, together with what was read of the loop. */
function pickRecipe(input: unknown): v.GenericSchema<RecipeInput, RecipeInput> {
  return input === undefined ? (RecipeSchema as unknown as v.GenericSchema<RecipeInput>) : AnyObject;
}

export const WorthSchema = v.strictObject({
  text: v.optional(
    describe(
      'The loop: the text of a Python script, or of a notebook (.ipynb, its JSON). It is read, and never run.',
      v.pipe(v.string(), v.maxLength(MAX_TEXT)),
    ),
  ),
  check: v.optional(describe('In place of the text, what a check answered about it.', CheckAnswerSchema)),
  recipe: describe(
    'A recipe with the data, and with what the loop does not say or what is to take the place of what it says: its fields go before those that were read. Without split, both train on 5 folds x 4 repeats, whatever the loop does.',
    v.lazy(pickRecipe),
  ),
});

/** What a caller may write. */
export type WorthInput = DeepReadonly<v.InferInput<typeof WorthSchema>>;

/** What is asked. */
export type WorthRequest = { readonly recipe: RecipeInput } & (
  | { readonly text: string }
  | { readonly check: CheckAnswer }
);

/** @throws AbsumError `invalid-recipe` with the place of each fault; the recipe is looked at later */
export function parseWorthRequest(input: unknown): WorthRequest {
  const { text, check, recipe } = validate(WorthSchema, input, 'invalid-recipe');
  if (text !== undefined && check === undefined) return { text, recipe };
  if (check !== undefined && text === undefined) return { check, recipe };
  const got = text === undefined ? 'neither' : 'both';
  throw errorAt('invalid-recipe', 'text', `expected either text or check, got ${got}`);
}
