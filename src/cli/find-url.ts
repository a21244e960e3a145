import type { Environment } from './environment.ts';
import { UsageError } from './exit-codes.ts';

export const EXPECTED_ADDRESS = 'one such as https://absum.example.com, without ? and #';

/** Where a recipe may be run. */
export interface PlaceFlags {
  readonly url?: string | undefined;
  readonly workers?: number | undefined;
  /** False lifts them, which only the owner of a machine can do. */
  readonly limits?: boolean | undefined;
}

/** Whether a text is the base of a service: its paths are set after it, where a query would swallow them. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/[^?#]+$/i.test(text) && URL.canParse(text);
}

/**
 * The deployment to run on: that of `--url`, else that of `ABSUM_URL` unless other options say that it is here.
 *
 * @returns undefined for this machine
 */
export function findUrl({ url, workers, limits }: PlaceFlags, env: Environment['env']): string | undefined {
  if (url !== undefined || workers !== undefined || limits === false) return url;
  const { ABSUM_URL: preset = '' } = env;
  if (preset === '') return undefined;
  if (isAddress(preset)) return preset;
  throw new UsageError(`ABSUM_URL: expected ${EXPECTED_ADDRESS}, got ${preset}`);
}

/** The same for what runs on deployments alone. */
export function requireUrl(url: string | undefined, env: Environment['env']): string {
  const found = findUrl({ url }, env);
  if (found !== undefined) return found;
  throw new UsageError('--url is required, or ABSUM_URL in the environment: sweeps run on a deployment');
}
