import { describeValue } from '../../errors.ts';
import type { Draft } from '../../recipe/flat.ts';
import { UsageError } from '../exit-codes.ts';

// Scores in a JSON file, in whichever form they lie there.

/** The forms of `data` in a judge's request. */
const FORMS = ['scores', 'csv', 'rows', 'report'] as const;
export type ScoresForm = (typeof FORMS)[number];

/** The form of a request's data; scores where it says none. */
export function nameForm({ data }: Draft): ScoresForm {
  return FORMS.find((form) => isObject(data) && form in data) ?? 'scores';
}

/**
 * Makes a request of what a JSON file holds: a report of absum, an object of arrays, an array of objects, or a request.
 *
 * @throws UsageError for anything else
 */
export function wrapScores(value: unknown, source: string): Draft {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isObject)) return { data: { rows: value } };
    throw new UsageError(`${source}: ${EXPECTED}, got an array ${sayItems(value)}`);
  }
  if (!isObject(value)) throw new UsageError(`${source}: ${EXPECTED}, got ${describeValue(value)}`);
  if ('headline' in value) return wrapReport(value, source);
  const values = Object.values(value);
  if (values.length > 0 && values.every((each) => Array.isArray(each))) return { data: { scores: value } };
  if (isObject(value.data)) return { ...value };
  // The data of a request by themselves.
  if (values.length === 1 && FORMS.some((form) => form in value)) return { data: value };
  throw new UsageError(`${source}: ${EXPECTED}, got an object with ${sayNames(Object.keys(value))}`);
}

const EXPECTED =
  'expected a report of absum, an object of arrays by candidate, an array of objects, or a request with data';

function wrapReport(value: Draft, source: string): Draft {
  if (!('candidates' in value)) return { data: { report: value } };
  throw new UsageError(`${source}: expected scores, got what absum judge answered to some`);
}

function sayItems(items: readonly unknown[]): string {
  const other = items.find((item) => !isObject(item));
  return items.length === 0 ? 'without items' : `that holds ${describeValue(other)}`;
}

function sayNames(names: readonly string[]): string {
  if (names.length === 0) return 'nothing in it';
  return `${describeValue(names[0])}${names.length > 1 ? ` and ${names.length - 1} more` : ''}`;
}

function isObject(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
