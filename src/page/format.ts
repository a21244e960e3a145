/** A number as one reads it: four significant digits, no more than the figures deserve. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return '–';
  const text = String(Number(value.toPrecision(digits)));
  return text.replace('-', '−').replace(/e([+-])/, (_, sign) => (sign === '-' ? 'e−' : 'e'));
}

/** A lambda exactly as it was given. */
export function formatLambda(lambda: number): string {
  return String(lambda).replaceAll('-', '−');
}

/** "0.4 s", "12 s", "3 min 20 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "0.9 GFLOP", "61.8 GFLOP", "120 MFLOP". */
export function formatWork(flops: number): string {
  return flops >= 1e8 ? `${formatNumber(flops / 1e9, 3)} GFLOP` : `${formatNumber(flops / 1e6, 3)} MFLOP`;
}
