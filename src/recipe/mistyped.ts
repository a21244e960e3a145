import { describeValue } from '../errors.ts';

/** A number in the text of a parameter that is not what it looks like. */
interface Mistyped {
  /** Where in a list: `[1]`; else empty. */
  readonly at: string;
  readonly message: string;
}

/** Longer ones are no slip. */
const MOST_CHARACTERS = 20;

/** Finds decimal commas and zeros in front: `0,05`, `064`, and `0,001` among lambdas, which would be 0 and 1. */
export function* findMistyped(kind: string, text: string): Generator<Mistyped, void> {
  if (!kind.startsWith('number')) return;
  const isList = kind !== 'number';
  const entries = (isList ? text.split(',') : [text]).map((entry) => entry.trim());
  for (const [i, entry] of entries.entries()) {
    if (entry.length > MOST_CHARACTERS) continue;
    const at = isList ? `[${i}]` : '';
    const got = `got ${describeValue(entry)}: write`;
    if (/^[+-]?\d*,\d+$/.test(entry)) {
      yield { at, message: `expected a decimal point, ${got} ${entry.replace(',', '.')}` };
    } else if (/^[+-]?0\d/.test(entry)) {
      // Widths of layers, the other lists, have no decimals.
      const whole = kind === 'numbers or auto' ? (entries[i - 1] ?? '') : '';
      const decimal = /^[+-]?\d+$/.test(whole) ? `${whole}.${entry} if the comma marks decimals, else ` : '';
      const bare = entry.replace(/^([+-]?)0+(?=\d)/, '$1');
      yield { at, message: `expected a number without a zero in front, ${got} ${decimal}${bare}` };
    }
  }
}
