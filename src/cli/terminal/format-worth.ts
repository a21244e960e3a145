import { showUnseen } from '../../errors.ts';
import type { JudgedCandidate } from '../../judge/answer.ts';
import { formatCount } from '../../words/amounts.ts';
import type { WorthAnswer, WorthOfFault } from '../../worth/answer.ts';
import { sayDifference } from './candidate-table.ts';
import { paintWord } from './lambda-table.ts';
import { speakFlags } from './next-flags.ts';
import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';
import { wrapText } from './wrap.ts';

/** What is printed with the answer and does not come from it. */
export interface WorthOccasion {
  /** What the loop is called. */
  readonly source: string;
  /** Files that were written. */
  readonly written: readonly string[];
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

/** A row of the table: the loop as written, or one of its faults alone. */
interface Row {
  readonly name: string;
  readonly line: string;
  readonly candidate: JudgedCandidate | null;
}

/** What the faults were worth, for people: the answer, a table, a sentence for each fault, and what to know of it. */
export function formatWorth(answer: WorthAnswer, { source, written, width, style }: WorthOccasion): string {
  const sections = [
    wrapText(showUnseen(answer.headline), width).map(style.bold),
    drawFaults(answer, width, style),
    wrapText(explainFaults(answer), width).map(style.dim),
    answer.faults.flatMap((fault) => formatFault(fault, width, style)),
    answer.notes.flatMap((note) => wrapText(showUnseen(speakFlags(note)), width, '  ')),
    written.length === 0 ? [] : wrapText(`Wrote ${written.join(', ')}.`, width),
    wrapText(sayTraining(answer, source), width).map(style.dim),
  ];
  return `${sections
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function drawFaults(answer: WorthAnswer, width: number, style: Style): string[] {
  const { judgement } = answer;
  if (judgement === null) return [];
  const [name, ...columns] = listColumns(judgement.test, style);
  const rows = listRows(answer);
  const lines = drawTable([name, ...columns], rows, style);
  if (lines.every((line) => countColumns(line) <= width)) return lines;
  return drawBlocks(name.cell, columns, rows, { width, style });
}

function listRows({ judgement, faults }: WorthAnswer): Row[] {
  const find = (wanted: string | null) =>
    judgement?.candidates.find((each) => each.name === wanted && each.comparison !== null) ?? null;
  return [
    { name: 'as written', line: '', candidate: find('as written') },
    ...faults.map(({ code, cell, line, candidate }) => ({
      name: code,
      line: sayLine({ cell, line }),
      candidate: find(candidate),
    })),
  ];
}

function listColumns(
  test: NonNullable<WorthAnswer['judgement']>['test'],
  style: Style,
): [TableColumn<Row>, ...TableColumn<Row>[]] {
  return [
    { title: 'fault', align: 'left', cell: ({ name }) => name },
    { title: 'line', align: 'right', cell: ({ line }) => line },
    {
      title: `${test.label} against as meant (interval)`,
      short: 'difference',
      align: 'left',
      cell: ({ candidate }) => sayDifference(candidate?.comparison ?? null, test),
    },
    {
      title: 'verdict',
      align: 'left',
      cell: ({ candidate, name }) => {
        const verdict = candidate?.comparison?.verdict;
        if (verdict !== undefined) return paintWord(verdict, style);
        return style.dim(name === 'as written' ? 'the same networks' : 'not trained');
      },
    },
  ];
}

function explainFaults({ judgement }: WorthAnswer): string {
  if (judgement === null) return '';
  const isAdjusted = judgement.candidates.length > 2;
  return [
    'each fault is alone: all others are mended',
    ...(isAdjusted ? ['intervals and verdicts are adjusted for the number of those compared'] : []),
  ]
    .join('; ')
    .concat('.');
}

function formatFault({ code, cell, line, sentence }: WorthOfFault, width: number, style: Style): string[] {
  return [
    `${style.bold(code)} (${cell === null ? `line ${line}` : sayLine({ cell, line })})`,
    ...wrapText(`  ${showUnseen(speakFlags(sentence))}`, width, '  '),
  ];
}

function sayLine({ cell, line }: Pick<WorthOfFault, 'cell' | 'line'>): string {
  return cell === null ? String(line) : `cell ${cell}, line ${line}`;
}

/** "train.py, as written and as meant: 20 pairs (5 folds x 4 repeats), ..." */
function sayTraining({ judgement }: WorthAnswer, source: string): string {
  if (judgement === null) return `${showUnseen(source)}: nothing was trained.`;
  const { pairs, folds, repeats } = judgement.design;
  const made =
    folds === undefined ? '' : ` (${formatCount(folds, 'fold')} x ${formatCount(repeats, 'repeat')})`;
  return `${showUnseen(source)}: ${formatCount(judgement.candidates.length, 'loop')} trained on the same ${formatCount(pairs.length, 'pair')}${made}; ${judgement.test.label}, of which ${judgement.test.direction} is better.`;
}
