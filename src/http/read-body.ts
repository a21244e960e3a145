import type { HonoRequest } from 'hono';
import { describeValue } from '../errors.ts';
import { readUnbroken } from './gate/broken-off.ts';
import { HttpError } from './problem.ts';

// Bodies by their types: what every route that reads one shares.

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
export function readMediaType(request: HonoRequest): string {
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
export function showType(name: string): string {
  if (name === '') return 'no content type';
  return name.length <= 60 ? name : describeValue(name);
}

/** Refuses a query where the body says all. */
export function refuseQuery(request: HonoRequest, message = FIELDS_IN_BODY): void {
  const [name] = new URL(request.url).searchParams.keys();
  if (name !== undefined) throw new HttpError('invalid-body', message, name);
}

const FIELDS_IN_BODY = 'with a JSON body, every field belongs in the body, and none in the query';

/** @throws HttpError for bytes that are not UTF-8 */
export function decode(bytes: ArrayBuffer, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HttpError('invalid-body', 'the text is not UTF-8', place);
  }
}

export function parseJson(text: string, place = ''): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError('invalid-json', error instanceof Error ? error.message : String(error), place);
  }
}

export function refuseSecond(name: string): HttpError {
  return new HttpError('invalid-body', 'expected one part of this name, got another', name);
}

/** A form has a file, a recipe, and each parameter once; many more cost time and memory for nothing. */
const MOST_PARTS = 200;

/** The parts are counted first: parsers make objects of all before any can be looked at. */
export async function readParts(request: HonoRequest): Promise<FormData> {
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
