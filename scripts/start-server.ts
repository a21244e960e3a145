import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** `absum serve` as it was built, running. */
export interface RunningServer {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** All its processes. */
  readonly processGroup: number;
  stop(): Promise<void>;
}

const SECONDS_TO_START = 60;

/**
 * Starts `absum serve` on a free port of this machine and waits until it answers.
 *
 * @param root of the repository
 * @param flags of the command, besides the port
 * @param onSpawn called with the process group at once
 * @throws Error with everything that the server printed if it ends or takes too long
 */
export async function startServer(
  root: string,
  flags: readonly string[],
  onSpawn?: (processGroup: number) => void,
): Promise<RunningServer> {
  const words = [join(root, 'dist/cli.js'), 'serve', '--port', '0', ...flags];
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const processGroup = Number(child.pid);
  onSpawn?.(processGroup);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-processGroup, 'SIGTERM');
    return ended;
  };
  return { url: await awaitAddress(child, ended), processGroup, stop };
}

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
