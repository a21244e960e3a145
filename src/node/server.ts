import { type ServerType, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { createMemoryAdmission } from '../admission/memory.ts';
import { type AppOptions, createApp } from '../http/app.ts';
import { isLoopback, judgeSource } from '../http/gate/local.ts';
import { createRateLimiter } from '../http/rate-limiter.ts';
import { readAppSettings } from '../http/settings.ts';
import { DEFAULT_ADDRESS } from './default-address.ts';
import { createEngines } from './engines.ts';
import { shareMemory } from './memory.ts';
import { createPage, hasPage } from './page.ts';
import { createPool } from './pool.ts';

export interface ServerOptions extends Partial<AppOptions> {
  readonly port?: number;
  readonly hostname?: string;
  /**
   * Threads of the server's own pool, in which it compares; by default it has no pool, and compares in place
   * or with `executor`.
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
}

/**
 * Serves the app on Node, and the page; resolves once it listens.
 *
 * @throws Node's error for a port that is not available; AbsumError `misconfigured` for settings that cannot
 *   be read
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = DEFAULT_ADDRESS.port, hostname = DEFAULT_ADDRESS.hostname } = options;
  const { engines = createEngines(), workers, rate, keys, origins } = options;
  // It is meant for its user alone, but every page that a browser here opens can reach it.
  const isOpen = isLoopback(hostname) && keys === undefined;
  const { allowHosts = isOpen ? 'localhost' : undefined } = options;
  const limits = { memory: shareMemory(), ...options.limits };
  const settings = readAppSettings({ limits, origins, allowHosts });
  const { memory = createMemoryAdmission({ bytes: settings.limits.memory, threads: workers }) } = options;
  const pool = workers === undefined ? undefined : createPool({ workers });
  const app = createApp({
    ...options,
    limits,
    allowHosts,
    engines,
    memory,
    threads: workers ?? options.threads,
    findAddress: options.findAddress ?? ((c: Context) => getConnInfo(c).remote.address),
    executor: options.executor ?? pool,
    limiter: rate === undefined ? options.limiter : createRateLimiter(rate),
  });
  const servePage = (options.page ?? hasPage()) ? createPage() : () => null;
  const { allowHosts: hosts } = settings;
  // What the app refuses gets no file of the page either.
  const isForeign = (request: Request) =>
    hosts !== undefined && judgeSource(request, { hosts, origins: settings.origins }) !== null;
  const fetch = (request: Request, env: object) =>
    (isForeign(request) ? null : servePage(request)) ?? app.fetch(request, env);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname }, (info) => {
      resolve({ port: info.port, close: () => stop(server).then(() => pool?.close()) });
    });
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
