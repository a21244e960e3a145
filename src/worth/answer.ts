import * as v from 'valibot';
import { FAULT_CODES } from '../check/faults/codes.ts';
import { JudgeAnswerSchema } from '../judge/answer.ts';
import { count, describe } from '../schema.ts';

// What the faults of a loop were worth: the loop as written and as meant, trained on the same pairs.

export const WorthOfFaultSchema = v.strictObject({
  code: describe('The fault, as the check names it.', v.picklist(FAULT_CODES)),
  cell: describe('Cell of a notebook, from 1; null of a script.', v.nullable(count)),
  line: describe('Line of the fault.', count),
  candidate: describe(
    'The candidate of the judgement that has this fault alone; null where it was not trained.',
    v.nullable(v.string()),
  ),
  sentence: describe('What it was worth, or why no training can say so.', v.string()),
});
export type WorthOfFault = v.InferOutput<typeof WorthOfFaultSchema>;

export const WorthAnswerSchema = v.strictObject({
  headline: describe('The answer in one sentence.', v.string()),
  asWritten: describe('The whole recipe of the loop as written.', v.record(v.string(), v.unknown())),
  asMeant: describe('The whole recipe of the loop as meant.', v.record(v.string(), v.unknown())),
  faults: describe('Each fault of the check, in the order of the lines.', v.array(WorthOfFaultSchema)),
  judgement: describe(
    'The test behind it: baseline "as meant", candidates "as written" and one for each fault alone; null where nothing differs.',
    v.nullable(JudgeAnswerSchema),
  ),
  notes: describe(
    'What a reader must know of it, a sentence each: what took the place of what could not be read, and what absum does not train.',
    v.array(v.string()),
  ),
  version: describe('Version of absum that trained.', v.string()),
});
export type WorthAnswer = v.InferOutput<typeof WorthAnswerSchema>;
