/** Numbers as a chart writes them: short, and with a minus sign that screen readers say as one. */

const MINUS = '\u2212';
/** From here on, and below the other, a number is shorter with an exponent. */
const [LARGE, SMALL] = [1e6, 1e-4];

function dress(text: string): string {
  return text.replaceAll('-', MINUS).replace('e+', 'e');
}

/** Three significant digits. */
export function formatFigure(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= SMALL && size < LARGE)) return dress(String(Number(value.toPrecision(3))));
  // Through text, since the largest double rounds up to Infinity.
  return dress(value.toExponential(2).replace(/\.?0+e/, 'e'));
}

/** A lambda as it was given, where it is short. */
export function formatLambda(lambda: number): string {
  const exact = String(lambda);
  return exact.length <= 8 ? dress(exact) : formatFigure(lambda);
}

/** A difference, its sign always told. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatFigure(value)}` : formatFigure(value);
}

/** A share as a whole percentage; what is neither none nor all never reads as that. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.005) return '<1';
  if (share < 1 && share >= 0.995) return '>99';
  return String(Math.round(share * 100));
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
    return ticks.map((tick) => (tick === 0 ? '0' : dress(tick.toExponential(digits))));
  }
  const decimals = Math.min(Math.max(-magnitude(step), 0), 15);
  return ticks.map((tick) => dress((tick === 0 ? 0 : tick).toFixed(decimals)));
}

/** The first so many of some parts, and how many more there are. */
export function listSome(parts: readonly string[], most: number): string {
  const listed = parts.slice(0, most).join('; ');
  return parts.length > most ? `${listed}; and ${parts.length - most} more` : listed;
}
