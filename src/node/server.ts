import { type ServerType, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { type AppOptions, type AppParts, buildApp } from '../http/app.ts';
import { describeError, writeErrors } from '../http/log.ts';
import { createRateLimiter } from '../http/rate-limiter.ts';
import { readAppSettings } from '../http/settings.ts';
import type { SweepPool } from '../pool/pool.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import { DEFAULT_ADDRESS, writeUrl } from './default-address.ts';
import { createEngines } from './engines.ts';
import { createPage, hasPage } from './page.ts';
import { createPool } from './pool.ts';
import type { NodeSweepOptions, NodeSweeps } from './sweeps/sweeps.ts';

export interface ServerOptions extends Omit<Partial<AppOptions>, 'sweeps'> {
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
  /**
   * The folder in which sweeps are kept, for this server alone, or another service of sweeps; by default their
   * paths answer 501. They are worked on in the server's own pool if it has one.
   */
  readonly sweeps?: string | SweepService | undefined;
  /** Days after which a sweep in the folder is deleted. */
  readonly sweepDays?: number | undefined;
}

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Takes no more requests, answers those under way, and ends the server's own threads. */
  close(): Promise<void>;
}

/**
 * Serves the app on Node, and the page; resolves once it listens. Sweeps that an earlier process left running in
 * the folder are resumed.
 *
 * @throws Node's error for a port that is not available; AbsumError `misconfigured` for settings that cannot
 *   be read, and for a folder of sweeps that is in use or cannot be written to
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { limits, keys, origins, ...others } = options;
  const { engines = createEngines(), workers } = others;
  // First, so that a server that cannot start touches no folder.
  const settings = readAppSettings({ limits, keys, origins });
  const pool = workers === undefined ? undefined : createPool({ workers });
  const { sweeps: given } = options;
  const kept = typeof given === 'string' ? await openSweeps(given, options, { engines, pool }) : undefined;
  const sweeps = typeof given === 'string' ? kept : given;
  const free = async () => {
    await kept?.close();
    await pool?.close();
  };
  try {
    const { server, port } = await listen({ ...others, ...settings, engines, sweeps }, pool);
    kept?.tellUrl(writeUrl(options.hostname ?? DEFAULT_ADDRESS.hostname, port));
    const close = async () => {
      // Else those who follow a sweep would hold up the end until it is done.
      await kept?.leave();
      await stop(server).finally(free);
    };
    return { port, close };
  } catch (error) {
    await free();
    throw error;
  }
}

async function openSweeps(
  folder: string,
  { sweepDays, workers, log = writeErrors }: ServerOptions,
  place: Pick<NodeSweepOptions, 'engines' | 'pool'>,
): Promise<NodeSweeps> {
  const onFault = (fault: unknown) => log(describeError(fault, null));
  // Loaded on demand: not every Node has what it needs.
  const { openNodeSweeps } = await import('./sweeps/sweeps.ts');
  return openNodeSweeps(folder, { ...place, workers, days: sweepDays, onFault });
}

/** What is served, once the settings are read and the sweeps open. */
interface Served extends Omit<ServerOptions, keyof AppParts>, AppParts {}

async function listen(
  options: Served,
  pool: SweepPool | undefined,
): Promise<{ server: ServerType; port: number }> {
  const { port = DEFAULT_ADDRESS.port, hostname = DEFAULT_ADDRESS.hostname, rate } = options;
  const app = buildApp({
    ...options,
    findAddress: options.findAddress ?? ((c: Context) => getConnInfo(c).remote.address),
    executor: options.executor ?? pool,
    limiter: rate === undefined ? options.limiter : createRateLimiter(rate),
  });
  const servePage = (options.page ?? hasPage()) ? createPage() : () => null;
  const fetch = (request: Request, env: object) => servePage(request) ?? app.fetch(request, env);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname }, (info) => resolve({ server, port: info.port }));
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
