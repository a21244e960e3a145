import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

const A_DAY = 86_400;

/**
 * Lets scripts of other origins read answers.
 *
 * @param text origins such as `https://example.com`, separated by commas, or `*` for all
 * @throws Error for what is no origin
 */
export function allowOrigins(text: string): MiddlewareHandler {
  return cors({
    origin: text.trim() === '*' ? '*' : parseOrigins(text),
    allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposeHeaders: ['location', 'retry-after', 'server-timing', 'www-authenticate', 'x-request-id'],
    maxAge: A_DAY,
  });
}

function parseOrigins(text: string): string[] {
  return text.split(',').map((part, i) => {
    const origin = part.trim();
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
    const expected = 'an origin such as https://example.com, without a path, or * alone';
    throw new Error(`origins, entry ${i + 1}: expected ${expected}, got "${origin}"`);
  });
}
