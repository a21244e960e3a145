import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const SECONDS_TO_START = 60;

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
  const words = [join(root, 'dist/cli.js'), 'serve', '--port', '0', '--sweeps', folder];
  return {
    name: 'absum serve',
    async start(onSpawn) {
      const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const processGroup = Number(child.pid);
      onSpawn?.(processGroup);
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      const stop = () => {
        if (child.exitCode === null && child.signalCode === null) process.kill(-processGroup, 'SIGTERM');
        return ended;
      };
      return { url: await awaitAddress(child, ended), processGroup, stop };
    },
    countRecorded: (id) => countInFile(join(folder, id, 'ledger.sqlite'), id) ?? 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @throws Error with everything that the server printed if it ends or takes too long */
function awaitAddress(child: ChildProcess, ended: Promise<void>): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`absum serve ${why}:\n${printed}`));
    const timer = setTimeout(
      () => fail(`was not ready after ${SECONDS_TO_START} s`),
      SECONDS_TO_START * 1000,
    );
    const listen = (chunk: Buffer) => {
      printed += chunk;
      const [, url] = /answers at (http:\S+)/.exec(printed) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then(() => {
      clearTimeout(timer);
      fail('stopped');
    });
  });
}
