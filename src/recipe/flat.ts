import { AbsumError, describeValue, type Issue } from '../errors.ts';
import { refuse, UNKNOWN_FIELD } from '../validate.ts';
import { askNearestWord } from '../words/nearest.ts';
import { findMistyped } from './mistyped.ts';

// What is asked as a list of names and texts, as a query, a form or a command line has it.

/** How the text of a parameter becomes a value of the recipe. */
export type Kind = 'text' | 'number' | 'numbers' | 'numbers or auto' | 'boolean' | 'texts' | 'dates';

/** The names of flat parameters, each with its place in what is asked and how its text is read. */
export type FlatTable = Readonly<Record<string, readonly [path: string, kind: Kind]>>;

/** An object of what is asked, under construction. */
export type Draft = Record<string, unknown>;

/**
 * Writes parameters into a draft. Texts that are not numbers stay texts, so that the schema says what it expected and
 * what it got.
 *
 * @throws AbsumError `invalid-recipe` for unknown and repeated parameters
 */
export function applyFlat(
  table: FlatTable,
  draft: Draft,
  parameters: Iterable<readonly [string, string]>,
): void {
  refuse('invalid-recipe', assignParameters(table, draft, parameters));
}

/** Assigns what it can, and tells what it cannot. */
function* assignParameters(
  table: FlatTable,
  draft: Draft,
  parameters: Iterable<readonly [string, string]>,
): Generator<Issue, void> {
  const seen = new Set<string>();
  for (const [name, text] of parameters) {
    if (!Object.hasOwn(table, name))
      yield { place: name, message: `unknown parameter${askNearestWord(Object.keys(table), name)}` };
    else if (seen.has(name)) yield { place: name, message: 'given more than once' };
    else {
      const [path, kind] = table[name];
      for (const { at, message } of findMistyped(kind, text)) yield { place: name + at, message };
      const value = readValue(text, kind);
      if (kind === 'dates' && typeof value === 'string') yield { place: name, message: refuseDates(text) };
      assign(draft, path.split('.'), value);
    }
    seen.add(name);
  }
}

/**
 * Names the places of an error as the caller wrote them. A parameter is never called unknown, even where the rest of what
 * is asked has no place for it.
 *
 * @param owners what must be chosen before there is a place for a parameter
 */
export function renameFlat(
  table: FlatTable,
  error: AbsumError,
  owners: Readonly<Record<string, string | undefined>> = {},
): AbsumError {
  const issues = error.issues.map(({ place, message, ...more }) => {
    const found = Object.entries(table).find(([, [path, kind]]) => {
      const isOfDates = kind === 'dates' && place.startsWith(`${path}.`);
      return place === path || place.startsWith(`${path}[`) || isOfDates;
    });
    if (found === undefined) return { place, message, ...more };
    const [name, [path]] = found;
    const owner = message.startsWith(UNKNOWN_FIELD) ? owners[name] : undefined;
    return {
      place: name + place.slice(path.length),
      message: owner === undefined ? message : `applies only to ${owner}`,
      ...more,
    };
  });
  return new AbsumError(error.code, issues);
}

function assign(draft: Draft, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    draft[key] = value;
    return;
  }
  const inner = draft[key];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  const next: Draft = isObject ? { ...inner } : {};
  draft[key] = next;
  assign(next, rest, value);
}

function readValue(text: string, kind: Kind): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'texts':
      return text.split(',');
    case 'number':
      return readNumber(text);
    case 'numbers':
      return text.trim() === '' ? [] : text.split(',').map(readNumber);
    case 'numbers or auto':
      return text.trim() === 'auto' ? 'auto' : readValue(text, 'numbers');
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'dates':
      return readDates(text);
  }
}

/** `sold:year month,due:days`; what is no such text stays one. */
function readDates(text: string): unknown {
  const columns = text.split(',').map((part) => /^(.+):([a-z ]+)$/.exec(part.trim()));
  if (!columns.every((found) => found !== null)) return text;
  return Object.fromEntries(columns.map(([, name, parts]) => [name, parts.trim().split(/ +/)]));
}

function refuseDates(text: string): string {
  return `expected columns with what to take of each, as in "sold:year month,due:days", got ${describeValue(text)}`;
}

function readNumber(text: string): number | string {
  const decimal = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
  return decimal.test(text) ? Number(text) : text.trim();
}
