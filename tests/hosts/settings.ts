import type { RateLimiter } from '../../src/http/rate-limiter.ts';

/** Who may ask an app, how often and from where, and what is written of it; each host has its own way of being told. */
export interface Settings {
  readonly keys?: string;
  readonly origins?: string;
  readonly limiter?: RateLimiter;
  /** Whether every request is written to the console. */
  readonly isLogging?: boolean;
}
