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
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "0.9 GFLOP", "61.8 GFLOP", "120 MFLOP". */
export function formatWork(flops: number): string {
  return flops >= 1e8 ? `${formatNumber(flops / 1e9, 3)} GFLOP` : `${formatNumber(flops / 1e6, 3)} MFLOP`;
}

/** A number in a column of numbers: zeros at its end stay, so that the digits stand below each other. */
export function formatAligned(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || value === 0) return formatNumber(value);
  const text = value.toPrecision(digits);
  return text.includes('e') ? formatNumber(value, digits) : text.replace('-', '−');
}

/** "1 row", "20 rows". */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Keeps a percent sign on the line of its number. */
export function keepUnits(sentence: string): string {
  return sentence.replaceAll(' %', '\u00a0%');
}
