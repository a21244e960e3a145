import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../start-server.ts';
import { startWorker } from '../start-worker.ts';
import { writeBuiltConfig } from './built-config.ts';
import { countInFile, countInObjects } from './ledger-file.ts';

/** A host of sweeps that is running. */
export interface Running {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** All its processes. */
  readonly processGroup: number;
  stop(): Promise<void>;
}

/** A host that is started again and again over what it keeps. */
export interface ChaosHost {
  readonly name: string;
  /**
   * Resolves once it answers.
   *
   * @param onSpawn called with the process group at once
   */
  start(onSpawn?: (processGroup: number) => void): Promise<Running>;
  /** How many trials of a sweep are on record, as read from the disk. */
  countRecorded(id: string): number;
  /** Removes what it keeps. */
  remove(): void;
}

/** The worker, under `wrangler dev`. */
export function openWorkerHost(root: string): ChaosHost {
  const config = writeBuiltConfig(root);
  const state = mkdtempSync(join(tmpdir(), 'absum-chaos-'));
  const flags = ['--config', config.path, '--persist-to', state];
  return {
    name: 'wrangler dev',
    start: (onSpawn) => startWorker(root, {}, { flags, ...(onSpawn && { onSpawn }) }),
    countRecorded: (id) => countInObjects(state, id),
    remove() {
      config.remove();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** The server on Node, as it was built. */
export function openServerHost(root: string): ChaosHost {
  const folder = mkdtempSync(join(tmpdir(), 'absum-chaos-'));
  return {
    name: 'absum serve',
    start: (onSpawn) => startServer(root, ['--sweeps', folder], onSpawn),
    countRecorded: (id) => countInFile(join(folder, id, 'ledger.sqlite'), id) ?? 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
