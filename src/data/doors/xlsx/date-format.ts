import { writeDay, writeMoment } from '../write-date.ts';

/** What a number format shows of a number: a date, a date with its time, or no date. */
export type Shown = 'number' | 'date' | 'moment';

/** Formats that need not be written down (ECMA-376, part 1, 18.8.30; from 27 on, those of East Asia). */
const DATES = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const MOMENTS = new Set([22]);
/** No program lets formats be longer. */
const LONGEST = 255;

/** What a built-in format shows. */
export function judgeBuiltIn(id: number): Shown {
  if (MOMENTS.has(id)) return 'moment';
  return DATES.has(id) ? 'date' : 'number';
}

/**
 * What a written format shows: `yyyy-mm-dd` a date, `d.m.yy h:mm` a moment. One that shows the time alone (`[h]:mm`)
 * shows a number, of days.
 */
export function judgeFormat(code: string): Shown {
  const [section] = code
    .slice(0, LONGEST)
    // Quoted texts, escaped letters, and what brackets hold: colours, conditions, languages, hours without end.
    .replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]|am\/pm|a\/p|general/gi, '')
    .split(';');
  const hasTime = /[hs]/i.test(section);
  // Beside hours or seconds, m are minutes.
  if (!/[yd]/i.test(section) && (hasTime || !/m/i.test(section))) return 'number';
  return hasTime ? 'moment' : 'date';
}

const DAY_MILLISECONDS = 86_400_000;
/** Days from 1970-01-01 back to the day 0 of each way to count. */
const FROM_1900 = -25_569;
const FROM_1904 = -24_107;
/** The last day that there was not: 1900-02-29, which Lotus 1-2-3 believed in. */
const NO_DAY = 60;

/** The date of a day's number in ISO 8601, with its time where there is one or the format shows it; null for none. */
export function writeSerial(serial: number, shown: Shown, from1904: boolean): string | null {
  if (shown === 'number' || !(serial >= 0 && serial < 2_958_466)) return null;
  const shift = from1904 ? FROM_1904 : serial < NO_DAY ? FROM_1900 + 1 : FROM_1900;
  const milliseconds = Math.round((serial + shift) * DAY_MILLISECONDS);
  const isDay = milliseconds % DAY_MILLISECONDS === 0;
  return isDay && shown === 'date'
    ? writeDay(milliseconds / DAY_MILLISECONDS)
    : writeMoment(BigInt(milliseconds) * 1_000_000n);
}
