import { type AppOptions, createApp, type ServiceLimits } from '../../src/http/app.ts';
import { writeEntry } from '../../src/http/log.ts';
import { engines } from '../host.ts';
import type { Settings } from './settings.ts';

/** What the app on this host trains with. */
export const engineNames: readonly string[] = engines.map(({ name }) => name);

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
  { isLogging, ...settings }: Settings = {},
): Promise<Response> {
  const app = createApp({
    engines,
    limits,
    ...settings,
    findAddress: (c) => c.req.header('cf-connecting-ip'),
    ...(isLogging && { log: writeEntry }),
  });
  return Promise.resolve(app.fetch(new Request(`http://absum.test${path}`, init)));
}

/** The app on this host, with sweeps or settings of a test's own. */
export function createTestApp(options: Omit<AppOptions, 'engines'>) {
  return createApp({ engines, ...options });
}
