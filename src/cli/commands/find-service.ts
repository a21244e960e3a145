import type { Environment } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';

export const EXPECTED_ADDRESS = 'one such as https://absum.example.com, without ? and #';

/** Where and how a recipe is run. */
export interface PlaceFlags {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly workers?: number | undefined;
  /** A folder of sweeps on this machine. */
  readonly sweeps?: string | undefined;
  /** False lifts them, which only the owner of a machine can do. */
  readonly limits?: boolean | undefined;
}

/** A deployment, and the key for it. */
export interface Service {
  readonly url: string;
  readonly key: string | undefined;
}

/** Whether a text is the base of a service: its paths are set after it, where a query would swallow them. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/[^?#]+$/i.test(text) && URL.canParse(text);
}

/**
 * The deployment to run on: that of `--url`, else that of `ABSUM_URL` unless other options say that it is here. Its key
 * is the one typed, else that of the environment, where others on this machine cannot see it.
 *
 * @returns null for this machine
 * @throws UsageError for a key without a deployment
 */
export function findService(flags: PlaceFlags, env: Environment['env']): Service | null {
  const url = findUrl(flags, env);
  if (url !== undefined) return { url, key: flags.key ?? (env.ABSUM_KEY || undefined) };
  if (flags.key !== undefined)
    throw new UsageError('--key: expected --url or ABSUM_URL beside it, got neither');
  return null;
}

function findUrl(flags: PlaceFlags, env: Environment['env']): string | undefined {
  const { url, workers, sweeps, limits } = flags;
  const isHere = workers !== undefined || sweeps !== undefined || limits === false;
  if (url !== undefined || isHere) return url;
  const { ABSUM_URL: preset = '' } = env;
  if (preset === '') return undefined;
  if (isAddress(preset)) return preset;
  throw new UsageError(`ABSUM_URL: expected ${EXPECTED_ADDRESS}, got ${preset}`);
}
