import type { CommonLambda, ReportDiff } from '../../report/diff/diff.ts';
import { listFirst } from '../../words/lists.ts';
import type { Style } from '../terminal/style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';
import { type DiffNames, listAll, listFieldColumns, listLambdaColumns } from './diff-columns.ts';

/** How two reports are printed. */
export interface DiffOccasion extends DiffNames {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

/** Two reports for people: what the second is beside the first, what each says, and in what they differ. */
export function formatDiff(diff: ReportDiff, occasion: DiffOccasion): string {
  const { names, width, style } = occasion;
  const answer = wrapText(diff.sentence, width).map(style.bold);
  if (diff.same) return `${answer.join('\n')}\n`;
  const sections = [
    answer,
    diff.notes.flatMap((note) => wrapText(note, width)),
    [
      ...wrapText(`${names.a}: ${diff.headlines.a}`, width, '  '),
      ...wrapText(`${names.b}: ${diff.headlines.b}`, width, '  '),
    ],
    draw(listFieldColumns(occasion), listAll(diff), occasion),
    draw(listLambdaColumns(diff, occasion), diff.lambdas, occasion),
    wrapText(explainLambdas(diff, names), width).map(style.dim),
  ];
  return `${sections
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function draw<Row>(
  columns: [TableColumn<Row>, ...TableColumn<Row>[]],
  rows: readonly Row[],
  { width, style }: DiffOccasion,
): string[] {
  if (rows.length === 0) return [];
  const lines = drawTable(columns, rows, style);
  if (lines.every((line) => countColumns(line) <= width)) return lines;
  const [name, ...rest] = columns;
  return drawBlocks((row) => `${name.title} ${name.cell(row)}`, rest, rows, { width, style });
}

/** What the table of lambdas shows, and which lambdas it lacks. */
export function explainLambdas({ lambdas, only, reasons }: ReportDiff, names: DiffNames['names']): string {
  const tested = lambdas.filter(({ comparison }: CommonLambda) => comparison !== null).length;
  const parts = [
    ...(reasons.length > 0 || tested === 0
      ? []
      : [`differences and verdicts are those of ${names.b}, ${sayAdjusted(tested)}`]),
    ...(lambdas.length === 0 ? ['no lambda is in both'] : []),
    ...(only.a.length === 0 ? [] : [`in ${names.a} alone: ${listFirst(only.a)}`]),
    ...(only.b.length === 0 ? [] : [`in ${names.b} alone: ${listFirst(only.b)}`]),
  ];
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

function sayAdjusted(tested: number): string {
  return tested === 1 ? 'with a 95 % interval' : 'adjusted for the number of lambdas';
}
