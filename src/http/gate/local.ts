import type { MiddlewareHandler } from 'hono';
import { describeValue } from '../../errors.ts';
import { HttpError } from '../problem.ts';

// A server on a loopback address is reached by every page that its user's browser opens: by a name of the page's
// own that leads to 127.0.0.1 (DNS rebinding), and by forms that post across sites.

/** Who may be behind a request. */
export interface Sources {
  /** Names by which the service may be called, besides those of a loopback address; `*` for any. */
  readonly hosts: '*' | readonly string[];
  /** Origins that may send anything; `*` for all. */
  readonly origins?: '*' | readonly string[] | undefined;
}

/** Names that lead nowhere but to the machine itself: RFC 6761, section 6.3, and RFC 5735, section 3. */
const LOOPBACK = /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address to listen on is reached from this machine alone. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname) || hostname === '::1';
}

/** Refuses what `judgeSource` finds. */
export function refuseForeign(sources: Sources): MiddlewareHandler {
  return async (c, next) => {
    const fault = judgeSource(c.req.raw, sources);
    if (fault !== null) throw fault;
    await next();
  };
}

/** Says why a request may come from a foreign page; null where it does not. */
export function judgeSource(request: Request, sources: Sources): HttpError | null {
  const host = (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
  if (!isAllowed(host, sources)) {
    const named = describeValue(host);
    const message = `expected a name of this machine, such as localhost, got ${named}: who runs the server may allow it (--allow-hosts)`;
    return new HttpError('forbidden-host', message, 'host');
  }
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return null;
  const origin = request.headers.get('origin');
  if (origin === null) return judgeSite(request.headers.get('sec-fetch-site'));
  const { origins = [] } = sources;
  const isKnown = origins === '*' || origins.includes(origin) || readHost(origin) === host;
  if (isKnown) return null;
  const message = `expected a page of this server, got ${describeValue(origin)}: who runs the server may allow it (--origins)`;
  return new HttpError('forbidden-origin', message, 'origin');
}

function isAllowed(host: string, { hosts }: Sources): boolean {
  const [, name] = /^(\[[\da-f:.]+\]|[^\s:/@[\]]+?)\.?(:\d*)?$/.exec(host) ?? [];
  if (hosts === '*') return true;
  return name !== undefined && (LOOPBACK.test(name) || hosts.includes(name));
}

/** Browsers send the origin with every POST; some leave it out, and say only where the request comes from. */
function judgeSite(site: string | null): HttpError | null {
  if (site !== 'cross-site' && site !== 'same-site') return null;
  return new HttpError(
    'forbidden-origin',
    `expected a page of this server, got a ${site} request`,
    'sec-fetch-site',
  );
}

/** Host and port of an origin; null for `null` and whatever else is none. */
function readHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
