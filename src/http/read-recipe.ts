import type { HonoRequest } from 'hono';
import { readText } from '../data/doors/read-text.ts';
import { AbsumError, describeValue } from '../errors.ts';
import { JUDGE_OWNERS, JUDGE_PARAMETERS } from '../judge/parameters.ts';
import { applyFlat, renameFlat } from '../recipe/flat.ts';
import { applyParameters, type Draft, renamePlaces } from '../recipe/parameters.ts';
import { readUnbroken } from './gate/broken-off.ts';
import { HttpError } from './problem.ts';

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

/**
 * Reads a body that must be JSON.
 *
 * @throws HttpError for a body of another type, one that is not JSON, and anything in the query
 */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const type = readMediaType(request);
  if (type !== 'application/json') {
    const message = `expected application/json, got ${showType(type)}`;
    throw new HttpError('unsupported-media-type', message, 'content-type');
  }
  refuseQuery(request);
  return parseJson(decode(await readUnbroken(request.arrayBuffer()), ''));
}

/** The media type without parameters; texts must be UTF-8, and not packed. */
function readMediaType(request: HonoRequest): string {
  const coding = request.header('content-encoding') ?? 'identity';
  if (coding !== 'identity') {
    const message = `expected a body that is not packed, got ${showType(coding)}: unpack it first`;
    throw new HttpError('unsupported-media-type', message, 'content-encoding');
  }
  const [type, ...parameters] = (request.header('content-type') ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    const message = `expected a text in utf-8, got ${showType(charset)}`;
    throw new HttpError('unsupported-media-type', message, 'content-type');
  }
  return type;
}

/** As it came, since such names are short; one that is not is cut. */
function showType(name: string): string {
  if (name === '') return 'no content type';
  return name.length <= 60 ? name : describeValue(name);
}

function refuseQuery(request: HonoRequest): void {
  const [name] = new URL(request.url).searchParams.keys();
  if (name === undefined) return;
  throw new HttpError(
    'invalid-body',
    'with a JSON body, every field belongs in the body, and none in the query',
    name,
  );
}

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

function decode(bytes: ArrayBuffer, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HttpError('invalid-body', 'the text is not UTF-8', place);
  }
}

function parseJson(text: string, place = ''): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError('invalid-json', error instanceof Error ? error.message : String(error), place);
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

function refuseSecond(name: string): HttpError {
  return new HttpError('invalid-body', 'expected one part of this name, got another', name);
}

/** A form has a file, a recipe, and each parameter once; many more cost time and memory for nothing. */
const MOST_PARTS = 200;

/** The parts are counted first: parsers make objects of all before any can be looked at. */
async function readParts(request: HonoRequest): Promise<FormData> {
  const type = request.header('content-type') ?? '';
  const bytes = await readUnbroken(request.arrayBuffer());
  const boundary = /;\s*boundary=(?:"([^"]*)"|([^\s;]*))/i.exec(type)?.slice(1).join('') ?? '';
  const parts = boundary === '' ? 0 : countLines(bytes, `--${boundary}`) - 1;
  if (parts > MOST_PARTS) {
    throw new HttpError('invalid-body', `expected at most ${MOST_PARTS} parts, got ${parts}`);
  }
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new HttpError('invalid-body', 'the multipart body cannot be read');
  }
}

/** How many lines begin with a text. */
function countLines(bytes: ArrayBuffer, start: string): number {
  // One character for each byte, so that no byte is lost or joined with another.
  const text = new TextDecoder('latin1').decode(bytes);
  let count = text.startsWith(start) ? 1 : 0;
  const next = `\n${start}`;
  for (let at = text.indexOf(next); at !== -1; at = text.indexOf(next, at + next.length)) count += 1;
  return count;
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
