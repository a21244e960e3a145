import { refuseAborted } from '../pace.ts';
import { orAborted, type PostOptions } from './ask-service.ts';
import { askSweep, pathOfSweep, type RemoteSweep } from './ask-sweep.ts';
import { isPassing, waitAfter } from './patience.ts';
import { writeRecipe } from './post-recipe.ts';

export type { PostOptions } from './ask-service.ts';
export type { RemoteSweep } from './ask-sweep.ts';
export { type FollowOptions, followSweep } from './follow-sweep.ts';
export { RemoteError } from './remote-error.ts';

export interface StartOptions extends PostOptions {
  /** Two starts of the same recipe with the same key are one sweep; one of its own by default. */
  readonly idempotencyKey?: string | undefined;
}

/** Attempts at a start; its key makes them one sweep, whichever of them arrive. */
const ATTEMPTS = 3;

/**
 * Starts a comparison as a sweep, which goes on when the caller is gone.
 *
 * @param url base of the service, with or without a slash at the end
 * @param recipe as for `compare`; the service validates it
 * @throws RemoteError for what the service refuses, and where it cannot be reached; AbsumError `aborted` when the signal
 *   fired, which leaves open whether the sweep was started
 */
export async function startSweep(
  url: string,
  recipe: unknown,
  options: StartOptions = {},
): Promise<RemoteSweep> {
  const { signal, idempotencyKey = drawKey() } = options;
  const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
  return orAborted(signal, async () => {
    const body = writeRecipe(recipe);
    for (let failures = 0; ; ) {
      try {
        return (await askSweep(url, { method: 'POST', path: '/v1/sweeps', headers, body }, options)).sweep;
      } catch (error) {
        failures += 1;
        if (failures === ATTEMPTS || !isPassing(error)) throw error;
        await waitAfter(failures, signal);
        refuseAborted(signal);
      }
    }
  });
}

/**
 * Asks a service for the state of a sweep.
 *
 * @throws RemoteError `unknown-sweep` where no sweep has this id, or none has it any more; and as `startSweep` does
 */
export async function readSweep(url: string, id: string, options: PostOptions = {}): Promise<RemoteSweep> {
  return orAborted(options.signal, async () => {
    return (await askSweep(url, { method: 'GET', path: pathOfSweep(id) }, options)).sweep;
  });
}

/**
 * Has a service stop a sweep; what is done is kept. One that has ended stays as it is.
 *
 * @throws RemoteError as `readSweep` does
 */
export async function stopSweep(url: string, id: string, options: PostOptions = {}): Promise<RemoteSweep> {
  return orAborted(options.signal, async () => {
    return (await askSweep(url, { method: 'DELETE', path: pathOfSweep(id) }, options)).sweep;
  });
}

/** `randomUUID` would do, but pages that came over plain HTTP lack it. */
function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
