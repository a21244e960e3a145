import { sayRemoved } from '../../data/reading/say.ts';
import type { TableFormat } from '../../data/table.ts';
import { quoteText } from '../../errors.ts';
import type { Reading } from '../../report/reading.ts';
import { joinWords, listSome } from '../../words/lists.ts';

const SEPARATORS: Readonly<Record<TableFormat['delimiter'], string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

/** `separated by semicolons`. */
export function saySeparator({ delimiter }: TableFormat): string {
  return `separated by ${SEPARATORS[delimiter]}`;
}

/** What of a CSV text is not part of the table: `2 lines above the header skipped`, `column 1 left out: it counts rows`. */
export function listSkipped({ skippedLines, hasHeader, leftOut }: TableFormat): string[] {
  const lines = skippedLines === 1 ? '1 line' : `${skippedLines} lines`;
  return [
    ...(skippedLines === 0 ? [] : [`${lines} above the ${hasHeader ? 'header' : 'first row'} skipped`]),
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
 * What was read differently from plain, in a line: `price: "$" and thousands commas removed; 2 lines above the header
 * skipped`; empty if nothing was.
 */
export function sayReading({ format, columns }: Reading): string {
  const alike = new Map<string, string[]>();
  for (const { name, role, removed = [] } of columns) {
    if (role === 'ignored' || removed.length === 0) continue;
    const said = sayRemoved(removed);
    alike.set(said, [...(alike.get(said) ?? []), showName(name)]);
  }
  const empty = columns.filter(({ role, reading }) => role === 'left out' && reading === 'empty');
  const parts = [
    ...[...alike].map(([said, names]) => `${nameSome(names)}: ${said}`),
    ...(format === undefined ? [] : listSkipped(format)),
    ...(empty.length === 0 ? [] : [`${nameSome(empty.map(({ name }) => showName(name)))} left out as empty`]),
  ];
  return parts.length === 0 ? '' : `Read: ${listSome(parts, MOST_PARTS)}.`;
}

function nameSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return joinWords(more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names);
}
