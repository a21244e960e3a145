import type { HonoRequest } from 'hono';
import { AbsumError, describeValue } from '../errors.ts';
import { applyParameters, type Draft, renamePlaces } from '../recipe/parameters.ts';
import { HttpError } from './problem.ts';

/** A recipe as a request carries it, and a function that puts its errors into the request's own words. */
interface ReceivedRecipe {
  readonly input: unknown;
  readonly translate: (error: unknown) => unknown;
}

const ACCEPTED =
  'application/json with a recipe, text/csv with the recipe in the query, or multipart/form-data with a file';

/**
 * Reads a recipe from a request: as JSON, as a CSV body with the other fields in the query, or as a form with
 * a `file` and the other fields beside it. A body labelled as a URL-encoded form is read as CSV, since `curl
 * --data-binary` labels everything so.
 *
 * @throws HttpError for a body of another type, or one that is not what its type says
 */
export async function readRecipe(request: HonoRequest): Promise<ReceivedRecipe> {
  const type = readMediaType(request.header('content-type') ?? '');
  switch (type) {
    case 'application/json':
      return { input: await readJson(request), translate: (error) => error };
    case 'text/csv':
    case 'application/x-www-form-urlencoded':
      return readFlat({ csv: await readText(request) }, {}, new URL(request.url).searchParams);
    case 'multipart/form-data':
      return readForm(request);
    default:
      throw new HttpError(
        'unsupported-media-type',
        `expected ${ACCEPTED}, got ${showType(type)}`,
        'content-type',
      );
  }
}

/**
 * Reads a body that must be JSON.
 *
 * @throws HttpError for a body of another type, one that is not JSON, and anything in the query
 */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const type = readMediaType(request.header('content-type') ?? '');
  if (type !== 'application/json') {
    const message = `expected application/json, got ${showType(type)}`;
    throw new HttpError('unsupported-media-type', message, 'content-type');
  }
  refuseQuery(request);
  return parseJson(await readText(request));
}

/** The media type without parameters; texts must be UTF-8. */
function readMediaType(header: string): string {
  const [type, ...parameters] = header
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

async function readText(request: HonoRequest): Promise<string> {
  return decode(await request.arrayBuffer(), '');
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

async function readForm(request: HonoRequest): Promise<ReceivedRecipe> {
  const form = await request.raw.formData().catch(() => {
    throw new HttpError('invalid-body', 'the multipart body cannot be read');
  });
  const fields: [string, string][] = [];
  let draft: Draft = {};
  let data: Draft = {};
  for (const [name, value] of form) {
    if (name === 'file')
      data = { csv: typeof value === 'string' ? value : decode(await value.arrayBuffer(), 'file') };
    else if (name === 'recipe')
      draft = readDraft(typeof value === 'string' ? value : decode(await value.arrayBuffer(), 'recipe'));
    else if (typeof value === 'string') fields.push([name, value]);
    else throw new HttpError('invalid-body', 'expected a text, got a file: the data goes into "file"', name);
  }
  return readFlat(data, draft, fields);
}

function readDraft(text: string): Draft {
  const value = parseJson(text, 'recipe');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new HttpError('invalid-body', 'expected a JSON object', 'recipe');
}

function readFlat(
  data: Draft,
  draft: Draft,
  parameters: Iterable<readonly [string, string]>,
): ReceivedRecipe {
  const input = { ...draft, data: { ...(draft.data as object | undefined), ...data } };
  applyParameters(input, parameters);
  return { input, translate: (error) => (error instanceof AbsumError ? renamePlaces(error) : error) };
}
