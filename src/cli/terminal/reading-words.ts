import { sayRemoved } from '../../data/reading/say.ts';
import type { TableFormat } from '../../data/table.ts';
import { quoteText, showUnseen } from '../../errors.ts';
import type { Reading } from '../../report/reading.ts';
import { formatCount } from '../../words/amounts.ts';
import { joinWords, listSome } from '../../words/lists.ts';

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
    ...(hasHeader ? [] : ['no header line: the columns are numbered']),
    ...leftOut.map(({ name, position, why }) => {
      const named = name === null || name === '' ? '' : ` (${showName(name)})`;
      return `column ${position + 1}${named} left out: it ${why}`;
    }),
  ];
}

/** A name, in quotes with what one cannot see written out where it has such characters. */
export function showName(name: string): string {
  const quoted = quoteText(name);
  return quoted === `"${name}"` && name.trim() === name && name !== '' ? name : quoted;
}

/** Columns named in a line at most, of those read alike. */
const MOST_NAMED = 4;
/** Parts of a line at most. */
const MOST_PARTS = 6;

/**
 * What was read differently from plain: `2 lines above the header skipped; price: "$" and thousands commas removed`; empty if
 * nothing was.
 */
export function sayReading({ format, columns }: Reading): string {
  const alike = new Map<string, string[]>();
  for (const { name, role, removed = [] } of columns) {
    if (role === 'ignored' || removed.length === 0) continue;
    const said = showUnseen(sayRemoved(removed));
    alike.set(said, [...(alike.get(said) ?? []), showName(name)]);
  }
  const empty = columns.filter(({ role, reading }) => role === 'left out' && reading === 'empty');
  const parts = [
    ...(format === undefined ? [] : listSkipped(format).map(capitalise)),
    ...[...alike].map(([said, names]) => `${nameSome(names)}: ${said}`),
    ...(empty.length === 0
      ? []
      : [`left out, as empty: ${nameSome(empty.map(({ name }) => showName(name)))}`]),
  ];
  return parts.length === 0 ? '' : `${listSome(parts, MOST_PARTS)}.`;
}

/** The first of several parts begins the sentence. */
function capitalise(part: string, position: number): string {
  return position === 0 ? part.slice(0, 1).toUpperCase() + part.slice(1) : part;
}

function nameSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return joinWords(more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names);
}
