/**
 * Says whether a caller may ask now, and counts the request; the rate limiting of Cloudflare Workers has this
 * shape.
 */
export interface RateLimiter {
  limit(caller: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

const PERIOD_MS = 60_000;

/**
 * A limiter for one process.
 *
 * @param rate how many requests one caller may make in each minute of the clock
 * @param now milliseconds since some moment
 */
export function createRateLimiter(rate: number, now: () => number = Date.now): RateLimiter {
  let minute = Number.NaN;
  const counts = new Map<string, number>();
  return {
    async limit({ key }) {
      const current = Math.floor(now() / PERIOD_MS);
      if (current !== minute) counts.clear(); // so that it holds no more than a minute's callers
      minute = current;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= rate };
    },
  };
}

/**
 * An IPv6 address stands for its 64-bit network, all of which belongs to one customer; an IPv4 address stays
 * as it is.
 */
export function nameNetwork(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head, tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...zeros, ...(tail ?? [])].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
