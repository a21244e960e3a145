import { looksLikeReport } from '../../report/looks-like-report.ts';
import { type Patch, readPatch } from './fields.ts';
import type { ScoresSource } from './setup.ts';

/** More than any table of the limits takes. */
const MOST_BYTES = 64 * 2 ** 20;
/** Where JSON shows itself, behind blanks. */
const START = 64;

/** What a JSON file holds: scores, and what it asks of them where it is a whole request. */
export interface OpenedScores {
  readonly source: ScoresSource;
  readonly patch: Patch | null;
}

/**
 * The scores of a JSON file; null where it is none.
 *
 * @throws Error that says what was expected
 */
export async function readScoresFile(file: File): Promise<OpenedScores | null> {
  if (file.size > MOST_BYTES) return null;
  // What cannot be read at all is for the reader of tables to say.
  const start = await file
    .slice(0, START)
    .text()
    .catch(() => '');
  return looksLikeJson(start) ? openScores(await file.text(), file.name) : null;
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** @throws Error that says what was expected */
export function openScores(text: string, fileName: string): OpenedScores {
  const value = wrapBareData(parseJson(text, fileName));
  if (isObject(value) && isObject(value.data)) {
    const { data, ...options } = value;
    if (typeof data.csv !== 'string') return { source: toSource(data, fileName), patch: readPatch(options) };
    const { csv, ...reading } = data;
    return {
      source: { kind: 'csv', text: csv as string, fileName },
      patch: readPatch({ ...options, data: reading }),
    };
  }
  return { source: toSource(findData(value, fileName), fileName), patch: null };
}

const FORMS = ['scores', 'csv', 'rows', 'report'];

/** The data of a request by themselves, as a request. */
function wrapBareData(value: unknown): unknown {
  if (!isObject(value)) return value;
  const [form, ...others] = Object.keys(value);
  // A candidate may be called scores.
  const isBare = others.length === 0 && FORMS.includes(form) && (form !== 'scores' || isObject(value.scores));
  return isBare ? { data: value } : value;
}

function toSource(data: Record<string, unknown>, fileName: string): ScoresSource {
  return { kind: 'json', data, fileName };
}

/** Python writes what is no number by its name, which JSON does not know. */
const NO_NUMBERS = /(?<=[[,:]\s*)(?:NaN|-?Infinity)(?=\s*[\],}])/g;

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      return JSON.parse(text.replace(NO_NUMBERS, 'null'));
    } catch {
      throw new Error(`${fileName}: expected whole JSON, got ${String(error)}`);
    }
  }
}

function findData(value: unknown, fileName: string): Record<string, unknown> {
  if (looksLikeReport(value)) return { report: value };
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return { rows: value.map(writeRow) };
  if (isObject(value)) {
    const columns = Object.entries(value);
    if (columns.length > 0 && columns.every(([, cells]) => Array.isArray(cells)))
      return { scores: writeColumns(columns as [string, unknown[]][]) };
    // As pandas writes a DataFrame: for each column an object by row.
    if (columns.length > 0 && columns.every(([, cells]) => isObject(cells))) {
      return {
        scores: writeColumns(
          columns.map(([name, cells]) => [name, Object.values(cells as Record<string, unknown>)]),
        ),
      };
    }
  }
  throw new Error(
    `${fileName}: expected a report of absum, a list of objects, or an object of lists, such as cv_results_; got other JSON`,
  );
}

function writeColumns(columns: readonly (readonly [string, readonly unknown[]])[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(writeCell)]));
}

function writeRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, writeCell(cell)]));
}

/** The settings of a run may be an object, which a cell holds as a text. */
function writeCell(cell: unknown): unknown {
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : cell;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
