import { foldAffix, isCurrency } from './affixes.ts';

/** The parts of a number as people write it: `US$ ` `4,744.10` ``, `(` `0.26` `)`, `` `1.5` `D+03` ``. */
export interface Anatomy {
  /** Digits and the marks between them; every blank is a space, every apostrophe is `'`. */
  readonly body: string;
  /** `e+03`, or empty. */
  readonly exponent: string;
  /** Whether the exponent is Fortran's D. */
  readonly fortran: boolean;
  readonly invisible: boolean;
  readonly around: Surroundings;
}

/** What stands before and after the digits of a number. */
export interface Surroundings {
  readonly negative: boolean;
  /** A currency before the number; often empty. */
  readonly prefix: string;
  /** A percent sign, a currency or a unit after it; often empty. */
  readonly suffix: string;
  /** The same for all numbers that have the same prefix and suffix; empty if there is neither. */
  readonly key: string;
  readonly parentheses: boolean;
  readonly quotes: boolean;
  /** Whether the minus is a typographic one: U+2212, or the dash U+2013 that word processors put. */
  readonly typographicMinus: boolean;
  /** Whether it is nothing, or an ASCII sign. */
  readonly bare: boolean;
}

const BARE: Surroundings = {
  negative: false,
  prefix: '',
  suffix: '',
  key: '',
  parentheses: false,
  quotes: false,
  typographicMinus: false,
  bare: true,
};
const BARE_NEGATIVE: Surroundings = { ...BARE, negative: true };

/** No number that a person writes is longer; a longer text is not looked into, so that every cell is cheap. */
const MOST_CHARACTERS = 64;
/** Digits and marks, with nothing around them but a sign: what most cells that are no plain number are. */
const BARE_DIGITS = /^[+-]?[\d.,][\d.,' ]*\d$/;

const NOT_ASCII = /[^\x20-\x7E]/;
/** Zero-width characters, directional marks, the soft hyphen and the byte order mark. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const BLANKS = /[\u00A0\u2000-\u200A\u202F\u205F\u3000\t]/g;
/** Columns of numbers repeat few affixes. */
const MOST_REMEMBERED = 256;
const EXPONENT = /[eEdD][+-]?\d+/y;

/** Takes out what nobody sees; the same text if there is nothing. */
export function dropInvisible(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(INVISIBLE, '').trim() : text.trim();
}

/** What numbers have in common whose affixes are the same. */
export function keyOfAffixes(prefix: string, suffix: string): string {
  return prefix === '' && suffix === '' ? '' : `${foldAffix(prefix)} ${foldAffix(suffix)}`;
}

/** Takes numbers apart. Since a column repeats few affixes, each is looked at once. */
export class Dissector {
  readonly #known = new Map<string, Surroundings | null>();
  #last: { before: string; after: string; around: Surroundings | null } = {
    before: '',
    after: '',
    around: BARE,
  };

  /** Takes a text apart if it may be a number in some notation, else null; what its marks mean is not looked at. */
  dissect(text: string): Anatomy | null {
    if (text.length > MOST_CHARACTERS) return null;
    if (BARE_DIGITS.test(text)) return dissectBare(text);
    const ascii = !NOT_ASCII.test(text);
    const trimmed = text.trim();
    const seen = ascii ? trimmed : dropInvisible(trimmed);
    const even = ascii ? seen : seen.replace(BLANKS, ' ').replaceAll('\u2019', "'");
    const start = findStart(even);
    if (start === -1) return null;
    const end = findEnd(even, start);
    EXPONENT.lastIndex = end;
    const exponent = EXPONENT.exec(even)?.[0] ?? '';
    const body = even.slice(start, end);
    const fortran = /^d/i.test(exponent);
    // 12D4 is a code; Fortran writes a point or a sign: 1.5D3, 1D+03.
    if (fortran && !/[.,]/.test(body) && !/^d[+-]/i.test(exponent)) return null;
    const around = this.#look(even.slice(0, start), even.slice(end + exponent.length));
    if (around === null) return null;
    const invisible = seen.length < trimmed.length;
    return { body, exponent: fortran ? `e${exponent.slice(1)}` : exponent, fortran, invisible, around };
  }

  #look(before: string, after: string): Surroundings | null {
    const last = this.#last;
    if (last.before === before && last.after === after) return last.around;
    const key = `${before}\n${after}`;
    let around = this.#known.get(key);
    if (around === undefined) {
      around = readSurroundings(before, after);
      if (this.#known.size < MOST_REMEMBERED) this.#known.set(key, around);
    }
    this.#last = { before, after, around };
    return around;
  }
}

function dissectBare(text: string): Anatomy {
  const around = text[0] === '-' ? BARE_NEGATIVE : BARE;
  const body = isSign(text.charCodeAt(0)) ? text.slice(1) : text;
  return { body, exponent: '', fortran: false, invisible: false, around };
}

/** `+` or `-`. */
function isSign(code: number): boolean {
  return code === 43 || code === 45;
}

/** The first digit, or the mark before it; but the point of `Rs.500` belongs to the currency. */
function findStart(text: string): number {
  let at = 0;
  while (at < text.length && !isDigit(text.charCodeAt(at))) at++;
  if (at === text.length) return -1;
  const before = text[at - 1];
  return (before === '.' || before === ',') && !/\p{L}/u.test(text[at - 2] ?? '') ? at - 1 : at;
}

/** The end of digits and the marks between them. */
function findEnd(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at)) || isMark(text.charCodeAt(at))) at++;
  while (text[at - 1] === ' ' || text[at - 1] === "'") at--;
  return at;
}

/** `.`, `,`, `'` or a blank. */
function isMark(code: number): boolean {
  return code === 46 || code === 44 || code === 39 || code === 32;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `"`, `="` and `'` before a number; a spreadsheet's apostrophe is never closed. */
const OPENING_QUOTE = /^(?:=?"|')/;
/** Parenthesis, sign, prefix, parenthesis, sign. */
const BEFORE =
  /^(\()? ?([+\-\u2212\u2013])? ?([\p{L}\p{Sc}][\p{L}\p{Sc}.$]{0,4})? ?(\()? ?([+\-\u2212\u2013])? ?$/u;
/** The ends of ordinals and of times of day, and of an exponent that is none. */
const NO_UNIT = /^(?:e|st|nd|rd|th|[ap]\.?m\.?)$/i;
/** Parenthesis, suffix, parenthesis. */
const AFTER = /^(\))? ?([%‰\p{Sc}]|[\p{L}°′″][\p{L}°′″²³/·*^. -]{0,10}[23]?)?(\))?$/u;

/** Reads what stands before and after a number; null if it makes the whole no number. */
function readSurroundings(before: string, after: string): Surroundings | null {
  const quote = OPENING_QUOTE.exec(before)?.[0] ?? '';
  const closing = quote.slice(-1);
  const closed = quote !== '' && after.endsWith(closing);
  if (quote.endsWith('"') && !closed) return null;
  const head = BEFORE.exec(before.slice(quote.length));
  const tail = AFTER.exec(closed ? after.slice(0, -1).trimEnd() : after);
  if (head === null || tail === null) return null;
  const [, open, early, prefix = '', inner, late] = head;
  const [, near, follows = '', far] = tail;
  const opening = [open, inner].filter((mark) => mark !== undefined).length;
  const ending = [near, far].filter((mark) => mark !== undefined).length;
  const signs = [early, late].filter((mark) => mark !== undefined);
  if (opening !== ending || opening + signs.length > 1 || (prefix !== '' && !isCurrency(prefix))) return null;
  const suffix = follows.trimEnd();
  if (NO_UNIT.test(suffix)) return null;
  const typographicMinus = signs[0] === '\u2212' || signs[0] === '\u2013';
  const [parentheses, quotes] = [opening === 1, quote !== ''];
  return {
    negative: parentheses || signs[0] === '-' || typographicMinus,
    prefix,
    suffix,
    key: keyOfAffixes(prefix, suffix),
    parentheses,
    quotes,
    typographicMinus,
    bare: prefix === '' && suffix === '' && !parentheses && !quotes && !typographicMinus,
  };
}
