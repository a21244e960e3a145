import type { Report } from '../report/schema.ts';
import type { Context } from './environment.ts';
import { formatReport, type Occasion } from './print-report.ts';
import { createStyle, findColour, findWidth } from './terminal.ts';
import { type Outputs, writeOutputs } from './write-outputs.ts';

/** What becomes of a report. */
export interface AnswerFlags extends Outputs {
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

/** Writes the files that are asked for, and prints the report. */
export async function giveAnswer(
  { environment: { stdout, env }, services }: Context,
  report: Report,
  flags: AnswerFlags,
  run: Pick<Occasion, 'trials' | 'seconds' | 'url'>,
): Promise<void> {
  const written: string[] = [];
  try {
    await writeOutputs(report, flags, services, written);
  } finally {
    // The answer is there, whatever became of the files.
    const style = createStyle(findColour(stdout, env, flags.color));
    const occasion = { ...run, width: findWidth(stdout, env), style, written };
    stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(report, occasion));
  }
}
