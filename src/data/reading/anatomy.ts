import { isCurrency } from './affixes.ts';

/** The parts of a number as people write it: `(US$ 4,744.10)`, `−47 %`, `1.5D+03`. */
export interface Anatomy {
  readonly negative: boolean;
  /** A currency before the number; often empty. */
  readonly prefix: string;
  /** A percent sign, a currency or a unit after it; often empty. */
  readonly suffix: string;
  /** Digits and the marks between them; every blank is a space, every apostrophe is `'`. */
  readonly body: string;
  /** `e+03`, or empty. */
  readonly exponent: string;
  readonly parentheses: boolean;
  readonly quotes: boolean;
  readonly invisible: boolean;
  /** Whether the minus is the typographic one, U+2212. */
  readonly typographicMinus: boolean;
  /** Whether the exponent is Fortran's D. */
  readonly fortran: boolean;
}

/** No number that a person writes is longer; a longer text is not looked into, so that every cell is cheap. */
const MOST_CHARACTERS = 64;

/** Zero-width characters, directional marks, the soft hyphen and the byte order mark. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const BLANKS = /[\u00A0\u2000-\u200A\u202F\u205F\u3000\t]/g;
/** `'123'`, `"123"`, `="0123"`, and the apostrophe by which a spreadsheet marks text: `'0123`. */
const QUOTED = /^(?:=?"(.*)"|'(.*?)'?)$/;
/** Parenthesis, sign, prefix, parenthesis, sign, body, exponent, parenthesis, suffix, parenthesis. */
const PARTS =
  /^(\()? ?([+-])? ?([\p{L}\p{Sc}][\p{L}\p{Sc}.]{0,4})? ?(\()?([+-])? ?([\d.,](?:[\d.,' ]*[\d.,])?)([eEdD][+-]?\d+)? ?(\))? ?([%‰\p{Sc}]|[\p{L}°′″][\p{L}°′″²³/·*^. -]{0,10}[23]?)?(\))?$/u;

/** The ends of ordinals, and of an exponent that is none. */
const NO_UNIT = /^(?:e|st|nd|rd|th)$/i;

/** Takes out what nobody sees; the same text if there is nothing. */
export function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, '').trim();
}

/** Takes a text apart if it is a number in any notation, else null; whether its marks make sense is not looked at. */
export function dissect(text: string): Anatomy | null {
  if (text.length > MOST_CHARACTERS || !/\d/.test(text)) return null;
  const seen = dropInvisible(text);
  const quoted = QUOTED.exec(seen);
  const bare = (quoted === null ? seen : (quoted[1] ?? quoted[2])).trim();
  const even = bare.replace(BLANKS, ' ').replaceAll('\u2019', "'").replaceAll('\u2212', '-');
  const parts = PARTS.exec(even);
  if (parts === null) return null;
  const [, open, early, prefix = '', inner, late, body, exponent = '', near, suffix = '', far] = parts;
  if (NO_UNIT.test(suffix)) return null;
  const opened = Number(open !== undefined) + Number(inner !== undefined);
  const closed = Number(near !== undefined) + Number(far !== undefined);
  const signs = Number(early !== undefined) + Number(late !== undefined);
  if (opened !== closed || opened + signs > 1 || (prefix !== '' && !isCurrency(prefix))) return null;
  const fortran = /^d/i.test(exponent);
  // 12D4 is a code; Fortran writes a point or a sign: 1.5D3, 1D+03.
  if (fortran && !/[.,]/.test(body) && !/^d[+-]/i.test(exponent)) return null;
  return {
    negative: opened === 1 || early === '-' || late === '-',
    prefix,
    suffix: suffix.trimEnd(),
    body,
    exponent: exponent.replace(/^d/i, 'e'),
    parentheses: opened === 1,
    quotes: quoted !== null,
    invisible: seen.length < text.trim().length,
    typographicMinus: bare.includes('\u2212'),
    fortran,
  };
}

/** Whether a number is written with nothing but digits, an ASCII sign, marks and an exponent. */
export function isBare({ prefix, suffix, ...shown }: Anatomy): boolean {
  const { parentheses, quotes, invisible, typographicMinus, fortran } = shown;
  return !(prefix || suffix || parentheses || quotes || invisible || typographicMinus || fortran);
}
