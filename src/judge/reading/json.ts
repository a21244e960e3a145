import { describeValue, errorAt } from '../../errors.ts';
import type { Draft } from '../../recipe/flat.ts';
import { looksLikeReport } from '../../report/looks-like-report.ts';

// Scores in a JSON file, in whichever form they lie there, as a request.

/** The forms of `data` in a request. */
const FORMS = ['scores', 'csv', 'rows', 'report'] as const;
export type ScoresForm = (typeof FORMS)[number];

/** The form of a request's data; scores where it says none. */
export function nameForm({ data }: Draft): ScoresForm {
  return FORMS.find((form) => isObject(data) && form in data) ?? 'scores';
}

/** Python writes what is no number by its name, which JSON does not know. */
const NO_NUMBERS = /(?<=[[,:]\s*)(?:NaN|-?Infinity)(?=\s*[\],}])/g;

/**
 * Reads a JSON text, also one of Python with NaN in it.
 *
 * @throws SyntaxError for what is no JSON
 */
export function parseScoresJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      return JSON.parse(text.replace(NO_NUMBERS, 'null'));
    } catch {
      throw error;
    }
  }
}

/**
 * Makes a request of what a JSON file holds: a report of absum, arrays by candidate or columns such as those of
 * `cv_results_`, a DataFrame as pandas writes it, an array of objects, or a request.
 *
 * @throws AbsumError `invalid-data` at `data` for anything else
 */
export function wrapScores(value: unknown): Draft {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isObject)) return { data: { rows: value } };
    throw refuse(`an array ${sayItems(value)}`);
  }
  if (!isObject(value)) throw refuse(describeValue(value));
  if (looksLikeReport(value)) return { data: { report: value } };
  if ('headline' in value && 'candidates' in value) {
    throw errorAt('invalid-data', 'data', 'expected scores, got what absum judge answered to some');
  }
  const values = Object.values(value);
  if (values.length > 0 && values.every((each) => Array.isArray(each))) return { data: { scores: value } };
  if (isObject(value.data) && FORMS.some((form) => form in (value.data as Draft))) return { ...value };
  // The data of a request by themselves; a candidate may be called so too, but then its scores are no object.
  const [form, ...others] = Object.keys(value);
  if (others.length === 0 && (FORMS as readonly string[]).includes(form)) return { data: value };
  if (values.length > 0 && values.every(isObject)) return { data: { scores: listCells(value) } };
  throw refuse(`an object with ${sayNames(Object.keys(value))}`);
}

/** For each column the cells of an object by row, as pandas writes a DataFrame. */
function listCells(columns: Draft): Draft {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [name, Object.values(cells as object)]),
  );
}

function refuse(got: string) {
  const message = `expected a report of absum, an object of arrays by candidate, an array of objects, or a request with data, got ${got}`;
  return errorAt('invalid-data', 'data', message);
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
