import type { DecimalMark } from '../number-text.ts';

/** What a column was read as. */
export type ReadingKind =
  /** Numbers, in some notation. */
  | 'number'
  /** Texts that repeat; one input of the network for each. */
  | 'category'
  /** Dates as text; left out, unless `data.dates` says what of them to take. */
  | 'date'
  /** A different text in each row, or nearly. */
  | 'identifier'
  /** One value, or fewer. */
  | 'constant'
  | 'empty';

/** How the numbers of one column are written; what is the same in every cell. */
export interface Notation {
  readonly decimal: DecimalMark;
  /** What stands between thousands: `,`, `.`, `'`, a blank of any kind as ` `, or nothing. */
  readonly thousands: '' | ',' | '.' | ' ' | "'";
  /** A currency before each number, such as `$`. */
  readonly prefix: string;
  /** What follows each number: a percent sign, a currency, a unit. */
  readonly suffix: string;
}

/** A number as programs write it. */
export const PLAIN: Notation = { decimal: '.', thousands: '', prefix: '', suffix: '' };

/** What the cells of one column hold, and what they were read as. */
export interface ColumnReading {
  readonly name: string;
  readonly reading: ReadingKind;
  /** Cells that are plain numbers, with the column's decimal mark. */
  readonly numbers: number;
  /** Cells that are numbers in another notation. */
  readonly notated: number;
  /** Cells that are neither number nor missing. */
  readonly texts: number;
  readonly missing: number;
  /** Different values, without missing ones; exact up to 1001, which stands for 1001 or more. */
  readonly distinct: number;
  /** How missing values are written, each once: `""`, `NA`; at most ten. */
  readonly missingAs: readonly string[];
  /** What was taken off its numbers, in words: `"$"`, `thousands commas`. */
  readonly removed: readonly string[];
  /** The notation of its numbers, where it is not the plain one. */
  readonly notation?: Notation;
  /** Whether whole numbers begin with a zero, as codes do. */
  readonly leadingZeros?: true;
}
