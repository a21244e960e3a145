import { createApp, type ServiceLimits } from '../../src/http/app.ts';
import { engines } from '../host.ts';

/** What the app on this host trains with. */
export const engineNames: readonly string[] = engines.map(({ name }) => name);

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
): Promise<Response> {
  return Promise.resolve(createApp({ engines, limits }).fetch(new Request(`http://absum.test${path}`, init)));
}
