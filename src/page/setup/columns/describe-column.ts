import type { ColumnProfile } from '../../../data/profile.ts';
import { DATE_PARTS } from '../../../data/reading/date-parts.ts';
import { sayMissing, sayRemoved } from '../../../data/reading/say.ts';
import { quoteText } from '../../../errors.ts';
import { formatCount } from '../../../words/amounts.ts';
import { formatNumber } from '../../../words/numbers.ts';
import type { Told } from '../../run/faults.ts';
import type { Setup } from '../setup.ts';

/** What a column was read as, what was taken off its numbers, and what is missing: in a line. */
export function describeValues(column: ColumnProfile): string {
  const { reading } = column;
  const parts = [describeContent(column), sayRemoved(reading.removed), sayMissing(reading)];
  return parts.filter((part) => part !== '').join('; ');
}

function describeContent({ reading, minimum, maximum, mean, distinct, examples }: ColumnProfile): string {
  const kind = reading.reading;
  if (kind === 'constant') return `always ${minimum === null ? examples[0] : formatNumber(minimum)}`;
  if (kind === 'category') return `category, ${distinct > 1000 ? 'over 1000' : distinct} different values`;
  if (kind !== 'number') return kind;
  if (reading.texts > 0) {
    const numbers = reading.numbers + reading.notated;
    return `${formatCount(numbers, 'number')} and ${formatCount(reading.texts, 'text')}`;
  }
  return `number, ${formatNumber(minimum)} to ${formatNumber(maximum)}, mean ${formatNumber(mean)}`;
}

/** A column's name, with what one cannot see in it written out. */
export function showName(name: string): string {
  const quoted = quoteText(name);
  return quoted.includes('\\u') ? quoted.slice(1, -1) : name;
}

/** What a column is for: as the form says it, or left out for what it holds. */
export type Part = 'target' | 'marker' | 'feature' | 'ignored' | 'left out';

/** The part that a setup gives to a column. */
export function findPart(column: ColumnProfile, target: string | null, setup: Setup): Part {
  const { name, reading } = column;
  const { ignored, fields, dates } = setup;
  if (name === target) return 'target';
  if (ignored.includes(name)) return 'ignored';
  if (name === fields.column || name === fields.groups) return 'marker';
  const isDate = reading.reading === 'date' && !Object.hasOwn(dates, name);
  return isDate || reading.reading === 'empty' ? 'left out' : 'feature';
}

/**
 * What keeps a column from being used, and what leads on.
 *
 * @param missing the rule for missing values
 * @param told what the plan found
 */
export function listFaults(
  { missing: count, fault }: ColumnProfile,
  part: Part,
  missing: string,
  told: readonly Told[],
): readonly Told[] {
  // Of the target the plan speaks where it is chosen.
  if (part === 'target' || part === 'ignored' || part === 'left out') return [];
  if (part === 'marker') return told;
  if (fault !== null) return [{ message: fault.message, ways: fault.ways ?? [] }];
  if (count === 0 || missing !== 'refuse') return told;
  return [{ message: `${count} ${count === 1 ? 'value is' : 'values are'} missing`, ways: [] }];
}

/** What may be done about gaps in features, whatever column they are in. */
export const WAYS_OF_GAPS = [{ data: { missing: 'mean' } }, { data: { missing: 'drop-row' } }];

/** What is allowed, and seldom meant; or left out, and may be taken. */
export function listDoubts({ name, reading }: ColumnProfile, part: Part): Told[] {
  const asCategories = { data: { categories: [name] } };
  if (part === 'marker' || part === 'ignored') return [];
  if (reading.reading === 'constant') {
    const message = part === 'target' ? 'there is nothing to predict' : 'nothing can be learned from it';
    return [{ message: `always the same: ${message}`, ways: [] }];
  }
  if (part === 'target') return [];
  if (reading.leadingZeros) {
    return [{ message: 'some numbers begin with a zero, as codes do', ways: [asCategories] }];
  }
  if (part !== 'left out') return [];
  if (reading.reading === 'empty') return [{ message: 'left out: nothing is in it', ways: [] }];
  const ways = [{ data: { dates: { [name]: DATE_PARTS } } }, asCategories];
  return [{ message: 'left out: a date as it is written is no feature', ways }];
}

/** What the user chose to make of a column, and how to take that back. */
export function listChosen(
  { name }: ColumnProfile,
  { categories, dates }: Setup,
): { words: string; undo: Partial<Setup> }[] {
  const { [name]: parts, ...others } = dates;
  return [
    ...(parts === undefined ? [] : [{ words: `taking ${parts.join(', ')}`, undo: { dates: others } }]),
    ...(categories.includes(name)
      ? [{ words: 'used as categories', undo: { categories: categories.filter((each) => each !== name) } }]
      : []),
  ];
}

/** Whether a column is to be a feature, and the change of a setup that turns it. */
export function turnUse(
  { name, reading }: ColumnProfile,
  { ignored, dates }: Setup,
): { isUsed: boolean; turn: Partial<Setup> | null } {
  const { [name]: parts, ...others } = dates;
  const kept = ignored.filter((each) => each !== name);
  if (ignored.includes(name)) return { isUsed: false, turn: { ignored: kept } };
  if (reading.reading === 'empty') return { isUsed: false, turn: null };
  if (reading.reading === 'date' && parts === undefined) {
    return { isUsed: false, turn: { dates: { ...dates, [name]: DATE_PARTS } } };
  }
  // A date goes back to what it is without being asked for.
  const isDate = reading.reading === 'date';
  return { isUsed: true, turn: isDate ? { dates: others } : { ignored: [...ignored, name] } };
}
