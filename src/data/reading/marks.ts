import type { DecimalMark } from '../number-text.ts';
import type { Anatomy } from './anatomy.ts';
import type { Notation } from './reading.ts';

/** What stands between thousands. */
export type ThousandsMark = Exclude<Notation['thousands'], ''>;

/** What the marks between the digits of one number say. */
export interface Shape {
  /** The mark between thousands, where it can be nothing else. */
  readonly groups: ThousandsMark | '';
  /** The mark before the fraction, where it can be nothing else. */
  readonly fraction: DecimalMark | '';
  /** A mark that may be either: the one in 2.421. */
  readonly either: DecimalMark | '';
}

const NO_MARK: Shape = { groups: '', fraction: '', either: '' };
const FRACTIONS = {
  '.': { groups: '', fraction: '.', either: '' },
  ',': { groups: '', fraction: ',', either: '' },
} as const;
const EITHER = {
  '.': { groups: '', fraction: '', either: '.' },
  ',': { groups: '', fraction: '', either: ',' },
} as const;

/** Thousands by each mark, before a fraction by each mark or none: one object each, so that equal shapes are the same one. */
const GROUPED = new Map(
  (['.', ',', ' ', "'"] as const).flatMap((groups) =>
    (['', '.', ','] as const).map((fraction): [string, Shape] => [
      groups + fraction,
      { groups, fraction, either: '' },
    ]),
  ),
);

const GROUPS = /^[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*$/;
/** 12,34,567: lakhs and crores. */
const INDIAN_GROUPS = /^[1-9]\d?(?:,\d\d)+,\d{3}$/;
const MARK = /[.,' ]/;
const LAST_MARK = /[.,]\d*$/;

/** Says what the marks of a number's digits are; null if they make no number, as in 1.2.3. Equal shapes are the same object. */
export function shapeOf(body: string, exponent: string): Shape | null {
  const at = body.search(MARK);
  if (at === -1) return NO_MARK;
  const mark = body[at] as ThousandsMark;
  if ((mark === '.' || mark === ',') && !MARK.test(body.slice(at + 1))) {
    const grouped = at > 0 && at < 4 && body.length === at + 4 && body[0] !== '0' && exponent === '';
    return grouped ? EITHER[mark] : FRACTIONS[mark];
  }
  const end = body.search(LAST_MARK);
  const fraction = body[end] as DecimalMark;
  // Where the last mark is another than the first, it marks the fraction.
  const groups = groupsOf(end === -1 || fraction === mark ? body : body.slice(0, end));
  if (groups === '') return null;
  return GROUPED.get(end === -1 || fraction === mark ? groups : groups + fraction) ?? null;
}

function groupsOf(digits: string): ThousandsMark | '' {
  const even = GROUPS.exec(digits)?.[1];
  return (even ?? (INDIAN_GROUPS.test(digits) ? ',' : '')) as ThousandsMark | '';
}

/** Whether a number of this shape can be read with these marks. */
export function fits(shape: Shape, { decimal, thousands }: Marks): boolean {
  const { groups, fraction, either } = shape;
  if (fraction !== '' && fraction !== decimal) return false;
  if (groups !== '' && groups !== thousands) return false;
  return either === '' || either === decimal || either === thousands;
}

/** Reads digits whose marks fit: a decimal text, which `Number` reads. */
function toDecimalText(body: string, { decimal, thousands }: Marks): string {
  const joined = thousands === '' ? body : body.replaceAll(thousands, '');
  return decimal === ',' ? joined.replace(',', '.') : joined;
}

export type Marks = Pick<Notation, 'decimal' | 'thousands'>;

/** The marks of a shape that can be read in one way. */
export function marksOf({ groups, fraction }: Shape): Marks {
  const decimal = fraction !== '' ? fraction : groups === '.' ? ',' : '.';
  return { decimal, thousands: groups };
}

/** The value of a number whose marks fit: the nearest double of its decimal text. */
export function readNumber({ around, body, exponent }: Anatomy, marks: Marks): number {
  const short = exponent === '' && body.length <= MOST_EXACT_DIGITS;
  const value = short ? readShort(body, marks) : Number(toDecimalText(body, marks) + exponent);
  return around.negative ? -value : value;
}

/** A whole number of so many digits is a double, and so is the power of ten that divides it. */
const MOST_EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: MOST_EXACT_DIGITS + 1 }, (_, power) => Number(`1e${power}`));

/** The same without a text on the way: the quotient of two exact doubles is rounded once, to the nearest (Clinger 1990). */
function readShort(body: string, { decimal }: Marks): number {
  let digits = 0;
  let fraction = -1;
  for (let at = 0; at < body.length; at++) {
    const digit = body.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      digits = 10 * digits + digit;
      if (fraction !== -1) fraction += 1;
    } else if (body[at] === decimal) fraction = 0;
  }
  return fraction > 0 ? digits / POWERS_OF_TEN[fraction] : digits;
}

/** The kinds of evidence, each with the first row that gave it. */
type Clue =
  | '.fraction'
  | ',fraction'
  | '.either'
  | ',either'
  | '.groups'
  | ',groups'
  | ' groups'
  | "'groups"
  /** A whole number below 1000, without a mark. */
  | 'small'
  /** A whole number of 1000 or more, without a mark. */
  | 'large';

/** What the numbers of a column say about the meaning of their marks. */
export class MarkClues {
  readonly #rows = new Map<Clue, number>();

  /** Takes in one number. */
  note(row: number, shape: Shape, body: string): void {
    const { groups, fraction, either } = shape;
    if (groups !== '') this.#keep(`${groups}groups`, row);
    if (fraction !== '') this.#keep(`${fraction}fraction`, row);
    if (either !== '') this.#keep(`${either}either`, row);
    if (groups === '' && fraction === '' && either === '')
      this.#keep(body.length > 3 ? 'large' : 'small', row);
  }

  /** Takes in the first row that gave a clue; -1 if there is none. */
  first(clue: Clue, row: number): void {
    if (row !== -1) this.#rows.set(clue, Math.min(row, this.#rows.get(clue) ?? row));
  }

  /** The first row that gave a clue. */
  row(clue: Clue): number | undefined {
    return this.#rows.get(clue);
  }

  has(clue: Clue): boolean {
    return this.#rows.has(clue);
  }

  #keep(clue: Clue, row: number): void {
    if (!this.#rows.has(clue)) this.#rows.set(clue, row);
  }
}

/** What else decides about marks. */
export interface MarkSurroundings {
  /** The decimal mark that the user stated. */
  readonly decimal?: DecimalMark | undefined;
  /** The separator of cells; a comma there means that a comma inside a cell was quoted with care. */
  readonly separator?: string | undefined;
  /** Whether the numbers are amounts of money. */
  readonly currency: boolean;
  /** Whether they are money of a country that writes 1,234 for 1234. */
  readonly currencyWithComma: boolean;
}

export interface MarkVerdict extends Marks {
  /** The mark that may mean decimals or thousands, with the rows that leave it open. */
  readonly open?: { readonly mark: DecimalMark; readonly rows: readonly number[] };
  /** Rows that contradict each other, or the mark that was stated. */
  readonly contrary?: readonly number[];
}

/** Judges what the point, the comma and the blank mean in a column. */
export function judgeMarks(clues: MarkClues, around: MarkSurroundings): MarkVerdict {
  const decimal = around.decimal ?? decideDecimal(clues, around);
  if (typeof decimal === 'object') return decimal;
  const other = decimal === '.' ? ',' : '.';
  const used: ThousandsMark[] = [];
  if (clues.has(`${other}groups`) || clues.has(`${other}either`)) used.push(other);
  if (clues.has(' groups')) used.push(' ');
  if (clues.has("'groups")) used.push("'");
  const contrary = [
    clues.row(`${other}fraction`) ?? clues.row(`${decimal}groups`),
    clues.row(`${decimal}fraction`) ?? clues.row(`${decimal}either`) ?? clues.row(`${other}groups`),
  ];
  const marks: Marks = { decimal, thousands: used[0] ?? '' };
  if (contrary[0] !== undefined) return { ...marks, contrary: keepRows(contrary) };
  if (used.length < 2) return marks;
  return { ...marks, contrary: keepRows(used.map((mark) => rowOfThousands(clues, mark))) };
}

function rowOfThousands(clues: MarkClues, mark: ThousandsMark): number | undefined {
  const either = mark === '.' || mark === ',' ? clues.row(`${mark}either`) : undefined;
  return clues.row(`${mark}groups`) ?? either;
}

function decideDecimal(clues: MarkClues, around: MarkSurroundings): DecimalMark | MarkVerdict {
  if (clues.has('.fraction') || clues.has(',groups')) return '.';
  if (clues.has(',fraction') || clues.has('.groups')) return ',';
  const otherThousands = clues.has(' groups') || clues.has("'groups");
  const point = clues.row('.either');
  const comma = clues.row(',either');
  if (point !== undefined && comma !== undefined) {
    return { decimal: '.', thousands: ',', contrary: keepRows([point, comma]) };
  }
  if (comma !== undefined) {
    if (otherThousands) return ',';
    if (around.separator === ',' || around.currencyWithComma) return '.';
    return { decimal: '.', thousands: ',', open: { mark: ',', rows: keepRows([comma, clues.row('small')]) } };
  }
  if (point === undefined || otherThousands || clues.has('large')) return '.';
  if (!clues.has('small') && !around.currency) return '.';
  return { decimal: '.', thousands: '', open: { mark: '.', rows: keepRows([point, clues.row('small')]) } };
}

function keepRows(rows: readonly (number | undefined)[]): number[] {
  return rows.filter((row) => row !== undefined).sort((a, b) => a - b);
}
