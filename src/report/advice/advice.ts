import * as v from 'valibot';
import { describe, orNull } from '../../schema.ts';
import { NextSchema } from '../findings/finding.ts';

/** What one may want of a network, in the order of a report. */
export const GOALS = ['accuracy', 'size', 'features'] as const;

const CodeSchema = v.strictObject({
  pytorch: describe('For a PyTorch training loop.', v.string()),
  keras: describe('For Keras 3.', v.string()),
});
export type Code = v.InferOutput<typeof CodeSchema>;

export const AdviceSchema = v.strictObject({
  goal: describe(
    'accuracy: the best predictions; size: few weights that are not zero; features: few inputs.',
    v.picklist(GOALS),
  ),
  lambda: describe(
    'The lambda to take: for accuracy always choice.lambda; for the others null where none is sure to cost less than compare.tolerance.',
    orNull,
  ),
  sentence: describe('What to do, why, and by how much.', v.string()),
  next: NextSchema,
  code: describe(
    'The lines that put this lambda into a training loop; null where there is nothing to add to it.',
    v.nullable(CodeSchema),
  ),
});
export type Advice = v.InferOutput<typeof AdviceSchema>;
