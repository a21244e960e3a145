import { type Context, Hono } from 'hono';
import { describePath, ENDPOINTS, refuseMethods, toRoute } from '../endpoints.ts';
import { openGate } from '../gate/admit.ts';
import { readUnbroken } from '../gate/broken-off.ts';
import { nameCaller, readCaller } from '../guard.ts';
import { type Log, readTrace, traceRequests } from '../log.ts';
import type { AppParts, AskedBy, DeskLine } from '../parts.ts';
import { HttpError, respondWithProblem } from '../problem.ts';
import { addWorkRoutes } from './routes.ts';

// A host may have two parts: one that lets requests in, and a desk, in another thread say, that does the work.

/** The code of the problem in an answer of the desk, for the log; it goes no further. */
const CODE = 'x-absum-code';

/** Hands requests for work over to a desk. */
export function addDeskRoutes(app: Hono, desk: DeskLine): void {
  const hand = async (c: Context): Promise<Response> => {
    const trace = readTrace(c);
    const about = { requestId: trace?.id ?? '', caller: readCaller(c) };
    const body = c.req.raw.body === null ? null : await readUnbroken(c.req.arrayBuffer());
    const { status, headers, body: answer } = await desk.ask(c.req.raw, body, about);
    if (trace !== undefined) trace.code = headers.get(CODE);
    headers.delete(CODE);
    return c.newResponse(answer, status as 200, Object.fromEntries(headers));
  };
  for (const path of Object.keys(ENDPOINTS).filter(isWork)) app.all(toRoute(path), hand);
}

function isWork(path: string): boolean {
  return path.startsWith('/v1/') && path !== '/v1/datasets';
}

/** The work itself, for requests that have been let in. */
export function buildDesk(
  parts: AppParts,
  log: Log,
): (request: Request, about: AskedBy) => Promise<Response> {
  const app = new Hono<{ Bindings: { readonly about: AskedBy } }>();
  app.onError((error, c) => respondWithProblem(c, error));
  app.notFound((c) =>
    respondWithProblem(c, new HttpError('not-found', `nothing answers at ${describePath(c.req.path)}`)),
  );
  // The part before it has logged the request.
  app.use(
    traceRequests(
      (entry) => 'error' in entry && log(entry),
      (c) => c.env.about.requestId,
    ),
  );
  app.use(async (c, next) => {
    nameCaller(c, c.env.about.caller);
    await next();
    const code = readTrace(c)?.code ?? null;
    if (code !== null) c.header(CODE, code);
  });
  addWorkRoutes(app as unknown as Hono, parts, openGate(parts));
  refuseMethods(app as unknown as Hono);
  return async (request, about) => app.fetch(request, { about });
}
