import { createApp, type ServiceLimits } from '../../src/http/app.ts';
import { engines } from '../host.ts';

/** Sends a request to the app on this host. */
export function request(
  path: string,
  init?: RequestInit,
  limits: Partial<ServiceLimits> = {},
): Promise<Response> {
  return Promise.resolve(createApp({ engines, limits }).fetch(new Request(`http://absum.test${path}`, init)));
}
