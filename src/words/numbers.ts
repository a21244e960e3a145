// Numbers as people read them: in sentences, on charts, on the page and on a terminal.

/** Two significant digits, as one would say a percentage or an amount. */
export function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** Two significant digits, and never less than the value: what is needed at least. */
export function roundUp(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return round(Math.ceil(value / unit) * unit);
}

/** A share in percent, to two significant digits. */
export function percent(share: number): string {
  return share > 0 && share < 1e-4 ? 'less than 0.01 %' : `${round(100 * share)} %`;
}

/** A share as a whole percentage without its sign; only exactly 0 reads as 0, and only exactly 1 as 100. */
export function wholePercent(share: number): string {
  if (share > 0 && share < 0.005) return '<1';
  if (share < 1 && share >= 0.995) return '>99';
  return String(Math.round(share * 100));
}

/** Decimals that show an error of this size in two significant digits; at most 6. */
export function countDecimals(error: number): number {
  if (!(error > 0)) return 3;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))));
}

/** Screen readers say this one as a minus sign. */
const MINUS = '\u2212';

/** A number as text with the minus sign of typesetters. */
export function typeset(text: string): string {
  return text.replaceAll('-', MINUS).replace('e+', 'e');
}

/** Four significant digits, no more than most figures deserve. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  return value === null || value === undefined
    ? '\u2013'
    : typeset(String(Number(value.toPrecision(digits))));
}

/** A number in a column of numbers: zeros at its end stay, so that the digits stand below each other. */
export function formatAligned(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || value === 0) return formatNumber(value);
  const text = value.toPrecision(digits);
  return text.includes('e') ? formatNumber(value, digits) : typeset(text);
}

/** A lambda exactly as it was given. */
export function formatLambda(lambda: number): string {
  return typeset(String(lambda));
}

/** A lambda as it was given if that is short, else three significant digits. */
export function shortenLambda(lambda: number): string {
  const exact = formatLambda(lambda);
  return exact.length <= 8 ? exact : formatFigure(lambda);
}

/** At least this large, or below the other, a number is shorter with an exponent. */
const [LARGE, SMALL] = [1e6, 1e-4];

/** Three significant digits, where there is little room. */
export function formatFigure(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= SMALL && size < LARGE)) return typeset(String(Number(value.toPrecision(3))));
  // Through text, since the largest double rounds up to Infinity.
  return typeset(value.toExponential(2).replace(/\.?0+e/, 'e'));
}

/** A difference in three significant digits, its sign always shown. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatFigure(value)}` : formatFigure(value);
}

/** Equally spaced ticks, all with the same decimals, as many as their step needs. */
export function formatTicks(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : largest;
  if (largest === 0 || step === 0) return ticks.map(formatFigure);
  // log10 of a power of ten may fall short of the whole number.
  const magnitude = (value: number) => Math.floor(Math.log10(value) + 1e-9);
  if (largest >= LARGE || largest < SMALL) {
    const digits = Math.min(Math.max(magnitude(largest) - magnitude(step), 0), 15);
    return ticks.map((tick) => (tick === 0 ? '0' : typeset(tick.toExponential(digits))));
  }
  const decimals = Math.min(Math.max(-magnitude(step), 0), 15);
  return ticks.map((tick) => typeset((tick === 0 ? 0 : tick).toFixed(decimals)));
}

/** Keeps each percent sign of a text on the line of its number. */
export function keepUnits(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}
