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

/** A number in a column of numbers: zeros at its end stay, so that the digits stand below each other. */
export function formatAligned(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || value === 0) return formatNumber(value);
  const text = value.toPrecision(digits);
  return text.includes('e') ? formatNumber(value, digits) : text.replace('-', '−');
}

/** Keeps a percent sign on the line of its number. */
export function keepUnits(sentence: string): string {
  return sentence.replaceAll(' %', '\u00a0%');
}
