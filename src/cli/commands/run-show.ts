import { citeReport } from '../../report/cite.ts';
import { digestReport } from '../../report/digest.ts';
import type { Report } from '../../report/schema.ts';
import type { Context } from '../environment.ts';
import { readReport } from '../input/read-report.ts';
import { type AnswerFlags, giveAnswer, prepareOutputs } from './give-answer.ts';

export interface ShowFlags extends AnswerFlags {
  readonly cite?: boolean | undefined;
}

/** Prints a kept report as `absum compare` does, and writes the files that it has the figures for. */
export async function showReport(
  context: Context,
  file: string | undefined,
  flags: ShowFlags,
  signal: AbortSignal,
): Promise<void> {
  await prepareOutputs(flags);
  const { report } = await readReport(context, file, signal);
  if (flags.cite) return cite(context, report);
  await giveAnswer(context, report, flags, { trials: countTrials(report), seconds: null });
}

async function cite({ environment: { stdout } }: Context, report: Report): Promise<void> {
  const { paragraph, references } = citeReport(report, await digestReport(report));
  // Unbroken, to be pasted.
  stdout.write(`${[paragraph, '', ...references].join('\n')}\n`);
}

/** The trials that a report was made of; null with inner folds, of which it does not say how many trained. */
export function countTrials({ design, grid, refit, nested }: Report): number | null {
  if (nested !== undefined) return null;
  const isRefit = refit !== undefined && refit.lambda !== null;
  return design.trials + (grid?.trials ?? 0) + (isRefit ? 1 : 0);
}
