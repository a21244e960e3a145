import { serve } from '@hono/node-server';
import { type AppOptions, createApp } from './http/app.ts';
import { createEngines } from './node-engines.ts';

export { createEngines } from './node-engines.ts';

/** Serves the app on Node; resolves to the port once it listens, and to what stops it. */
export function startServer(
  options: Partial<AppOptions> & { readonly port?: number; readonly hostname?: string } = {},
): Promise<{ port: number; close(): void }> {
  const { port = 8787, hostname = '127.0.0.1', engines = createEngines(), limits } = options;
  const app = createApp({ engines, limits });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (info) => {
      resolve({ port: info.port, close: () => server.close() });
    });
  });
}
