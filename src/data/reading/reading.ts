import type { Cell } from '../cell.ts';
import type { Separator } from '../csv/delimiter.ts';
import type { DecimalMark } from '../number-text.ts';
import type { DateSource } from './date-parts.ts';

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

/** Different values of a column are counted up to one more than a column of categories may have. */
export const MOST_COUNTED = 1001;

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
  /** Of which column of dates its numbers were taken. */
  readonly date?: DateSource;
}

/** What is known of a column before its cells are judged. */
export interface JudgeOptions {
  /** The decimal mark that the user stated: then it holds, and nothing about decimals is ambiguous. */
  readonly decimal?: DecimalMark | undefined;
  /** What separates the cells of a CSV text; undefined for JSON. */
  readonly separator?: Separator | undefined;
  /** Texts that are missing values besides NA and the like, exactly as written; `-999` also means the number. */
  readonly missingMarkers?: ReadonlySet<string> | undefined;
  /** Whether the cells are names, though they be digits. */
  readonly isCategory?: boolean | undefined;
  /**
   * How the column was written when a model was trained: its numbers are read by it, and plain numbers as they are;
   * the decimal mark that the user states takes precedence.
   */
  readonly notation?: Notation | undefined;
}

/** A way out of a fault: a part of the recipe's data options. */
export type ColumnWay =
  | { readonly missingMarkers: readonly string[] }
  | { readonly categories: readonly string[] }
  | { readonly ignore: readonly string[] }
  | { readonly decimal: DecimalMark };

/** Why a column cannot be used as it is. */
export interface ColumnFault {
  /** The first cells concerned, by row from 0; at most five, and none where it is the column as a whole. */
  readonly rows: readonly number[];
  /** What was expected and what was found, without the way out. */
  readonly message: string;
  /** The best way first. */
  readonly ways: readonly ColumnWay[];
}

/** A column that was judged. */
export interface JudgedColumn {
  readonly reading: ColumnReading;
  /** The cells as they were read: numbers, texts or null; of a column with a fault, as far as they could be. */
  readonly values: Cell[];
  readonly fault: ColumnFault | null;
  /** The first different values as written, without missing ones; at most three. */
  readonly samples: readonly string[];
}
