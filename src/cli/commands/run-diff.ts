import { basename } from 'node:path';
import { writeCells } from '../../data/doors/write-csv.ts';
import { diffReports } from '../../report/diff/diff.ts';
import type { Context } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';
import { tabulateDiff, writeMarkdownDiff } from '../formats/diff-tables.ts';
import { type DiffOccasion, formatDiff } from '../formats/diff-text.ts';
import { chooseFormat, type FormatFlags } from '../formats/format.ts';
import { readReport } from '../input/read-report.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';

/** The options of `absum diff`. */
export interface DiffFlags extends FormatFlags {
  readonly color: boolean;
}

/** Prints in what two kept reports differ, and whether the choice of the second is better than that of the first. */
export async function diffFiles(
  context: Context,
  files: readonly [a: string, b: string],
  flags: DiffFlags,
  signal: AbortSignal,
): Promise<void> {
  if (files[0] === '-' && files[1] === '-') {
    throw new UsageError('expected at most one report on standard input, got - twice');
  }
  const [a, b] = [await readReport(context, files[0], signal), await readReport(context, files[1], signal)];
  const names = nameBoth(a.source, b.source);
  const diff = diffReports(a.report, b.report, names);
  const { stdout, env } = context.environment;
  const metrics = { a: a.report.test.metric, b: b.report.test.metric };
  const style = createStyle(findColour(stdout, env, flags.color));
  const occasion: DiffOccasion = { names, metrics, width: findWidth(stdout, env), style };
  switch (chooseFormat(flags)) {
    case 'text':
      stdout.write(formatDiff(diff, occasion));
      break;
    case 'md':
      stdout.write(writeMarkdownDiff(diff, occasion));
      break;
    case 'csv': {
      const { header, rows } = tabulateDiff(diff);
      stdout.write(writeCells(header, rows));
      break;
    }
    case 'json':
      stdout.write(`${JSON.stringify({ names, ...diff })}\n`);
  }
}

/** By their file names where these differ, else by their paths, else by their order. */
function nameBoth(a: string, b: string) {
  if (a === b) return { a: 'the first', b: 'the second' };
  const [first, second] = [basename(a), basename(b)];
  return first === second ? { a, b } : { a: first, b: second };
}
