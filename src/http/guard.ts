import type { Context, MiddlewareHandler } from 'hono';
import { type ApiKey, findKey } from '../keys.ts';
import { readTrace } from './log.ts';
import { HttpError } from './problem.ts';
import { nameNetwork, type RateLimiter } from './rate-limiter.ts';

const CALLER = 'absumCaller';

interface GuardOptions {
  /** Without them, anyone may ask. */
  readonly keys?: readonly ApiKey[] | undefined;
  readonly limiter?: RateLimiter | undefined;
  readonly findAddress?: ((c: Context) => string | null | undefined) | undefined;
}

/** Limiters do not report when there is room again; no limiter has a longer period than this. */
const SECONDS_TO_WAIT = 60;

/**
 * Names the caller, by key or else by address. Refuses callers that ask too often, and callers without a key. Wrong keys count
 * by address too.
 */
export function guard({ keys, limiter, findAddress }: GuardOptions): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header('authorization');
    const key = /^Bearer +(\S{1,1000})$/i.exec(header ?? '')?.[1];
    const name = keys === undefined || key === undefined ? null : await findKey(keys, key);
    const trace = readTrace(c);
    if (trace !== undefined) trace.key = name;
    const caller = name === null ? `address:${nameNetwork(findAddress?.(c) ?? 'unknown')}` : `key:${name}`;
    nameCaller(c, caller);
    if (limiter !== undefined) {
      const { success } = await limiter.limit({ key: caller });
      if (!success) refuseHaste(c);
    }
    if (keys !== undefined && name === null) refuseStranger(c, header !== undefined);
    await next();
  };
}

/** Says who pays for a request. */
export const nameCaller = (c: Context, caller: string): void => c.set(CALLER, caller);

/** Who pays for a request: the name of its key, or its network where it has none. */
export const readCaller = (c: Context): string => c.get(CALLER);

function refuseHaste(c: Context): never {
  c.header('retry-after', String(SECONDS_TO_WAIT));
  throw new HttpError('rate-limited', `too many requests: try again in ${SECONDS_TO_WAIT} seconds`);
}

function refuseStranger(c: Context, hasHeader: boolean): never {
  c.header('www-authenticate', hasHeader ? 'Bearer error="invalid_token"' : 'Bearer');
  const got = hasHeader ? 'no valid key' : 'no such header';
  throw new HttpError(
    'unauthorized',
    `expected the header Authorization: Bearer and a key of this service, got ${got}`,
  );
}
