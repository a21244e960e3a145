import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';

/**
 * What a sweep may ask for where a comparison in one request may ask for less: a day of work, a minute at a stretch, and as
 * many trials as leave a worker of 128 MB room while it makes their report.
 */
export const DEFAULT_SWEEP_LIMITS = {
  trials: 40_000,
  seconds: 86_400,
  pairSeconds: 60,
} as const satisfies Partial<Limits>;

/** Limits of a host: those of a comparison, and in `sweeps` those that are others for a sweep. */
export interface HostLimits extends Partial<Limits> {
  readonly sweeps?: Partial<Limits> | undefined;
}

/** The limits of a sweep on a host; all but those of `DEFAULT_SWEEP_LIMITS` are by default a comparison's. */
export function chooseSweepLimits({ sweeps, ...compared }: HostLimits = {}): Limits {
  return { ...DEFAULT_LIMITS, ...compared, ...DEFAULT_SWEEP_LIMITS, ...sweeps };
}

/** Lanes of a sweep at most, unless a host says otherwise. */
export const DEFAULT_MOST_LANES = 4;
/** Days after which a sweep and its report are dropped, unless a host says otherwise. */
export const DEFAULT_SWEEP_DAYS = 7;

/** When a sweep that starts now is dropped, in milliseconds since 1970. */
export function expireAfter(days: number, now: number): number {
  return now + days * 86_400_000;
}
