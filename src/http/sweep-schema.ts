import * as v from 'valibot';
import { ReportSchema } from '../report/schema.ts';
import { count, describe } from '../schema.ts';
import type { SweepView } from '../sweeps/sweep.ts';

const time = describe('Milliseconds since 1970.', count);

/** A sweep as `/v1/sweeps` answers it. */
export const SweepSchema = v.strictObject({
  id: v.string(),
  state: describe(
    '"done" has a report; "failed" has an error that would occur again; "stopped" keeps the trials that were done.',
    v.picklist(['running', 'done', 'failed', 'stopped']),
  ),
  progress: describe('Trials of the plan.', v.strictObject({ done: count, of: count })),
  secondsLeft: describe('Estimated seconds left; null once the sweep has ended.', v.nullable(v.number())),
  started: time,
  expires: describe('When sweep and report are deleted, in milliseconds since 1970.', count),
  error: v.optional(v.strictObject({ code: v.string(), message: v.string() })),
  trials: describe(
    'The trials of the grid that are done; `value` is compare.metric on the validation rows.',
    v.pipe(
      v.array(
        v.strictObject({
          repeat: count,
          fold: count,
          lambda: v.number(),
          value: v.nullable(v.number()),
        }),
      ),
      v.readonly(),
    ),
  ),
  links: describe(
    'Paths of the sweep, its events and its report.',
    v.strictObject({ self: v.string(), events: v.string(), report: v.string() }),
  ),
  report: v.optional(
    describe('If the state is "done"; null if the report is lost.', v.nullable(ReportSchema)),
  ),
});
export type SweepAnswer = v.InferOutput<typeof SweepSchema>;

/** Paths of one sweep. */
export type SweepLinks = SweepAnswer['links'];

/** The sweep as JSON, with the very bytes of its report once it is done. */
export function writeSweep(view: SweepView, links: SweepLinks, report: string | null): string {
  const sweep: Omit<SweepAnswer, 'report'> = { ...view, links };
  const text = JSON.stringify(sweep);
  return view.state === 'done' ? `${text.slice(0, -1)},"report":${report}}` : text;
}
