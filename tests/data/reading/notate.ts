/** The digits of a decimal number, before it is written in any notation. */
export interface Digits {
  readonly negative: boolean;
  /** Without leading zeros, but for `0`. */
  readonly whole: string;
  /** May be empty. */
  readonly fraction: string;
  /** A power of ten; null if none is written. */
  readonly exponent: number | null;
}

/** How the numbers of one column are written. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  readonly thousands: '' | ',' | '.' | ' ' | '\u00a0' | '\u202f' | "'";
  /** Before the number: a currency, or nothing. */
  readonly prefix: string;
  /** After the number: a percent sign, a currency, a unit, or nothing. */
  readonly suffix: string;
  /** ASCII, U+2212, or parentheses around all. */
  readonly minus: '-' | '\u2212' | '()';
  /** `D` is Fortran's. */
  readonly exponent: '' | 'e' | 'E' | 'D';
}

export const PLAIN_STYLE: NumberStyle = {
  decimal: '.',
  thousands: '',
  prefix: '',
  suffix: '',
  minus: '-',
  exponent: '',
};

/** The number that the digits say: the nearest double, as Number() finds it. */
export function toNumber({ negative, whole, fraction, exponent }: Digits): number {
  return Number(`${negative ? '-' : ''}${whole}.${fraction}e${exponent ?? 0}`) + 0;
}

/** Writes a number in a notation. */
export function notate({ negative, whole, fraction, exponent }: Digits, style: NumberStyle): string {
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, style.thousands);
  const power = style.exponent === '' || exponent === null ? '' : writePower(style.exponent, exponent);
  const body = `${grouped}${fraction === '' ? '' : style.decimal + fraction}${power}`;
  const whatever = `${style.prefix}${body}${style.suffix}`;
  if (!negative) return whatever;
  return style.minus === '()' ? `(${whatever})` : `${style.minus}${whatever}`;
}

function writePower(letter: string, power: number): string {
  return `${letter}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/**
 * Whether the marks in a column can be read in two ways that give other numbers: `785` beside `2.421`, or `1,234` alone.
 * Blanks and apostrophes have one meaning, and so has a number with an exponent.
 */
export function isAmbiguous(column: readonly Digits[], style: NumberStyle): boolean {
  if (style.exponent !== '') return false;
  const bodies = column.map(({ whole, fraction, exponent }) =>
    notate({ negative: false, whole, fraction, exponent }, { ...style, prefix: '', suffix: '' }),
  );
  if (bodies.some((body) => /[^\d.,]/.test(body))) return false;
  const byPoint = bodies.map((body) => readWithMark(body, '.', ','));
  const byComma = bodies.map((body) => readWithMark(body, ',', '.'));
  if (byPoint.includes(null) || byComma.includes(null)) return false;
  return byPoint.some((value, i) => value !== byComma[i]);
}

/** A number with this decimal mark, and the other between thousands if anywhere; null if it cannot be read so. */
function readWithMark(body: string, decimal: string, thousands: string): number | null {
  const [whole, fraction = '', ...more] = body.split(decimal);
  const groups = whole.split(thousands);
  const isGrouped = /^[1-9]\d{0,2}$/.test(groups[0]) && groups.slice(1).every((group) => group.length === 3);
  if (more.length > 0 || fraction.includes(thousands) || (groups.length > 1 && !isGrouped)) return null;
  return Number(`${groups.join('')}.${fraction}`);
}
