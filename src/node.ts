import { serve } from '@hono/node-server';
import { type AppOptions, createApp } from './http/app.ts';
import { createEngines } from './node-engines.ts';
import { createPool } from './node-pool.ts';

export { createEngines } from './node-engines.ts';
export { createPool } from './node-pool.ts';

export interface ServerOptions extends Partial<AppOptions> {
  readonly port?: number;
  readonly hostname?: string;
  /** Threads to compare in, a pool of the server's own; none by default: in place, or where `executor` says. */
  readonly workers?: number;
}

/** Serves the app on Node; resolves to the port once it listens, and to what stops it. */
export function startServer(options: ServerOptions = {}): Promise<{ port: number; close(): void }> {
  const { port = 8787, hostname = '127.0.0.1', engines = createEngines(), limits, workers } = options;
  const pool = workers === undefined ? undefined : createPool({ workers });
  const app = createApp({ engines, limits, executor: options.executor ?? pool });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (info) => {
      resolve({ port: info.port, close: () => server.close(() => pool?.close()) });
    });
  });
}
