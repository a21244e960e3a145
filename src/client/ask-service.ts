import { refuseAborted } from '../pace.ts';
import { RemoteError, readProblem } from './remote-error.ts';

export interface PostOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of a service that asks for one. */
  readonly key?: string | undefined;
  /** What sends requests in place of the host's own. */
  readonly fetch?: typeof fetch | undefined;
}

/** What is asked of a service. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** The media type that the answer must have. */
  readonly type: string;
  /** Whether the service may say that there is nothing (204). */
  readonly mayBeEmpty?: boolean | undefined;
}

/** An answer of the type asked for, and where it came from. */
export interface ServiceAnswer {
  readonly address: string;
  readonly response: Response;
}

/**
 * Asks a service.
 *
 * @param url base of the service, with or without a slash at the end
 * @throws RemoteError for a problem that it answers, for any other answer, and for none
 */
export async function askService(
  url: string,
  { method, path, headers, body, type, mayBeEmpty = false }: Question,
  { signal, key, fetch: send = fetch }: PostOptions,
): Promise<ServiceAnswer> {
  const address = url.replace(/\/+$/, '') + path;
  const init = {
    method,
    headers: { ...headers, accept: type, ...authorize(key) },
    ...(body !== undefined && { body }),
  };
  const response = await send(address, { ...init, ...(signal && { signal }) }).catch((error: unknown) => {
    throw new RemoteError('unreachable', null, `no answer from ${address}: ${explain(error)}`);
  });
  const { status } = response;
  const got = readMediaType(response);
  if ((mayBeEmpty && status === 204) || (response.ok && got === type)) return { address, response };
  if (response.redirected && method === 'POST') await refuseRedirect(address, response);
  const problem = got === 'application/problem+json' ? readProblem(await readProblemText(response)) : null;
  await response.body?.cancel().catch(() => {}); // frees the connection, read or not
  throw problem ?? refuseAnswer(address, status, `expected ${type}, got ${got || 'no content type'}`);
}

/** Reads an answer to its end as JSON. */
export async function readAnswer(answer: ServiceAnswer): Promise<unknown> {
  const text = await answer.response.text().catch((error: unknown) => {
    throw new RemoteError(
      'interrupted',
      null,
      `the answer of ${answer.address} ended early: ${explain(error)}`,
    );
  });
  return parse(text, answer);
}

/** Reads a text of an answer as JSON. */
export function parse(text: string, { address, response }: ServiceAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuseAnswer(address, response.status, 'expected JSON, got something else');
  }
}

/** Turns any failure after the caller's own abort into that abort: hosts report it in different ways. */
export async function orAborted<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  refuseAborted(signal);
  try {
    return await work();
  } catch (error) {
    refuseAborted(signal);
    throw error;
  }
}

/** A key that fits into no header is refused here: the host's own error would show it. */
function authorize(key: string | undefined): { authorization?: string } {
  if (key === undefined) return {};
  if (/^[\x21-\x7e]+$/.test(key)) return { authorization: `Bearer ${key}` };
  const message = 'key: expected only letters, digits, "-" and "_", got something else';
  throw new RemoteError('unauthorized', null, message);
}

/** On most redirects a POST becomes a GET, which the service would refuse with a misleading message. */
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

function readMediaType({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
}

async function readProblemText(response: Response): Promise<unknown> {
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
