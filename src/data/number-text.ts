/** The mark between a number's whole part and its fraction. */
export type DecimalMark = '.' | ',';

const WITH_POINT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const WITH_COMMA = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;
const WITH_THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
/** What always stands for a missing value: nothing, `NA`, `N/A`, `NaN`, `null`, in any case. */
export const MISSING = /^(?:na|n\/a|nan|null)?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/**
 * Reads a decimal number (sign, digits, the decimal mark, exponent), or returns null if the text is not one:
 * hexadecimal, thousands separators and spaces are not accepted. The value may overflow to Infinity.
 */
export function parseNumber(text: string, decimal: DecimalMark): number | null {
  if (decimal === '.') return WITH_POINT.test(text) ? Number(text) : null;
  return WITH_COMMA.test(text) ? Number(text.replace(',', '.')) : null;
}

/** Whether a person would call the text a number, whichever decimal mark or thousands separator it has. */
export function looksNumeric(text: string): boolean {
  return WITH_POINT.test(text) || WITH_COMMA.test(text) || WITH_THOUSANDS.test(text);
}

/** Whether the text names an infinity: `inf`, `Infinity`, with or without a sign, in any case. */
export function namesInfinity(text: string): boolean {
  return INFINITE.test(text);
}
