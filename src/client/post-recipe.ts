import { errorAt } from '../errors.ts';
import { RemoteError, readProblem } from './remote-error.ts';

export interface PostOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of a service that asks for one. */
  readonly key?: string | undefined;
  /** What sends requests in place of the host's own. */
  readonly fetch?: typeof fetch | undefined;
}

/** An answer of the type asked for, and where it came from. */
export interface Answer {
  readonly address: string;
  readonly response: Response;
}

/**
 * Posts a recipe to a path of a service.
 *
 * @param type the media type that the answer must have
 * @throws RemoteError for a problem that it answers, for any other answer, and for none
 */
export async function postRecipe(
  url: string,
  path: string,
  recipe: unknown,
  type: string,
  { signal, key, fetch: send = fetch }: PostOptions,
): Promise<Answer> {
  const address = url.replace(/\/+$/, '') + path;
  const headers = { 'content-type': 'application/json', accept: type, ...authorize(key) };
  const init = { method: 'POST', headers, body: writeRecipe(recipe), ...(signal && { signal }) };
  const response = await send(address, init).catch((error: unknown) => {
    throw new RemoteError('unreachable', null, `no answer from ${address}: ${explain(error)}`);
  });
  const { status } = response;
  const got = readMediaType(response);
  if (status === 200 && got === type) return { address, response };
  if (response.redirected) await refuseRedirect(address, response);
  const problem = got === 'application/problem+json' ? readProblem(await readJson(response)) : null;
  await response.body?.cancel().catch(() => {}); // frees the connection, read or not
  throw problem ?? refuseAnswer(address, status, `expected ${type}, got ${got || 'no content type'}`);
}

/** A key that fits into no header would else be shown by the host's own error. */
function authorize(key: string | undefined): { authorization?: string } {
  if (key === undefined) return {};
  if (/^[\x21-\x7e]+$/.test(key)) return { authorization: `Bearer ${key}` };
  const message = 'key: expected letters, digits, "-" and "_" alone, got something else';
  throw new RemoteError('unauthorized', null, message);
}

/** On most redirects a POST becomes a GET, which the service would refuse in words that help nobody. */
async function refuseRedirect(address: string, { status, url, body }: Response): Promise<never> {
  await body?.cancel().catch(() => {});
  const message = `${address} redirects to ${url}, which answered with status ${status}: give the address there`;
  throw new RemoteError('unexpected-answer', status, message);
}

/** The error for an answer that no absum gives. */
export function refuseAnswer(address: string, status: number, what: string): RemoteError {
  const message = `${address} answered with status ${status}: ${what}; is this the address of an absum service?`;
  return new RemoteError('unexpected-answer', status, message);
}

function writeRecipe(recipe: unknown): string {
  try {
    return JSON.stringify(recipe) ?? 'null';
  } catch (error) {
    throw errorAt('invalid-recipe', '', `cannot be written as JSON: ${explain(error)}`);
  }
}

function readMediaType({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Node says only "fetch failed" and puts the reason into the cause; that of OpenSSL ends with a line break. */
export function explain(error: unknown): string {
  const { cause, message } = error as { cause?: { message?: string; code?: string }; message?: string };
  return (cause?.message || cause?.code || message || String(error)).trim();
}
