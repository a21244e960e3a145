import { stripVTControlCharacters } from 'node:util';
import CliTable from 'cli-table3';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** A column of a table for people. */
export interface TableColumn<Row> {
  readonly title: string;
  /** What a block calls it, where that is shorter. */
  readonly short?: string;
  readonly align: 'left' | 'right';
  cell(row: Row): string;
}

const NO_FRAME = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((name) => [name, '']),
);

/** Lays out rows below a head and a rule, as wide as their cells need. */
export function drawTable<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  style: Style,
): string[] {
  const table = new CliTable({
    chars: { ...NO_FRAME, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: columns.map(({ align }) => align),
  });
  const head = columns.map(({ title, align }) => ({ content: title, hAlign: align }));
  table.push(head, ...rows.map((row) => columns.map(({ cell }) => cell(row))));
  const [first, ...rest] = table.toString().split('\n');
  const lines = rest.map((line) => line.trimEnd());
  const width = Math.max(...[first.trimEnd(), ...lines].map(countColumns));
  return [style.bold(first.trimEnd()), style.dim('─'.repeat(width)), ...lines];
}

/** Lays out each row as a block of its own: its heading, then a line for each column, more where it is too long. */
export function drawBlocks<Row>(
  heading: (row: Row) => string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  { width, style }: { readonly width: number; readonly style: Style },
): string[] {
  const name = ({ title, short }: TableColumn<Row>) => short ?? title;
  const widest = Math.max(...columns.map((column) => name(column).length));
  return rows.flatMap((row) => [
    style.bold(heading(row)),
    ...columns.flatMap((column) => {
      const text = column.cell(row).replaceAll('\n', ' ');
      if (text === '') return [];
      const line = `  ${name(column).padEnd(widest)}  ${text}`;
      return countColumns(line) <= width
        ? [line]
        : [`  ${name(column)}`, ...wrapText(`    ${text}`, width, '    ')];
    }),
  ]);
}

/** Columns that a text without line breaks takes on a terminal. */
export function countColumns(text: string): number {
  return stripVTControlCharacters(text).length;
}
