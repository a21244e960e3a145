// The symbols of `using`, for programs whose own target has none.
/// <reference lib="esnext.disposable" preserve="true" />
import { type Http2Bindings, type HttpBindings, type ServerType, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { buildApp } from '../http/app.ts';
import { isLoopback, judgeSource } from '../http/gate/local.ts';
import { describeError, type Log, writeErrors } from '../http/log.ts';
import type { AppOptions, AppParts } from '../http/parts.ts';
import { createRateLimiter } from '../http/rate-limiter.ts';
import { type AppSettings, readAppSettings } from '../http/settings.ts';
import { DEFAULT_ADDRESS, writeUrl } from './default-address.ts';
import { openDesk } from './desk/desk.ts';
import { holdTogether } from './desk/hold-together.ts';
import { createEngines } from './engines.ts';
import { shareMemory } from './memory.ts';
import { createPage, hasPage } from './page.ts';
import { openWorkshop, type WorkshopOptions } from './workshop.ts';

export interface ServerOptions extends Omit<AppOptions, 'desk' | keyof WorkshopOptions>, WorkshopOptions {
  readonly port?: number;
  readonly hostname?: string;
  /**
   * Threads of the server's own pool, in which it compares. Another thread then does all other work that a request
   * asks for, unless `engines`, `executor`, `memory`, `budgets` or a service of sweeps are given, which cannot leave
   * theirs. By default the server's one thread does everything.
   */
  readonly workers?: number;
  /** Whether the page is served at `/`; by default if it has been built. */
  readonly page?: boolean;
  /** Requests that one key, or else one address, may make in a minute; by default `limiter` decides. */
  readonly rate?: number | undefined;
}

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Takes no more requests, answers those under way, and ends the server's own threads. */
  close(): Promise<void>;
  /** Does so at the end of a block: `await using server = await startServer()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves the app on Node, and the page; resolves once it listens. Sweeps that an earlier process left running in
 * the folder are resumed.
 *
 * @throws Node's error for a port that is not available; AbsumError `misconfigured` for settings that cannot
 *   be read, and for a folder of sweeps that is in use or cannot be written to
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { limits, keys, origins, allowHosts, budgetSeconds, mostSweeps, ...others } = options;
  const { hostname = DEFAULT_ADDRESS.hostname, log = writeErrors } = others;
  // First, so that a server that cannot start touches no folder.
  const given = { limits, keys, origins, allowHosts, budgetSeconds, mostSweeps };
  const settings = readSettings(given, hostname);
  const back = isCloneable(others)
    ? await openBackThread(settings, others, log)
    : await openWorkshop(settings, others, log);
  try {
    const { server, port } = await listen(
      { ...others, sweeps: undefined, ...settings, ...back.parts },
      hostname,
    );
    back.tellUrl(writeUrl(hostname, port));
    const close = async () => {
      // Else those who follow a sweep would hold up the end until it is done.
      await back.leave();
      await stop(server).finally(() => back.close());
    };
    return { port, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await back.close();
    throw error;
  }
}

function readSettings(given: Pick<ServerOptions, keyof AppSettings>, hostname: string): AppSettings {
  // It is meant for its user alone, but every page that a browser here opens can reach it.
  const isOpen = isLoopback(hostname) && given.keys === undefined;
  const { allowHosts = isOpen ? 'localhost' : undefined } = given;
  return readAppSettings({ ...given, allowHosts, limits: { memory: shareMemory(), ...given.limits } });
}

/** Whether all that does the work can be made in another thread. */
function isCloneable({ workers, engines, executor, memory, budgets, sweeps }: ServerOptions): boolean {
  const isShared = [engines, executor, memory, budgets].some((part) => part !== undefined);
  return workers !== undefined && !isShared && (sweeps === undefined || typeof sweeps === 'string');
}

/** A workshop in a thread of its own, behind a desk. */
async function openBackThread(
  settings: AppSettings,
  { workers, threads, sweeps, sweepDays }: ServerOptions,
  log: Log,
) {
  const { keys: _, ...shared } = settings;
  const options: WorkshopOptions = { workers, threads, sweeps, sweepDays };
  const desk = await openDesk({ settings: shared, options }, log);
  return {
    ...desk,
    parts: { engines: createEngines(), desk: { ask: desk.ask, hasSweeps: sweeps !== undefined } },
  };
}

/**
 * How long a connection is kept open for a further request: longer than the minute of most proxies, since one that the
 * server closes may just be taken for the next request, which is then lost. Node's 5 s are shorter than all.
 */
const KEEP_ALIVE_MS = 65_000;

/** What is served, once the settings are read and the workshop is open. */
interface Served extends Omit<ServerOptions, keyof AppParts>, AppParts {}

async function listen(options: Served, hostname: string): Promise<{ server: ServerType; port: number }> {
  const { port = DEFAULT_ADDRESS.port, rate, allowHosts: hosts, origins } = options;
  const app = buildApp({
    ...options,
    findAddress: options.findAddress ?? ((c: Context) => getConnInfo(c).remote.address),
    limiter: rate === undefined ? options.limiter : createRateLimiter(rate),
  });
  const servePage = (options.page ?? hasPage()) ? createPage() : () => null;
  // What the app refuses gets no file of the page either.
  const isForeign = (request: Request) =>
    hosts !== undefined && judgeSource(request, { hosts, origins }) !== null;
  const answer = (request: Request, env: object) =>
    (isForeign(request) ? null : servePage(request)) ?? app.fetch(request, env);
  const fetch =
    options.desk === undefined
      ? answer
      : async (request: Request, env: HttpBindings | Http2Bindings) => {
          const fault = (error: unknown) => (options.log ?? writeErrors)(describeError(error, null));
          return holdTogether(await answer(request, env), env.outgoing, fault);
        };
  return new Promise((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MS };
    const server = serve({ fetch, port, hostname, serverOptions }, (info) =>
      resolve({ server, port: info.port }),
    );
    server.once('error', reject);
  });
}

/** Connections kept open for further requests are closed as soon as they are idle. */
function stop(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    const sweep = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
    server.close((error) => {
      clearInterval(sweep);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
