import { listSkipped, saySeparator, showName } from '../../data/reading/say-format.ts';
import { quoteText, showUnseen } from '../../errors.ts';
import type { ColumnLook, DataLook, LookNote } from '../../report/look.ts';
import { formatCount } from '../../words/amounts.ts';
import { joinWords } from '../../words/lists.ts';
import { formatNext, speakFlags } from './next-flags.ts';
import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';
import { wrapText } from './wrap.ts';

/** More are for `--json`. */
export const MOST_COLUMNS = 200;
/** Longer names and values are cut. */
const MOST_NAME = 40;
const MOST_SAMPLE = 20;
/** What is longer goes on below. */
const WIDEST_WORDS = 16;
/** The narrowest that samples are still of use. */
const NARROWEST_SAMPLES = 12;

/** A look at data for people: how the text was taken apart, a line for each column, and what is to be decided. */
export function formatLook(look: DataLook, source: string, width: number, style: Style): string {
  const { columns, faults, notes } = look;
  const shown = columns.slice(0, MOST_COLUMNS);
  const more = columns.length - shown.length;
  const faulty = new Set(faults.map(({ column }) => column));
  const sections = [
    wrapText(sayTable(look, source), width),
    drawColumns(shown, faulty, width, style),
    more > 0
      ? wrapText(`${formatCount(more, 'more column')}: --json shows all ${columns.length}.`, width)
      : [],
    ...notes.map((note) => formatNote(note, width, style)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** `data.csv: 60 rows, 3 columns, separated by commas; 2 lines above the header skipped.` */
function sayTable({ rows, rowsWithoutTarget, columns, format }: DataLook, source: string): string {
  const size = `${formatCount(rows, 'row')}, ${formatCount(columns.length, 'column')}`;
  const separator = format === undefined ? '' : `, ${saySeparator(format)}`;
  const parts = [
    `${size}${separator}`,
    ...(format === undefined ? [] : listSkipped(format)),
    ...(rowsWithoutTarget === 0
      ? []
      : [`${formatCount(rowsWithoutTarget, 'row')} without a target left out`]),
  ];
  return `${source}: ${parts.join('; ')}.`;
}

/** Columns of the table that say nothing of any column are left out. */
function drawColumns(
  looks: readonly ColumnLook[],
  faulty: ReadonlySet<string>,
  width: number,
  style: Style,
): string[] {
  const name: TableColumn<ColumnLook> = {
    title: 'column',
    align: 'left',
    cell: (look) => cut(showName(look.name), MOST_NAME),
  };
  const rest: TableColumn<ColumnLook>[] = [
    { title: 'role', align: 'left', cell: ({ role = '' }) => role },
    {
      title: 'read as',
      align: 'left',
      cell: (look) => (faulty.has(look.name) ? 'refused' : sayReading(look)),
    },
    { title: 'values', align: 'right', cell: countValues },
    { title: 'missing', align: 'left', cell: (look) => wrapText(sayMissing(look), WIDEST_WORDS).join('\n') },
    {
      title: 'taken off',
      align: 'left',
      cell: ({ removed }) => wrapText(showUnseen(joinWords(removed)), WIDEST_WORDS).join('\n'),
    },
  ];
  const told = rest.filter(({ cell }) => looks.some((look) => cell(look) !== ''));
  const room = width - 2 - Math.max(...drawTable([name, ...told], looks, style).map(countColumns));
  const samples: TableColumn<ColumnLook> = {
    title: 'first values',
    align: 'left',
    cell: ({ samples }) => samples.map((text) => cut(showSample(text), MOST_SAMPLE)).join(', '),
  };
  if (room < NARROWEST_SAMPLES) return drawBlocks(name.cell, [...told, samples], looks, { width, style });
  const cell = (look: ColumnLook) => cut(samples.cell(look), room);
  return drawTable([name, ...told, { ...samples, cell }], looks, style);
}

function countValues({ numbers, notated, texts }: ColumnLook): string {
  return String(numbers + notated + texts);
}

/** `number`, `3 categories`. */
function sayReading({ reading, distinct }: ColumnLook): string {
  if (reading !== 'category') return reading;
  return distinct > 1000 ? 'over 1000 categories' : `${distinct} categories`;
}

/** `15 as "?"`; an empty cell needs no words. */
function sayMissing({ missing, missingAs }: ColumnLook): string {
  if (missing === 0) return '';
  const written = missingAs.filter((text) => text !== '').map(quoteText);
  return written.length === 0 ? String(missing) : `${missing} as ${joinWords(written)}`;
}

/** A value as it is written, in quotes where one would not see where it ends. */
function showSample(text: string): string {
  const shown = showName(text);
  return shown === text && /[,"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : shown;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

function formatNote({ code, message, next }: LookNote, width: number, style: Style): string[] {
  const flags = next === null ? null : formatNext(next);
  return [
    `${style.yellow('[note]')} ${style.bold(code)}`,
    ...wrapText(`  ${showUnseen(speakFlags(message))}`, width, '  '),
    ...(flags === null ? [] : wrapText(`  try: ${flags}`, width, '    ').map(style.dim)),
  ];
}
