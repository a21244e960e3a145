import { quoteText } from '../../errors.ts';
import { formatCount } from '../../words/amounts.ts';
import type { TableFormat } from '../table.ts';

const SEPARATORS: Readonly<Record<TableFormat['delimiter'], string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ' ': 'blanks',
};

/** `separated by semicolons`. */
export function saySeparator({ delimiter }: TableFormat): string {
  return `separated by ${SEPARATORS[delimiter]}`;
}

/** What of a CSV text is not part of the table: `2 lines above the header skipped`, `column 1 left out: it counts rows`. */
export function listSkipped({ skippedLines, emptyRows = 0, hasHeader, leftOut }: TableFormat): string[] {
  const lines = formatCount(skippedLines, 'line');
  return [
    ...(skippedLines === 0 ? [] : [`${lines} above the ${hasHeader ? 'header' : 'first row'} skipped`]),
    ...(emptyRows === 0 ? [] : [`${formatCount(emptyRows, 'row')} of nothing but separators left out`]),
    ...(hasHeader ? [] : ['no header line: the columns are x1 to xp, and the last is y']),
    ...leftOut.map(({ name, position, why }) => {
      const named = name === null || name === '' ? '' : ` (${showName(name)})`;
      return `column ${position + 1}${named} left out: it ${why}`;
    }),
  ];
}

/** How a CSV text was taken apart, a sentence each: `Cells are separated by semicolons.` */
export function sayFormat(format: TableFormat): string[] {
  return [`cells are ${saySeparator(format)}`, ...listSkipped(format)].map((part) => `${capitalise(part)}.`);
}

/** The part as it begins a sentence. */
export function capitalise(part: string): string {
  return part.slice(0, 1).toUpperCase() + part.slice(1);
}

/** A name, in quotes with what one cannot see written out where it has such characters. */
export function showName(name: string): string {
  const quoted = quoteText(name);
  return quoted === `"${name}"` && name.trim() === name && name !== '' ? name : quoted;
}
