import { type Context, Hono } from 'hono';
import type { BudgetStore } from '../admission/budget.ts';
import type { MemoryAdmission } from '../admission/memory.ts';
import { compare, plan } from '../compare/compare.ts';
import type { Executor } from '../compare/executor.ts';
import { BUILT_IN } from '../data/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import { describeValue } from '../errors.ts';
import { exportOnnx } from '../model/onnx/export-onnx.ts';
import { predict } from '../model/predict.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import { VERSION } from '../version.ts';
import { allowOrigins } from './cors.ts';
import { admitComparison, type Gate, openGate } from './gate/admit.ts';
import { receiveBody } from './gate/body.ts';
import { refuseForeign } from './gate/local.ts';
import { tellBalance } from './gate/spending.ts';
import { guard } from './guard.ts';
import { secureAnswers } from './headers.ts';
import { keepUntilDone } from './keep-until-done.ts';
import { type Log, readTrace, traceRequests, writeErrors } from './log.ts';
import { describeApi } from './openapi.ts';
import { readOnnxRequest, readPredictRequest } from './predict-request.ts';
import { HttpError, respondWithProblem } from './problem.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { readJson, readRecipe } from './read-recipe.ts';
import { type AppSettings, readAppSettings, type ServiceLimits } from './settings.ts';
import { type ComparisonHooks, EVENT_HEADERS, prefersEvents, streamComparison } from './stream.ts';
import { addSweepRoutes } from './sweeps.ts';

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
  /** Origins whose scripts may read answers, separated by commas; `*` for all, none by default. */
  readonly origins?: string | undefined;
  /**
   * Names by which the service may be called, separated by commas, besides those of a loopback address; `*` for
   * any. With them it takes no POST of a page of another origin, save those of `origins`. Without, neither is looked at.
   */
  readonly allowHosts?: string | undefined;
  /** Estimated seconds of work that a key, or else an address, may ask for in a day; no end by default. */
  readonly budgetSeconds?: number | undefined;
  /** Sweeps of one key, or else one address, that run at once; no end by default. */
  readonly mostSweeps?: number | undefined;
  /** What keeps the budgets; by default this process, until it ends. */
  readonly budgets?: BudgetStore | undefined;
  /** Pairs that `executor` works on at once; 1 by default. */
  readonly threads?: number | undefined;
  /** Trials of one sweep that are under way at once; 1 by default. */
  readonly lanes?: number | undefined;
  /** The memory, where the process has other work besides this; by default `limits.memory` for this app. */
  readonly memory?: MemoryAdmission | undefined;
  /** Called for every request, and for errors; by default only errors go to the console. */
  readonly log?: Log | undefined;
  /** What runs sweeps; without it their paths answer 501. */
  readonly sweeps?: SweepService | undefined;
}

/** What an app is made of, once its settings have been read. */
export type AppParts = AppSettings & Omit<AppOptions, keyof AppSettings>;

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
  const { limits, keys, origins, allowHosts, limiter, findAddress, log = writeErrors } = parts;
  const app = new Hono();

  app.onError((error, c) => respondWithProblem(c, error));
  app.notFound((c) => respondWithProblem(c, new HttpError('not-found', `nothing answers at ${c.req.path}`)));
  app.use(traceRequests(log), secureAnswers);
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
  addComparisonRoutes(app, parts, gate);
  addModelRoutes(app, parts);
  addSweepRoutes(app, { ...parts, ...gate });
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

function addComparisonRoutes(app: Hono, { engines, limits, executor }: AppParts, gate: Gate): void {
  app.post('/v1/compare', async (c) => {
    const started = performance.now();
    const { input, translate } = await readRecipe(c.req);
    const { signal } = c.req.raw;
    const start = (hooks: Partial<ComparisonHooks>) => {
      const admit = (figures: PlanFigures) => admitComparison(c, gate, figures);
      const work = compare(input, { engines, limits, executor, admit, ...hooks });
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
      const figures = await plan(input, { engines, limits });
      await tellBalance(c, gate.budget);
      return c.json(figures);
    } catch (error) {
      throw translate(error);
    }
  });
}

function addModelRoutes(app: Hono, { limits }: AppParts): void {
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
}

/** Answers requests for a known path that no route above has answered. */
function refuseMethods(app: Hono): void {
  for (const [path, methods] of Object.entries(ENDPOINTS)) {
    app.all(path.replace(/\{(\w+)\}/, ':$1'), (c) => {
      c.header('allow', methods);
      return respondWithProblem(
        c,
        new HttpError('method-not-allowed', `expected ${methods}, got ${c.req.method}`),
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

/** A compressed body might grow a thousandfold, but the limit counts the bytes that arrive. */
function refuseEncoding(c: Context): void {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  c.header('accept-encoding', 'identity');
  const message = `expected a body that is not compressed, got ${describeValue(encoding)}`;
  throw new HttpError('unsupported-media-type', message, 'content-encoding');
}
