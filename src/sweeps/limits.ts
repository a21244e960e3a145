import { errorAt } from '../errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';

/**
 * Limits that are higher for a sweep than for a comparison in one request: a day of work, a minute at a
 * stretch, and as many trials as leave a worker of 128 MB room to make their report.
 */
export const DEFAULT_SWEEP_LIMITS = {
  trials: 40_000,
  seconds: 86_400,
  pairSeconds: 60,
} as const satisfies Partial<Limits>;

/** Limits of a host: those of a comparison, and in `sweeps` those that differ for a sweep. */
export interface HostLimits extends Partial<Limits> {
  readonly sweeps?: Partial<Limits> | undefined;
}

/**
 * The limits of a sweep on a host; by default, all except `DEFAULT_SWEEP_LIMITS` are those of a comparison.
 */
export function chooseSweepLimits({ sweeps, ...compared }: HostLimits = {}): Limits {
  return { ...DEFAULT_LIMITS, ...compared, ...DEFAULT_SWEEP_LIMITS, ...sweeps };
}

/**
 * Several hosts may work on a sweep, and one more may go on with it tomorrow, so its trials use the arithmetic that is the
 * same on all.
 *
 * @throws AbsumError `unsupported` for a recipe that asks for the relaxed one
 */
export function requireStrict(recipe: unknown): void {
  const { arithmetic } = { ...(recipe as { readonly arithmetic?: unknown } | null) };
  if (arithmetic !== 'relaxed') return;
  const message = 'expected "strict" for a sweep, on which several hosts may work, got "relaxed"';
  throw errorAt('unsupported', 'arithmetic', message);
}

/** The most lanes of a sweep, unless a host says otherwise. */
export const DEFAULT_MOST_LANES = 4;
/** Days after which a sweep and its report are deleted, unless a host says otherwise. */
export const DEFAULT_SWEEP_DAYS = 7;

/** How often a sweep is woken without anything new on record before it counts as lost. */
export const MOST_POKES = 20;

/** When a sweep that starts now is deleted, in milliseconds since 1970. */
export function expireAfter(days: number, now: number): number {
  return now + days * 86_400_000;
}
