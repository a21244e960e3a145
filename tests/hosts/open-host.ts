import type { Engine } from '../../src/engines/engine.ts';
import { createApp } from '../../src/http/app.ts';
import { writeEntry } from '../../src/http/log.ts';
import type { AppOptions } from '../../src/http/parts.ts';
import type { ServiceLimits } from '../../src/http/settings.ts';
import type { Settings } from './settings.ts';

/** How a suite reaches the app on a host where it trains with these engines. */
export function openHost(engines: readonly Engine[]) {
  /** The app on this host, with sweeps or settings of a test's own. */
  const createTestApp = (options: Omit<AppOptions, 'engines'>) => createApp({ engines, ...options });
  return {
    /** What the app on this host trains with. */
    engineNames: engines.map(({ name }) => name) as readonly string[],
    createTestApp,
    /** Sends a request to the app on this host. */
    async request(
      path: string,
      init?: RequestInit,
      limits: Partial<ServiceLimits> = {},
      { isLogging, ...settings }: Settings = {},
    ): Promise<Response> {
      const app = createTestApp({
        limits,
        ...settings,
        // As if behind an edge that sets both, as the worker is.
        findAddress: (c) => c.req.header('cf-connecting-ip'),
        findRequestId: (c) => /^[0-9a-f]{16}-[A-Z]{3}$/.exec(c.req.header('cf-ray') ?? '')?.[0],
        ...(isLogging && { log: writeEntry }),
      });
      return app.fetch(new Request(`http://absum.test${path}`, init));
    },
  };
}
