import type { Cell } from '../../../src/data/table.ts';
import type { Dirt, Layout, TablePlan } from './table-plan.ts';

/** A column as it is written and as it is meant; without its name. */
export interface RenderedColumn {
  readonly name: string;
  readonly isText: boolean;
  readonly written: readonly string[];
  readonly meant: readonly Cell[];
  readonly required: readonly string[];
  readonly allowed: readonly string[];
}

/** Writes columns as a text: lines above, header, rows, with the quotes and the blanks of the plan. */
export function layOut(columns: readonly RenderedColumn[], plan: TablePlan): string {
  const { separator, layout, dirt, newline, rows } = plan;
  const write = (cell: string, isText: boolean) => writeCell(cell, isText, separator, layout, dirt);
  const finish = (cells: readonly string[]) =>
    cells.join(separator) + (layout.trailingSeparator ? separator : '');
  const first = { none: [], 'row-names': [], count: [write('', true)] }[layout.firstColumn];
  const header = finish([...first, ...columns.map(({ name }) => write(name, true))]);
  const body = Array.from({ length: rows }, (_, r) => {
    const cells = columns.map(({ written, isText }) => write(written[r], isText));
    if (layout.firstColumn === 'count') cells.unshift(write(String(r), false));
    if (layout.firstColumn === 'row-names') cells.unshift(write(`row ${r + 1}`, true));
    return finish(cells);
  });
  const width = columns.length + (layout.firstColumn === 'none' ? 0 : 1);
  const empty = Array.from({ length: layout.emptyRows }, () => finish(Array(width).fill('')));
  const lines = [
    ...listAbove(layout.above, separator, width),
    ...(layout.header === 'there' ? [header] : []),
    ...body,
    ...empty,
  ];
  const mark = dirt.byteOrderMark ? '\ufeff' : '';
  return mark + lines.join(newline) + dirt.end.replaceAll('\n', newline);
}

function listAbove(above: Layout['above'], separator: string, width: number): string[] {
  switch (above) {
    case 'nothing':
      return [];
    case 'sep':
      return [`sep=${separator}`];
    case 'comment':
      return ['# exported 2020-01-01', '# source: a, b; c'];
    case 'title':
      return ['Report of measurements', ''];
    case 'blank':
      return ['', ''];
    case 'padded-title':
      return [`Report of measurements${separator.repeat(width - 1)}`];
  }
}

function writeCell(cell: string, isText: boolean, separator: string, layout: Layout, dirt: Dirt): string {
  const { quotes, firstColumn, spaceBeforeQuote } = layout;
  const mark = quotes.startsWith('single') ? "'" : '"';
  const isQuoted =
    quotes.endsWith('all') ||
    (quotes.endsWith('texts') && isText) ||
    cell.includes(separator) ||
    cell.includes('"');
  if (!isQuoted) return `${dirt.blanks}${cell}${dirt.blanks}`;
  // R's write.table writes a backslash before a quote, and all others double it.
  const escaped = cell.replaceAll(mark, firstColumn === 'row-names' ? `\\${mark}` : mark + mark);
  return `${spaceBeforeQuote ? ' ' : ''}${mark}${escaped}${mark}`;
}
