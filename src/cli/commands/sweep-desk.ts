import type { RemoteSweep } from '../../client/sweeps.ts';
import type { ProgressListener } from '../../compare/progress.ts';
import { DEFAULT_FOLDER } from '../../node/sweeps/default-folder.ts';
import type { Report } from '../../report/schema.ts';

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
