import { sayRemoved } from '../../data/reading/say.ts';
import { capitalise, listSkipped, showName } from '../../data/reading/say-format.ts';
import { showUnseen } from '../../errors.ts';
import type { Reading } from '../../report/reading.ts';
import { joinWords, listSome } from '../../words/lists.ts';

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
    ...(format === undefined
      ? []
      : listSkipped(format).map((part, i) => (i === 0 ? capitalise(part) : part))),
    ...[...alike].map(([said, names]) => `${nameSome(names)}: ${said}`),
    ...(empty.length === 0
      ? []
      : [`left out, as empty: ${nameSome(empty.map(({ name }) => showName(name)))}`]),
  ];
  return parts.length === 0 ? '' : `${listSome(parts, MOST_PARTS)}.`;
}

function nameSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return joinWords(more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names);
}
