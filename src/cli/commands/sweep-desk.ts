import type { RemoteSweep } from '../../client/sweeps.ts';
import type { ProgressListener } from '../../compare/progress.ts';
import { DEFAULT_FOLDER } from '../../node/sweeps/default-folder.ts';
import type { Report } from '../../report/schema.ts';
import type { Context } from '../environment.ts';
import { findService, type PlaceFlags, type Service } from './find-service.ts';

/** Where sweeps are: on a deployment, or in a folder of this machine. */
export type SweepPlace = { readonly url: string } | { readonly folder: string };

/** Where a command asks for sweeps. */
export interface SweepDesk {
  readonly place: SweepPlace;
  /** @param isLeft whether nobody waits for it here */
  start(recipe: unknown, isLeft: boolean, signal: AbortSignal): Promise<RemoteSweep>;
  read(id: string, signal: AbortSignal): Promise<RemoteSweep>;
  /** On this machine, also works on it. */
  follow(
    id: string,
    work: { readonly signal: AbortSignal; readonly onProgress: ProgressListener },
  ): Promise<Report>;
  stop(id: string, signal: AbortSignal): Promise<RemoteSweep>;
  /** Frees what the desk holds. */
  close(): Promise<void>;
}

/** Opens the desk that the options name, by default that of the folder `absum-sweeps`. */
export async function openDesk(context: Context, flags: PlaceFlags): Promise<SweepDesk> {
  const service = findService(flags, context.environment.env);
  if (service !== null) return openRemoteDesk(context, service);
  const { openLocalDesk } = await import('./local-desk.ts');
  return openLocalDesk(context, flags.sweeps ?? DEFAULT_FOLDER, flags);
}

/** Does something at a desk, and closes it. */
export async function withDesk<Result>(
  context: Context,
  flags: PlaceFlags,
  work: (desk: SweepDesk) => Promise<Result>,
): Promise<Result> {
  const desk = await openDesk(context, flags);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

async function openRemoteDesk({ services }: Context, { url, key }: Service): Promise<SweepDesk> {
  const client = await services.sweeps();
  return {
    place: { url },
    start: (recipe, _isLeft, signal) => client.startSweep(url, recipe, { signal, key }),
    read: (id, signal) => client.readSweep(url, id, { signal, key }),
    follow: (id, work) => client.followSweep(url, id, { ...work, key }),
    stop: (id, signal) => client.stopSweep(url, id, { signal, key }),
    close: async () => {},
  };
}

/** "at https://absum.example.org", "in absum-sweeps". */
export function namePlace(place: SweepPlace): string {
  return 'url' in place ? `at ${place.url}` : `in ${place.folder}`;
}

/** A command line as one can paste it into a shell. */
export function writeCommand(verb: 'follow' | 'stop' | 'show', id: string, place: SweepPlace): string {
  const words = ['absum', 'sweep', verb, id];
  if ('url' in place) words.push('--url', quote(place.url));
  else if (place.folder !== DEFAULT_FOLDER) words.push('--sweeps', quote(place.folder));
  return words.join(' ');
}

function quote(word: string): string {
  return /^[\w:/.@%+~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
