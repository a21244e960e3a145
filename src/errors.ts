/** What went wrong, as a stable word that callers may branch on. */
export type ErrorCode =
  /** The recipe names a field, type, value or combination that does not exist. */
  | 'invalid-recipe'
  /** The data set cannot be read, or cannot be used as the recipe asks. */
  | 'invalid-data'
  /** The recipe names a built-in data set that does not exist. */
  | 'unknown-dataset'
  /** The requested work exceeds a limit. */
  | 'limit-exceeded'
  /** The work took more time than it may, and was stopped. */
  | 'out-of-time'
  /** The engine named cannot run the recipe. */
  | 'unsupported'
  /** The caller's signal stopped the work. */
  | 'aborted'
  /** The WebAssembly module given is not the absum module, or is of another version. */
  | 'invalid-module'
  /** A worker of a pool ended before its work was done, or the pool was closed. */
  | 'worker-lost'
  /** The model given for a prediction is damaged, or of another version. */
  | 'invalid-model'
  /** A setting of a host cannot be read. */
  | 'misconfigured'
  /** The sweep was begun by a version that may compute other numbers, or keeps its ledger in another layout. */
  | 'version-changed'
  /** The idempotency key belongs to a sweep of another recipe or other data. */
  | 'key-reused';

/** One fault and where it stands: `lambdas[2]`, `data.csv row 17, column "age"`; `""` is the whole input. */
export interface Issue {
  readonly place: string;
  readonly message: string;
  /** What leads on: parts of a recipe, any one of which mends it; the likeliest first. */
  readonly ways?: readonly Way[];
}

/** A part of a recipe, to be merged into it, such as `{data: {missing: "mean"}}`. */
export type Way = Readonly<Record<string, unknown>>;

/** No one reads more faults than this at once. */
export const MAX_ISSUES = 20;
/** A place is made of names that were sent, of any length. */
const MAX_PLACE = 100;
/** Messages show values by `describeValue` and are far shorter; this bounds the one that forgets to. */
const MAX_MESSAGE = 1000;
/** No one chooses among more. */
const MAX_WAYS = 4;
/** A way repeats names that were sent; one that is longer than this helps nobody. */
const MAX_WAY = 400;
/** How long the issues in one line may become, apart from the last of them. */
const MAX_LINE = 1500;

/** Every error that absum throws on purpose. `message` joins the issues, so that it can stand alone. */
export class AbsumError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, issues: readonly Issue[]) {
    const bounded = boundIssues(issues);
    super(describeIssues(bounded));
    this.name = 'AbsumError';
    this.code = code;
    this.issues = bounded;
  }
}

/** The error for a single fault at one place. */
export function errorAt(
  code: ErrorCode,
  place: string,
  message: string,
  ways: readonly Way[] = [],
): AbsumError {
  return new AbsumError(code, [{ place, message, ...(ways.length > 0 && { ways }) }]);
}

/** Shows a value that arrived in place of another; short for any value, and without looking inside it. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? quoteText(value.slice(0, 60)) : String(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** Blanks other than a space, and characters without a picture of their own. */
const UNSEEN = /[^\S ]|[\p{Cc}\p{Cf}]/gu;

/** In double quotes, with what one cannot see written out: `"unit\u00a0price"`. */
export function quoteText(text: string): string {
  return showUnseen(JSON.stringify(text));
}

/** With what one cannot see written out, what moves the cursor of a terminal too: `unit\u00a0price`. */
export function showUnseen(text: string): string {
  return text.replace(UNSEEN, (found) =>
    Array.from(
      { length: found.length },
      (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** The first issues, none longer than a reader can use, however long the names and texts that were sent. */
export function boundIssues(issues: readonly Issue[]): Issue[] {
  return issues.slice(0, MAX_ISSUES).map(({ place, message, ways = [] }) => {
    const short = ways.filter((way) => JSON.stringify(way).length <= MAX_WAY).slice(0, MAX_WAYS);
    return {
      place: shorten(place, MAX_PLACE),
      message: shorten(message, MAX_MESSAGE),
      ...(short.length > 0 && { ways: short }),
    };
  });
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** The issues in one line, each with its place; of many long ones the first, and how many more. */
export function describeIssues(issues: readonly Issue[]): string {
  let line = '';
  for (const [i, { place, message, ways = [] }] of issues.entries()) {
    if (line.length > MAX_LINE) return `${line}; and ${issues.length - i} more`;
    line += `${i === 0 ? '' : '; '}${place === '' ? message : `${place}: ${message}`}`;
    if (ways.length > 0) line += ` (set ${ways.map(describeWay).join(', or ')})`;
  }
  return line;
}

/** A part of a recipe in a line: `data.missingMarkers to ["?"]`. */
function describeWay(way: Way): string {
  return listLeaves(way, '')
    .map(([path, value]) => `${path} to ${JSON.stringify(value)}`)
    .join(' and ');
}

function listLeaves(part: Way, path: string): [path: string, value: unknown][] {
  return Object.entries(part).flatMap(([key, value]): [string, unknown][] => {
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isPart ? listLeaves(value as Way, `${path}${key}.`) : [[path + key, value]];
  });
}

/** Where an error comes from. Its message may hold anything, so that no log shows it. */
export interface ErrorPlace {
  /** The name of the error's class. */
  readonly error: string;
  readonly stack: readonly string[];
}

/** Finds the name and the place of whatever was thrown. */
export function locateError(error: unknown): ErrorPlace {
  if (!(error instanceof Error)) return { error: typeof error, stack: [] };
  const name = /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
  return { error: name, stack: listFrames(error) };
}

/** V8 puts the message before the frames, and a message may have lines that look like frames. */
function listFrames({ stack = '', message }: Error): string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = stack.slice(at === -1 ? 0 : at + message.length).split('\n');
  const start = lines.findLastIndex((line) => !/^\s+at /.test(line)) + 1;
  return lines.slice(start).map((line) => line.trim());
}
