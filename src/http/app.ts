import { type Context, Hono } from 'hono';
import { BUILT_IN } from '../data/built-in.ts';
import { describeValue } from '../errors.ts';
import { VERSION } from '../version.ts';
import { allowOrigins } from './cors.ts';
import { describePath, ENDPOINTS, findBase, joinPath, refuseMethods } from './endpoints.ts';
import { openGate } from './gate/admit.ts';
import { receiveBody } from './gate/body.ts';
import { refuseForeign } from './gate/local.ts';
import { guard } from './guard.ts';
import { secureAnswers } from './headers.ts';
import { traceRequests, writeErrors } from './log.ts';
import { describeApi } from './openapi.ts';
import type { AppOptions, AppParts } from './parts.ts';
import { HttpError, respondWithProblem } from './problem.ts';
import { readAppSettings } from './settings.ts';
import { addDeskRoutes } from './tasks/desk.ts';
import { addWorkRoutes } from './tasks/routes.ts';

/**
 * The HTTP service, for any host that speaks `fetch`. Between requests it keeps nothing except sweeps and
 * budgets, if it has them.
 *
 * @throws AbsumError `misconfigured` for settings that cannot be read
 */
export function createApp(options: AppOptions): Hono {
  // None of the settings as they were given is left beside those that have been read.
  const { limits, keys, origins, allowHosts, budgetSeconds, mostSweeps, ...parts } = options;
  const given = { limits, keys, origins, allowHosts, budgetSeconds, mostSweeps };
  return buildApp({ ...parts, ...readAppSettings(given) });
}

/** The same, for a host that has read the settings itself. */
export function buildApp(parts: AppParts): Hono {
  const { limits, keys, origins, allowHosts, limiter, findAddress, findRequestId, desk } = parts;
  const { log = writeErrors } = parts;
  const app = new Hono();

  app.onError((error, c) => respondWithProblem(c, error));
  app.notFound((c) => {
    const message = `nothing answers at ${describePath(c.req.path)}`;
    return respondWithProblem(c, new HttpError('not-found', message));
  });
  app.use(traceRequests(log, findRequestId), secureAnswers);
  if (allowHosts !== undefined) app.use(refuseForeign({ hosts: allowHosts, origins }));
  if (origins !== undefined) app.use(allowOrigins(origins));
  addOpenRoutes(app, parts);

  // Routes above this line are open to all; the body of a caller without a key is never read.
  app.use('/v1/*', guard({ keys, limiter, findAddress }));
  app.use(async (c, next) => {
    refuseEncoding(c);
    await next();
  });
  const gate = openGate(parts);
  app.use(receiveBody(gate.memory, limits.bodyBytes));
  if (desk === undefined) addWorkRoutes(app, parts, gate);
  else addDeskRoutes(app, desk);
  refuseMethods(app);
  return app;
}

/** What anyone may ask. */
function addOpenRoutes(app: Hono, { engines, sweeps, desk }: AppParts): void {
  app.get('/', (c) => {
    const base = findBase(c.req.path, '/');
    const paths = Object.entries(ENDPOINTS).map(([path, methods]) => [joinPath(base, path), methods]);
    return c.json({ name: 'absum', version: VERSION, endpoints: Object.fromEntries(paths) });
  });
  app.get('/healthz', (c) =>
    c.json({
      status: 'ok',
      version: VERSION,
      engines: engines.map(({ name }) => name),
      sweeps: sweeps !== undefined || desk?.hasSweeps === true,
    }),
  );
  app.get('/openapi.json', (c) => c.json(describeApi(findBase(c.req.path, '/openapi.json'))));
  app.get('/v1/datasets', (c) => c.json({ datasets: BUILT_IN }));
}

/** A compressed body might grow a thousandfold, but the limit counts the bytes that arrive. */
function refuseEncoding(c: Context): void {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  c.header('accept-encoding', 'identity');
  const message = `expected a body that is not compressed, got ${describeValue(encoding)}`;
  throw new HttpError('unsupported-media-type', message, 'content-encoding');
}
