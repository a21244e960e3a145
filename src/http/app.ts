import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compare, plan } from '../compare/compare.ts';
import type { Executor } from '../compare/executor.ts';
import { BUILT_IN } from '../data/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import { describeValue } from '../errors.ts';
import { exportOnnx } from '../model/onnx/export-onnx.ts';
import { predictInTurns } from '../model/predict.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import { VERSION } from '../version.ts';
import { allowOrigins } from './cors.ts';
import { guard } from './guard.ts';
import { secureAnswers } from './headers.ts';
import { keepUntilDone } from './keep-until-done.ts';
import { type FindRequestId, type Log, readTrace, traceRequests, writeErrors } from './log.ts';
import { describeApi } from './openapi.ts';
import { readOnnxRequest, readPredictRequest } from './predict-request.ts';
import { HttpError, respondWithProblem } from './problem.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { readJson, readRecipe } from './read-recipe.ts';
import { type AppSettings, readAppSettings, type ServiceLimits } from './settings.ts';
import { type ComparisonHooks, EVENT_HEADERS, prefersEvents, streamComparison } from './stream.ts';
import { addSweepRoutes } from './sweeps.ts';
import { writePrediction } from './write-prediction.ts';

export interface AppOptions {
  readonly engines: readonly Engine[];
  /** Those left out keep their defaults. */
  readonly limits?: Partial<ServiceLimits> | undefined;
  /** Where comparisons are worked on; in place by default. */
  readonly executor?: Executor | undefined;
  /** `name:digest` of each key, separated by commas or line breaks; without them, anyone may ask. */
  readonly keys?: string | undefined;
  /** How often one key, or else one address, may ask; without a limit by default. */
  readonly limiter?: RateLimiter | undefined;
  /**
   * The caller's address; a header that callers can write themselves will not do. Without it, all callers
   * share one limit.
   */
  readonly findAddress?: ((c: Context) => string | null | undefined) | undefined;
  /**
   * The id that the host's edge gave a request, which the log and the answer then bear. As with the address, a
   * header that callers can write themselves will not do. Without it, ids are drawn here.
   */
  readonly findRequestId?: FindRequestId | undefined;
  /** Origins whose scripts may read answers, separated by commas; `*` for all, none by default. */
  readonly origins?: string | undefined;
  /** Called for every request, and for errors; by default only errors go to the console. */
  readonly log?: Log | undefined;
  /** What runs sweeps; without it their paths answer 501. */
  readonly sweeps?: SweepService | undefined;
}

/** What an app is made of, once its settings have been read. */
export type AppParts = AppSettings & Omit<AppOptions, keyof AppSettings>;

/**
 * The HTTP service, for any host that speaks `fetch`. Between requests it keeps nothing except sweeps, if it
 * has them.
 *
 * @throws AbsumError `misconfigured` for limits, keys or origins that cannot be read
 */
export function createApp({ limits, keys, origins, ...options }: AppOptions): Hono {
  return buildApp({ ...options, ...readAppSettings({ limits, keys, origins }) });
}

/** The same, for a host that has read the settings itself. */
export function buildApp(parts: AppParts): Hono {
  const { limits, keys, origins, limiter, findAddress, findRequestId, log = writeErrors } = parts;
  const app = new Hono();

  app.onError((error, c) => respondWithProblem(c, error));
  app.notFound((c) => {
    const message = `nothing answers at ${describePath(c.req.path)}`;
    return respondWithProblem(c, new HttpError('not-found', message));
  });
  app.use(traceRequests(log, findRequestId), secureAnswers);
  if (origins !== undefined) app.use(allowOrigins(origins));
  addOpenRoutes(app, parts);

  // Routes above this line are open to all; the body of a caller without a key is never read.
  app.use('/v1/*', guard({ keys, limiter, findAddress }));
  app.use(async (c, next) => {
    refuseEncoding(c);
    await next();
  });
  app.use(bodyLimit({ maxSize: limits.bodyBytes, onError: () => refuseBody(limits.bodyBytes) }));
  addComparisonRoutes(app, parts);
  addModelRoutes(app, parts);
  addSweepRoutes(app, parts);
  refuseMethods(app);
  return app;
}

/** What anyone may ask. */
function addOpenRoutes(app: Hono, { engines, sweeps }: AppParts): void {
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
      sweeps: sweeps !== undefined,
    }),
  );
  app.get('/openapi.json', (c) => c.json(describeApi(findBase(c.req.path, '/openapi.json'))));
  app.get('/v1/datasets', (c) => c.json({ datasets: BUILT_IN }));
}

function addComparisonRoutes(app: Hono, { engines, limits, executor }: AppParts): void {
  app.post('/v1/compare', async (c) => {
    const started = performance.now();
    const { input, translate } = await readRecipe(c.req);
    const { signal } = c.req.raw;
    const start = (hooks: Partial<ComparisonHooks>) => {
      const work = compare(input, { engines, limits, executor, ...hooks });
      keepUntilDone(c, work);
      return work.catch((error: unknown) => {
        throw translate(error);
      });
    };
    if (prefersEvents(c.req.header('accept'))) {
      return c.body(await streamComparison(start, signal, { trace: readTrace(c) }), 200, EVENT_HEADERS);
    }
    const report = await start({ signal });
    c.header('server-timing', `compare;dur=${(performance.now() - started).toFixed(1)}`);
    return c.json(report);
  });

  app.post('/v1/plan', async (c) => {
    const { input, translate } = await readRecipe(c.req);
    try {
      return c.json(await plan(input, { engines, limits }));
    } catch (error) {
      throw translate(error);
    }
  });
}

function addModelRoutes(app: Hono, { limits }: AppParts): void {
  app.post('/v1/predict', async (c) => {
    const { model, rows, options } = readPredictRequest(await readJson(c.req));
    const { products } = limits;
    const predicted = await predictInTurns(model, rows, { ...options, products, signal: c.req.raw.signal });
    return c.body(writePrediction(predicted), 200, { 'content-type': 'application/json' });
  });

  app.post('/v1/onnx', async (c) => {
    const file = exportOnnx(readOnnxRequest(await readJson(c.req)));
    c.header('content-type', 'application/octet-stream');
    c.header('content-disposition', 'attachment; filename="absum-model.onnx"');
    return c.body(file);
  });
}

/** Answers requests for a known path that no route above has answered. */
function refuseMethods(app: Hono): void {
  for (const [path, methods] of Object.entries(ENDPOINTS)) {
    app.all(path.replace(/\{(\w+)\}/, ':$1'), (c) => {
      c.header('allow', methods);
      return respondWithProblem(
        c,
        new HttpError('method-not-allowed', `expected ${methods}, got ${c.req.method.slice(0, 20)}`),
      );
    });
  }
}

/** The paths and the methods that they answer. */
const ENDPOINTS = {
  '/': 'GET, HEAD',
  '/healthz': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
  '/v1/datasets': 'GET, HEAD',
  '/v1/compare': 'POST',
  '/v1/plan': 'POST',
  '/v1/predict': 'POST',
  '/v1/onnx': 'POST',
  '/v1/sweeps': 'POST',
  '/v1/sweeps/{id}': 'GET, HEAD, DELETE',
  '/v1/sweeps/{id}/events': 'GET, HEAD',
  '/v1/sweeps/{id}/report': 'GET, HEAD',
};

/** The path under which another app has mounted this one; `''` if none has. */
function findBase(asked: string, path: keyof typeof ENDPOINTS): string {
  return asked.endsWith(path) ? asked.slice(0, -path.length) : asked;
}

function joinPath(base: string, path: string): string {
  return path === '/' && base !== '' ? base : base + path;
}

function describePath(path: string): string {
  return path.length <= 80 ? path : `${path.slice(0, 77)}...`;
}

/** A compressed body might grow a thousandfold, but the limit counts the bytes that arrive. */
function refuseEncoding(c: Context): void {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  c.header('accept-encoding', 'identity');
  const message = `expected a body that is not compressed, got ${describeValue(encoding)}`;
  throw new HttpError('unsupported-media-type', message, 'content-encoding');
}

function refuseBody(bytes: number): never {
  throw new HttpError(
    'body-too-large',
    `expected at most ${bytes} bytes, got more: send fewer rows or columns`,
  );
}
