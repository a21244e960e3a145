import * as v from 'valibot';
import { count, describe } from '../schema.ts';
import { FAULT_CODES, FAULT_LEVELS } from './faults/codes.ts';

// What a check answers. One schema gives the type, the OpenAPI document and the check that tests make of every answer.

const line = describe('Line, from 1; of a notebook, within its cell.', count);
const column = describe('Column, from 1, in UTF-16 units.', count);
const cell = describe('Cell of a notebook, from 1, counting all cells; null of a script.', v.nullable(count));

export const FaultSchema = v.strictObject({
  code: describe('What is wrong, by its name in docs/check.md.', v.picklist(FAULT_CODES)),
  severity: describe(
    'error: the loop does not do what it says; warning: its figures probably mean something else than was meant; info: good to know before drawing conclusions.',
    v.picklist(FAULT_LEVELS),
  ),
  cell,
  line,
  column,
  endLine: describe('Last line of what is at fault.', count),
  source: describe('The lines from line to endLine, as they are written.', v.array(v.string())),
  message: describe('What is wrong here, in one sentence, by the names that the loop has.', v.string()),
  why: describe('Why it matters, in one sentence.', v.string()),
  seen: describe('Where it was seen in public.', v.string()),
  mend: describe(
    'The line or lines as they should be; null where no edit of a line mends it.',
    v.nullable(v.string()),
  ),
  certainty: describe(
    'certain: the text says so; likely: it depends on what the text does not show, such as the layers of an imported network.',
    v.picklist(['certain', 'likely']),
  ),
});
export type Fault = v.InferOutput<typeof FaultSchema>;

export const ReadFieldSchema = v.strictObject({
  field: describe('Place in the recipe, such as optimizer.learningRate.', v.string()),
  value: describe('What the loop says.', v.unknown()),
  cell,
  line,
  column,
});
export type ReadField = v.InferOutput<typeof ReadFieldSchema>;

export const ReadRecipeSchema = v.strictObject({
  asWritten: describe(
    'The recipe that trains as the loop is written, as far as it could be read; without data.',
    v.record(v.string(), v.unknown()),
  ),
  asMeant: describe(
    'The recipe without the faults that a recipe can have: those of the penalty, of batches and of seeds.',
    v.record(v.string(), v.unknown()),
  ),
  fields: describe(
    'Where each field of asWritten was read, in the order of a recipe.',
    v.array(ReadFieldSchema),
  ),
});
export type ReadRecipe = v.InferOutput<typeof ReadRecipeSchema>;

export const UnreadSchema = v.strictObject({
  field: describe('Place in the recipe, such as network.hidden.', v.string()),
  cell,
  line: describe('The line that could not be read; null where no line says it.', v.nullable(count)),
  message: describe('What could not be read, and what a run takes instead.', v.string()),
});
export type Unread = v.InferOutput<typeof UnreadSchema>;

export const CheckAnswerSchema = v.strictObject({
  headline: describe('The answer in one sentence.', v.string()),
  framework: describe(
    'What the loop is written for; null where no training loop was found.',
    v.nullable(v.picklist(['pytorch', 'keras', 'numpy'])),
  ),
  faults: describe('What is wrong, in the order of the lines.', v.array(FaultSchema)),
  recipe: describe(
    'The loop as a recipe, for a comparison; null where no training loop was found.',
    v.nullable(ReadRecipeSchema),
  ),
  unread: describe('What of such a recipe could not be read.', v.array(UnreadSchema)),
  notes: describe(
    'What the check could not follow or parse, a sentence each: nothing was judged there.',
    v.array(v.string()),
  ),
  version: describe('Version of absum that checked.', v.string()),
});
export type CheckAnswer = v.InferOutput<typeof CheckAnswerSchema>;
