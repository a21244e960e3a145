const BARS = '▁▂▃▄▅▆▇█';

/** The range that a line of bars is drawn in. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Draws a series as a line of bars, from the lowest at `range.low` to the highest at `range.high`; values beyond are
 * cut. A series longer than `width` is averaged over equal spans.
 */
export function drawSparkline(values: readonly number[], width: number, { low, high }: Range): string {
  const bars = Math.min(width, values.length);
  return Array.from({ length: bars }, (_, i) => {
    const from = Math.floor((i * values.length) / bars);
    const to = Math.floor(((i + 1) * values.length) / bars);
    const span = values.slice(from, to);
    const mean = span.reduce((sum, value) => sum + value, 0) / span.length;
    const share = high > low ? (mean - low) / (high - low) : 0;
    return BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(share * BARS.length)))];
  }).join('');
}
