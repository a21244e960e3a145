import type { ColumnProfile } from '../../data/profile.ts';
import { formatNumber } from '../../words/numbers.ts';

/** What is in a column, in a line. */
export function describeValues({
  kind,
  minimum,
  maximum,
  mean,
  constant,
  distinct,
  examples,
}: ColumnProfile): string {
  if (kind === 'number') {
    if (minimum === null) return 'nothing';
    if (constant) return `number, always ${formatNumber(minimum)}`;
    return `number, ${formatNumber(minimum)} to ${formatNumber(maximum)}, mean ${formatNumber(mean)}`;
  }
  const more = distinct > examples.length ? ', ...' : '';
  return `text, ${distinct > 1000 ? 'over 1000' : distinct} values: ${examples.join(', ')}${more}`;
}

/**
 * What keeps a column from being used, and what to do about it.
 *
 * @param missing the rule for missing values
 * @param told what the plan found
 */
export function listFaults(
  { missing: count, fault }: ColumnProfile,
  isTarget: boolean,
  missing: string,
  told: readonly string[],
): string[] {
  // The target is read by other rules than a feature, and the plan speaks of it.
  if (isTarget) return [...told];
  const found: string[] = [];
  // One that names its own way out needs no other.
  const advice = needsDecimal(fault) ? '' : ': untick Use to leave it out';
  if (fault !== null) found.push(fault.message + advice);
  else if (count > 0 && missing === 'refuse') {
    found.push(`${count} ${count === 1 ? 'value is' : 'values are'} missing: choose below how to treat them`);
  } else found.push(...told);
  return found;
}

/** Whether a column would be one of numbers if their decimal mark were the other. */
export function needsDecimal(fault: ColumnProfile['fault']): boolean {
  return fault?.message.includes('set decimal to') === true;
}

/** Rows from which on a different text in each is no accident. */
const ROWS_OF_AN_IDENTIFIER = 20;

/** What is allowed, and seldom meant. */
export function listDoubts(
  { kind, constant, fault, distinct, missing }: ColumnProfile,
  rows: number,
  isTarget: boolean,
): string[] {
  if (constant && fault === null) {
    return [
      isTarget
        ? 'always the same: there is nothing to predict'
        : 'always the same: nothing can be learned from it',
    ];
  }
  const isIdentifier = kind === 'text' && missing === 0 && distinct === rows && rows >= ROWS_OF_AN_IDENTIFIER;
  if (!isIdentifier || isTarget || fault !== null) return [];
  return ['a different text in every row, like an identifier: untick Use to leave it out'];
}
