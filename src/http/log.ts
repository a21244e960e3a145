import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { type ErrorPlace, locateError } from '../errors.ts';

/**
 * What the log holds about a request: figures, and words of this service's own; nothing that a caller wrote.
 */
export interface RequestEntry {
  /** ISO 8601. */
  readonly time: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly requestId: string;
  readonly method: string;
  /** As it was registered, such as `/v1/compare`; null if there is no such route. */
  readonly route: string | null;
  readonly status: number;
  /** The code of the problem in the answer. */
  readonly code: string | null;
  /** Time until the answer began. */
  readonly ms: number;
  /** The name of the caller's key. */
  readonly key: string | null;
  /** Size of the request's body, if a header gives it. */
  readonly bytes: number | null;
}

/**
 * What the log holds about an error that was not thrown on purpose: its place, but not its message, which may
 * hold anything.
 */
export interface ErrorEntry extends ErrorPlace {
  readonly time: string;
  readonly level: 'error';
  readonly requestId: string | null;
}

export type Log = (entry: RequestEntry | ErrorEntry) => void;

/** Writes an entry as one line of JSON. */
export const writeEntry: Log = (entry) => {
  if (entry.level === 'error') console.error(JSON.stringify(entry));
  else console.log(JSON.stringify(entry));
};

/** Writes errors, and nothing about requests. */
export const writeErrors: Log = (entry) => {
  if ('error' in entry) writeEntry(entry);
};

/** What is known about a request while it is being answered. */
export interface Trace {
  readonly id: string;
  readonly log: Log;
  key: string | null;
  code: string | null;
}

const TRACE = 'absumTrace';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The id that the edge before a host gave a request. */
export type FindRequestId = (c: Context) => string | null | undefined;

/**
 * Gives each request an id, which its answer carries as `x-request-id`, and logs the request.
 *
 * @param findId a header that callers can write themselves will not do; without it, ids are drawn here
 */
export function traceRequests(log: Log, findId?: FindRequestId): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now();
    const trace: Trace = { id: identify(findId?.(c)), log, key: null, code: null };
    c.set(TRACE, trace);
    await next();
    c.header('x-request-id', trace.id);
    const { status } = c.res;
    const route = routePath(c, -1);
    log({
      time: new Date().toISOString(),
      level: status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info',
      requestId: trace.id,
      method: METHODS.includes(c.req.method) ? c.req.method : 'other',
      route: route.endsWith('*') ? null : route,
      status,
      code: trace.code,
      ms: Number((performance.now() - started).toFixed(1)),
      key: trace.key,
      bytes: readLength(c.req.header('content-length')),
    });
  };
}

/** The trace of a request; undefined outside of `traceRequests`. */
export const readTrace = (c: Context): Trace | undefined => c.get(TRACE);

export function describeError(error: unknown, requestId: string | null): ErrorEntry {
  return { time: new Date().toISOString(), level: 'error', requestId, ...locateError(error) };
}

/** The edge's own id for the request, if there is an edge and the id looks like one. */
function identify(found: string | null | undefined): string {
  return found != null && /^[\w-]{8,64}$/.test(found) ? found : crypto.randomUUID();
}

function readLength(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
