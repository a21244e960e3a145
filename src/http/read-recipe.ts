import type { HonoRequest } from 'hono';
import { readText } from '../data/doors/read-text.ts';
import { AbsumError } from '../errors.ts';
import { JUDGE_OWNERS, JUDGE_PARAMETERS } from '../judge/parameters.ts';
import { applyFlat, renameFlat } from '../recipe/flat.ts';
import { applyParameters, type Draft, renamePlaces } from '../recipe/parameters.ts';
import { readUnbroken } from './gate/broken-off.ts';
import { HttpError } from './problem.ts';
import {
  decode,
  parseJson,
  readJson,
  readMediaType,
  readParts,
  refuseSecond,
  showType,
} from './read-body.ts';

/** What is asked as a request carries it, and a function that puts its errors into the request's own words. */
interface Received {
  readonly input: unknown;
  readonly translate: (error: unknown) => unknown;
}

/** What may be asked: by the name of its JSON, and by flat parameters beside a table. */
interface Asked {
  /** What the JSON is called, and the part of a form that holds it. */
  readonly name: 'recipe' | 'request';
  apply(draft: Draft, parameters: Iterable<readonly [string, string]>): void;
  rename(error: AbsumError): AbsumError;
}

const RECIPE: Asked = { name: 'recipe', apply: applyParameters, rename: renamePlaces };
const JUDGE: Asked = {
  name: 'request',
  apply: (draft, parameters) => applyFlat(JUDGE_PARAMETERS, draft, parameters),
  rename: (error) => renameFlat(JUDGE_PARAMETERS, error, JUDGE_OWNERS),
};

const sayAccepted = ({ name }: Asked) =>
  `application/json with a ${name}, text/csv with the ${name} in the query, or multipart/form-data with a file`;

/**
 * Reads a recipe from a request: as JSON, as a CSV body with the other fields in the query, or as a form with
 * a `file` and the other fields beside it. A body labelled as a URL-encoded form is read as CSV, since `curl
 * --data-binary` labels everything so.
 *
 * @throws HttpError for a body of another type, or one that is not what its type says
 */
export function readRecipe(request: HonoRequest): Promise<Received> {
  return readAsked(request, RECIPE);
}

/** Reads what a judge is asked in the same ways; see `JUDGE_PARAMETERS`. */
export function readJudgeRequest(request: HonoRequest): Promise<Received> {
  return readAsked(request, JUDGE);
}

async function readAsked(request: HonoRequest, asked: Asked): Promise<Received> {
  const type = readMediaType(request);
  switch (type) {
    case 'application/json':
      return { input: await readJson(request), translate: (error) => error };
    case 'text/csv':
      return readFlat(asked, { csv: await readCsvBody(request) }, {}, new URL(request.url).searchParams);
    case 'application/x-www-form-urlencoded': {
      const csv = await readCsvBody(request);
      if (csv !== '' && !/[\n\r]/.test(csv)) throw new HttpError('invalid-body', LINES_LOST);
      return readFlat(asked, { csv }, {}, new URL(request.url).searchParams);
    }
    case 'multipart/form-data':
      return readForm(request, asked);
    default:
      throw new HttpError(
        'unsupported-media-type',
        `expected ${sayAccepted(asked)}, got ${showType(type)}`,
        'content-type',
      );
  }
}

/** `curl -d @file` takes line breaks out of a file, and labels its body so. */
const LINES_LOST =
  'expected a CSV with a line for each row, got one line: curl -d strips line breaks; use --data-binary @file.csv';

async function readCsvBody(request: HonoRequest): Promise<string> {
  return decodeCsv(await readUnbroken(request.arrayBuffer()));
}

/** The text of a table, in any encoding; other files are refused by their names. */
function decodeCsv(bytes: ArrayBuffer): string {
  try {
    return readText(new Uint8Array(bytes));
  } catch (error) {
    throw error instanceof AbsumError ? new HttpError('invalid-body', error.issues) : error;
  }
}

async function readForm(request: HonoRequest, asked: Asked): Promise<Received> {
  const fields: [string, string][] = [];
  let draft: Draft | undefined;
  let data: Draft | undefined;
  for (const [name, value] of await readParts(request)) {
    if (name === 'file') {
      if (data !== undefined) throw refuseSecond(name);
      data = { csv: typeof value === 'string' ? value : decodeCsv(await value.arrayBuffer()) };
    } else if (name === asked.name) {
      if (draft !== undefined) throw refuseSecond(name);
      draft = readDraft(typeof value === 'string' ? value : decode(await value.arrayBuffer(), name), name);
    } else if (typeof value === 'string') fields.push([name, value]);
    else throw new HttpError('invalid-body', 'expected a text, got a file: the data goes into "file"', name);
  }
  return readFlat(asked, data ?? {}, draft ?? {}, fields);
}

function readDraft(text: string, place: string): Draft {
  const value = parseJson(text, place);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new HttpError('invalid-body', 'expected a JSON object', place);
}

function readFlat(
  { apply, rename }: Asked,
  data: Draft,
  draft: Draft,
  parameters: Iterable<readonly [string, string]>,
): Received {
  const input = { ...draft, data: { ...(draft.data as object | undefined), ...data } };
  apply(input, parameters);
  return { input, translate: (error) => (error instanceof AbsumError ? rename(error) : error) };
}
