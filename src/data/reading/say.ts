import { formatCount } from '../../words/amounts.ts';
import { joinWords } from '../../words/lists.ts';
import type { ColumnReading } from './reading.ts';

/** What is understood of numbers, where the rest is taken off. */
const UNDERSTOOD = new Set([
  'decimal comma',
  'parentheses for negatives',
  'typographic minus signs',
  "Fortran's D",
]);

/** One line for a column, as people read it: `price: number, 60 values; "$" and thousands commas removed`. */
export function sayColumn(column: ColumnReading): string {
  const said = [sayReading(column), sayMissing(column)].filter((part) => part !== '').join(', ');
  const removed = sayRemoved(column.removed);
  return `${column.name}: ${removed === '' ? said : `${said}; ${removed}`}`;
}

/** `"$" and thousands commas removed; decimal comma understood`; empty if there was nothing. */
export function sayRemoved(removed: readonly string[]): string {
  const off = removed.filter((words) => !UNDERSTOOD.has(words));
  const understood = removed.filter((words) => UNDERSTOOD.has(words));
  const parts = [];
  if (off.length > 0) parts.push(`${joinWords(off)} removed`);
  if (understood.length > 0) parts.push(`${joinWords(understood)} understood`);
  return parts.join('; ');
}

function sayReading({ reading, distinct, ...counts }: ColumnReading): string {
  const { numbers, notated, texts } = counts;
  const values = numbers + notated + texts;
  switch (reading) {
    case 'number': {
      const good = formatCount(numbers + notated, 'value');
      const zeros = counts.leadingZeros === true ? ', some with leading zeros' : '';
      return `number, ${good}${texts > 0 ? ` and ${formatCount(texts, 'text')}` : ''}${zeros}`;
    }
    case 'category': {
      const partly = numbers + notated > 0 ? `, ${numbers + notated} of them numbers` : '';
      return `category, ${sayDistinct(distinct)} in ${formatCount(values, 'value')}${partly}`;
    }
    case 'identifier':
      return `identifier, ${sayDistinct(distinct)} in ${formatCount(values, 'value')}`;
    case 'date':
      return `date, ${formatCount(values, 'value')}`;
    case 'constant':
      return `constant, ${formatCount(values, 'value')}`;
    case 'empty':
      return 'empty';
  }
}

/** More than 1000 are not counted. */
function sayDistinct(distinct: number): string {
  return distinct > 1000 ? 'more than 1000 different texts' : formatCount(distinct, 'different text');
}

/** `15 missing (written "?")`; an empty cell needs no words. */
export function sayMissing({ missing, missingAs }: ColumnReading): string {
  if (missing === 0) return '';
  const written = missingAs.filter((text) => text !== '').map((text) => `"${text}"`);
  return written.length === 0 ? `${missing} missing` : `${missing} missing (written ${joinWords(written)})`;
}
