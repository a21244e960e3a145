import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compare, plan } from '../compare/compare.ts';
import type { Executor } from '../compare/executor.ts';
import { DEFAULT_LIMITS, type Limits } from '../compare/limits.ts';
import { BUILT_IN } from '../data/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import { exportOnnx } from '../model/onnx/export-onnx.ts';
import { predict } from '../model/predict.ts';
import { VERSION } from '../version.ts';
import { describeApi } from './openapi.ts';
import { readOnnxRequest, readPredictRequest } from './predict-request.ts';
import { HttpError, respondWithProblem } from './problem.ts';
import { readJson, readRecipe } from './read-recipe.ts';
import { type ComparisonHooks, EVENT_HEADERS, prefersEvents, streamComparison } from './stream.ts';

/** Limits of a host that serves HTTP. */
export interface ServiceLimits extends Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Rows to predict times parameters of the model: nobody else is served meanwhile, some half a second. */
  readonly products: number;
}

export const DEFAULT_SERVICE_LIMITS: ServiceLimits = {
  ...DEFAULT_LIMITS,
  bodyBytes: 4 * 2 ** 20,
  products: 500_000_000,
};

export interface AppOptions {
  readonly engines: readonly Engine[];
  /** Those left out keep their defaults. */
  readonly limits?: Partial<ServiceLimits> | undefined;
  /** Where comparisons are worked on; in place by default. */
  readonly executor?: Executor | undefined;
}

/** The HTTP service, for any host that speaks `fetch`. It keeps nothing between requests. */
export function createApp({ engines, limits: given, executor }: AppOptions): Hono {
  const limits = { ...DEFAULT_SERVICE_LIMITS, ...given };
  const app = new Hono();

  app.onError((error, c) => respondWithProblem(c, error));
  app.notFound((c) => respondWithProblem(c, new HttpError('not-found', `nothing answers at ${c.req.path}`)));
  app.use(async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  app.use(bodyLimit({ maxSize: limits.bodyBytes, onError: () => refuseBody(limits.bodyBytes) }));

  app.get('/', (c) => {
    const base = findBase(c.req.path, '/');
    const paths = Object.entries(ENDPOINTS).map(([path, methods]) => [joinPath(base, path), methods]);
    return c.json({ name: 'absum', version: VERSION, endpoints: Object.fromEntries(paths) });
  });
  app.get('/healthz', (c) =>
    c.json({ status: 'ok', version: VERSION, engines: engines.map(({ name }) => name) }),
  );
  app.get('/openapi.json', (c) => c.json(describeApi(findBase(c.req.path, '/openapi.json'))));
  app.get('/v1/datasets', (c) => c.json({ datasets: BUILT_IN }));

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
      return c.body(await streamComparison(start, signal), 200, EVENT_HEADERS);
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

  app.post('/v1/predict', async (c) => {
    const { model, rows, options } = readPredictRequest(await readJson(c.req));
    return c.json(predict(model, rows, { ...options, products: limits.products }));
  });

  app.post('/v1/onnx', async (c) => {
    const file = exportOnnx(readOnnxRequest(await readJson(c.req)));
    c.header('content-type', 'application/octet-stream');
    c.header('content-disposition', 'attachment; filename="absum-model.onnx"');
    return c.body(file);
  });

  for (const [path, methods] of Object.entries(ENDPOINTS)) {
    app.all(path, (c) => {
      c.header('allow', methods);
      return respondWithProblem(
        c,
        new HttpError('method-not-allowed', `expected ${methods}, got ${c.req.method}`),
      );
    });
  }
  return app;
}

/**
 * Lets the work come to its own end when the client goes away: workerd drops the rest of a request that nobody awaits,
 * and the engines would never be told to close what they hold.
 */
function keepUntilDone(c: Context, work: Promise<unknown>): void {
  const done = work.catch(() => {});
  try {
    c.executionCtx.waitUntil(done);
  } catch {
    // Other hosts have no such context, and drop nothing.
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
};

/** The path under which another app has mounted this one; `''` where none has. */
function findBase(asked: string, path: keyof typeof ENDPOINTS): string {
  return asked.endsWith(path) ? asked.slice(0, -path.length) : asked;
}

function joinPath(base: string, path: string): string {
  return path === '/' && base !== '' ? base : base + path;
}

function refuseBody(bytes: number): never {
  throw new HttpError(
    'body-too-large',
    `expected at most ${bytes} bytes, got more: send fewer rows or columns`,
  );
}
