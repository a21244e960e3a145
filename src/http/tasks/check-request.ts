import type { HonoRequest } from 'hono';
import { AbsumError } from '../../errors.ts';
import { readUnbroken } from '../gate/broken-off.ts';
import { HttpError } from '../problem.ts';
import {
  decode,
  readJson,
  readMediaType,
  readParts,
  refuseQuery,
  refuseSecond,
  showType,
} from '../read-body.ts';

/** The media types of a text that is the whole body; `x-python-code` and `x-ipynb+json` are what Jupyter and pip write. */
export const LOOP_TYPES = [
  'text/x-python',
  'text/plain',
  'application/x-python',
  'application/x-python-code',
  'application/x-ipynb+json',
] as const;

/** A text as a request carries it, and a function that puts faults of it into the request's own words. */
interface ReceivedLoop {
  readonly text: string;
  readonly translate: (error: unknown) => unknown;
}

/**
 * Reads the body of `POST /v1/check`: JSON with the text, the text itself, or a form with a `file`. A body labelled as a
 * URL-encoded form is read as a text, since `curl --data-binary` labels everything so.
 *
 * @throws HttpError for a body of another type, or one that is not what its type says; AbsumError for fields at fault
 */
export async function readCheckRequest(request: HonoRequest): Promise<ReceivedLoop> {
  const type = readMediaType(request);
  if (type === 'application/json') return named(await readField(await readJson(request)), 'text');
  refuseQuery(request, 'expected nothing in the query: the body is the whole request');
  if (type === 'multipart/form-data') return named(await readFilePart(request), 'file');
  const isText = LOOP_TYPES.some((known) => known === type);
  if (!isText && type !== 'application/x-www-form-urlencoded') {
    throw new HttpError('unsupported-media-type', `${EXPECTED}, got ${showType(type)}`, 'content-type');
  }
  const text = decode(await readUnbroken(request.arrayBuffer()), '');
  if (!isText) refuseLostLines(text);
  return named(text, '');
}

const EXPECTED =
  'expected application/json with a text, text/x-python or application/x-ipynb+json with the text as the body, or multipart/form-data with a file';

/** Says of faults where the text came from: a field, a part of a form, or the body. */
function named(text: string, place: string): ReceivedLoop {
  const rename = (from: string) => from.replace(/^text(?=$|\W)/, place).trimStart();
  return {
    text,
    translate: (error) =>
      error instanceof AbsumError
        ? new AbsumError(
            error.code,
            error.issues.map((issue) => ({ ...issue, place: rename(issue.place) })),
          )
        : error,
  };
}

async function readField(body: unknown): Promise<string> {
  if (isNotebook(body)) {
    const message =
      'expected an object with a text, got a notebook: send it as application/x-ipynb+json, or its JSON as the text';
    throw new HttpError('invalid-request', message);
  }
  // Lies beside the parser, which a service loads when first asked for a check.
  const { parseCheckRequest } = await import('../../check/request.ts');
  try {
    return parseCheckRequest(body).text;
  } catch (error) {
    throw error instanceof AbsumError ? new HttpError('invalid-request', error.issues) : error;
  }
}

function isNotebook(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Array.isArray((body as { cells?: unknown }).cells);
}

async function readFilePart(request: HonoRequest): Promise<string> {
  let text: string | undefined;
  for (const [name, value] of await readParts(request)) {
    if (name !== 'file') throw new HttpError('invalid-body', 'expected the part "file" alone', name);
    if (text !== undefined) throw refuseSecond(name);
    text = typeof value === 'string' ? value : decode(await value.arrayBuffer(), name);
  }
  if (text === undefined)
    throw new HttpError('invalid-body', 'expected a script or a notebook, got no part', 'file');
  return text;
}

/** `curl -d @train.py` takes line breaks out of a file, and labels its body so; a notebook does without them. */
function refuseLostLines(text: string): void {
  if (text === '' || /[\n\r]/.test(text) || text.trimStart().startsWith('{')) return;
  throw new HttpError(
    'invalid-body',
    'expected a text with a line for each statement, got one line: curl -d strips line breaks; use --data-binary @train.py',
  );
}
