import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

const A_DAY = 86_400;

/** Headers of answers that scripts may read. */
const EXPOSED = [
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'server-timing',
  'www-authenticate',
  'x-request-id',
];

/**
 * Lets scripts of other origins read answers.
 *
 * @param origins such as `https://example.com`; `*` for all
 */
export function allowOrigins(origins: '*' | readonly string[]): MiddlewareHandler {
  return cors({
    origin: origins === '*' ? origins : [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposeHeaders: EXPOSED,
    maxAge: A_DAY,
  });
}
