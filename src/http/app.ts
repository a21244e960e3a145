import { type Context, Hono } from 'hono';
import type { BudgetStore } from '../admission/budget.ts';
import { createMemoryAdmission, type MemoryAdmission } from '../admission/memory.ts';
import type { Executor } from '../compare/executor.ts';
import { BUILT_IN } from '../data/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import { describeValue } from '../errors.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import { VERSION } from '../version.ts';
import { allowOrigins } from './cors.ts';
import { addDeskRoutes, type DeskLine } from './desk.ts';
import { describePath, ENDPOINTS, findBase, joinPath, refuseMethods } from './endpoints.ts';
import { receiveBody } from './gate/body.ts';
import { refuseForeign } from './gate/local.ts';
import { guard } from './guard.ts';
import { secureAnswers } from './headers.ts';
import { type FindRequestId, type Log, traceRequests, writeErrors } from './log.ts';
import { describeApi } from './openapi.ts';
import { HttpError, respondWithProblem } from './problem.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type AppSettings, readAppSettings, type ServiceLimits } from './settings.ts';
import { addWorkRoutes } from './work-routes.ts';

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
  /** What does all work in place of this app, which then lets requests in and hands them over. */
  readonly desk?: DeskLine | undefined;
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
export function buildApp(given: AppParts): Hono {
  const { limits, keys, origins, allowHosts, limiter, findAddress, findRequestId, desk } = given;
  const {
    log = writeErrors,
    memory = createMemoryAdmission({ bytes: limits.memory, threads: given.threads }),
  } = given;
  const parts = { ...given, memory };
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
  app.use(receiveBody(parts.memory, limits.bodyBytes));
  if (desk === undefined) addWorkRoutes(app, parts);
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
