import type { Cell } from '../table.ts';
import type { DateOrder, DatePart } from './date-parts.ts';

/** A column of dates. */
export interface Dates {
  /** `ambiguous` where 1/2 may be the first of February or the second of January. */
  readonly order: DateOrder | 'ambiguous';
  /**
   * Days since 1970-01-01 in the proleptic Gregorian calendar, the time of day as a fraction, as written: no time zone
   * is taken off. NaN where a cell is missing. By day and month if the order is ambiguous.
   */
  readonly days: Float64Array;
}

const TIME =
  '(?:(?:T|,? )(\\d{1,2}):(\\d\\d)(?::(\\d\\d(?:[.,]\\d{1,9})?))? ?([AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-]\\d\\d:?(?:\\d\\d)?))?)?';
const MONTH = '([A-Za-z]{3,9})\\.?';
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\\.?,? )?';

type Part = 'y' | 'm' | 'd';

/** One way to write dates: an expression whose first groups are the parts named, and whose last ones the time. */
interface Form {
  readonly pattern: RegExp;
  readonly parts: readonly Part[];
  /** Whether the first two parts may be day and month, or month and day. */
  readonly either?: true;
}

function form(date: string, parts: string, more: Pick<Form, 'either'> = {}): Form {
  return { pattern: new RegExp(`^${date}${TIME}$`, 'i'), parts: [...parts] as Part[], ...more };
}

/** Each separator has a form of its own: a column of dates is written in one. */
const FORMS: readonly Form[] = [
  form('(\\d{4})-(\\d\\d?)-(\\d\\d?)', 'ymd'),
  form('(\\d{4})/(\\d\\d?)/(\\d\\d?)', 'ymd'),
  form('(\\d{4})\\.(\\d\\d?)\\.(\\d\\d?)\\.?', 'ymd'),
  form('(\\d{4})[-/](\\d\\d)', 'ym'),
  form('(\\d\\d?)\\. ?(\\d\\d?)\\. ?(\\d{4}|\\d\\d)', 'dmy'),
  form('(\\d\\d?)/(\\d\\d?)/(\\d{4}|\\d\\d)', 'dmy', { either: true }),
  form('(\\d\\d?)-(\\d\\d?)-(\\d{4}|\\d\\d)', 'dmy', { either: true }),
  form(`${WEEKDAY}(\\d\\d?)(?:st|nd|rd|th|\\.)?[ -]${MONTH}[ ,-] ?(\\d{4}|\\d\\d)`, 'dmy'),
  form(`${WEEKDAY}${MONTH} (\\d\\d?)(?:st|nd|rd|th)?,? (\\d{4})`, 'mdy'),
  form(`${MONTH}[ -](\\d{4})`, 'my'),
];

/** A longer text is no date. */
const MOST_CHARACTERS = 48;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH_NAMES =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
/** POSIX reads 69 to 99 as of the last century, and 00 to 68 as of this. */
const PIVOT = 69;

/**
 * Reads a column of dates; null unless all its cells are dates, or missing, and written in one form.
 *
 * @param order what 1/2 is, where something else than the column tells: the first of February, or the second of January
 */
export function parseDates(cells: readonly Cell[], order?: DateOrder): Dates | null {
  const first = cells.find((cell) => cell !== null);
  if (typeof first !== 'string' || first.length > MOST_CHARACTERS) return null;
  const found = FORMS.find(({ pattern }) => pattern.test(first));
  if (found === undefined) return null;
  // The order that more people use first; the other if a day beyond 12 says so.
  const byDay = found.either && order === 'mdy' ? null : readDays(cells, found);
  if (found.either !== true) return byDay && { order: found.parts.join('') as DateOrder, days: byDay };
  const byMonth = order === 'dmy' ? null : readDays(cells, { ...found, parts: ['m', 'd', 'y'] });
  if (byDay !== null && byMonth !== null) return { order: 'ambiguous', days: byDay };
  if (byDay !== null) return { order: 'dmy', days: byDay };
  return byMonth && { order: 'mdy', days: byMonth };
}

function readDays(cells: readonly Cell[], { pattern, parts }: Form): Float64Array | null {
  const days = new Float64Array(cells.length);
  for (const [row, cell] of cells.entries()) {
    days[row] = Number.NaN;
    if (cell === null) continue;
    if (typeof cell !== 'string' || cell.length > MOST_CHARACTERS) return null;
    const match = pattern.exec(cell.trim());
    if (match === null) return null;
    const date = { y: 0, m: 1, d: 1 };
    for (const [p, part] of parts.entries()) date[part] = readPart(part, match[p + 1]);
    const day = daysOf(date.y, date.m, date.d);
    const time = readTime(match.slice(parts.length + 1));
    if (day === null || time === null) return null;
    days[row] = day + time;
  }
  return days;
}

function readPart(part: Part, text: string): number {
  if (part === 'm' && !/^\d/.test(text)) {
    return MONTH_NAMES.test(text) ? MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1 : 0;
  }
  const value = Number(text);
  if (part === 'y' && text.length === 2) return value < PIVOT ? 2000 + value : 1900 + value;
  return value;
}

/** The fraction of a day; 0 where no time is written, null if there is no such time. */
function readTime([hour, minute, second, half]: readonly (string | undefined)[]): number | null {
  if (hour === undefined) return 0;
  const seconds = Number((second ?? '0').replace(',', '.'));
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || seconds >= 61) return null;
  return (hours * 3600 + Number(minute) * 60 + seconds) / 86_400;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar; null if there is no such date.
 *
 * Source: years that begin in March, so that the leap day is the last; eras of 400 years, which have 146,097 days
 * (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
export function daysOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  if (day > MONTH_LENGTHS[month - 1] + Number(month === 2 && isLeap(year))) return null;
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Takes parts of dates, one column of numbers for each: the year, the month (1 to 12), the weekday (1 is Monday, 7
 * Sunday), the days since 1970-01-01. NaN stays NaN.
 */
export function takeParts(days: Float64Array, parts: readonly DatePart[]): Float64Array[] {
  return parts.map((part) => days.map((day) => (Number.isNaN(day) ? Number.NaN : takePart(day, part))));
}

function takePart(days: number, part: DatePart): number {
  if (part === 'days') return days;
  const day = Math.floor(days);
  // 1970-01-01 was a Thursday, and the remainder of a negative number is negative.
  if (part === 'weekday') return ((((day + 3) % 7) + 7) % 7) + 1;
  const { year, month } = monthOf(day);
  return part === 'year' ? year : month;
}

/** Year and month of a day; the inverse of `daysOf` (civil_from_days of the same source). */
function monthOf(day: number): { readonly year: number; readonly month: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + Number(month <= 2), month };
}
