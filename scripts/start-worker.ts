import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface RunningWorker {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** The process group of wrangler and the worker. */
  readonly processGroup: number;
  /** Everything that wrangler and the worker have printed. */
  readonly printed: () => string;
  /** Stops wrangler and the worker's own process; resolves when both are gone. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** More flags of `wrangler dev`. */
  readonly flags?: readonly string[];
  /** Where the worker's inspector listens; any free port by default. */
  readonly inspectorPort?: number;
  /** Additions to wrangler's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the process group at once, long before the worker answers. */
  readonly onSpawn?: (processGroup: number) => void;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WRANGLER = fileURLToPath(new URL('../node_modules/wrangler/bin/wrangler.js', import.meta.url));
const SECONDS_TO_START = 60;

/** Process groups of the running workers; they all end with this process, however it ends. */
const running = new Set<number>();
let isWatching = false;

function endWithUs(group: number): void {
  running.add(group);
  if (isWatching) return;
  isWatching = true;
  process.once('exit', () => {
    for (const group of running) {
      try {
        process.kill(-group, 'SIGTERM');
      } catch {} // It has ended just now.
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
}

/**
 * Starts `wrangler dev` on a free port of this machine and waits until it answers.
 *
 * @param folder the one with the worker's wrangler.toml
 * @param vars variables of the worker, besides those of its wrangler.toml
 * @throws Error with everything that wrangler printed if it stops or takes too long
 */
export async function startWorker(
  folder = ROOT,
  vars: Readonly<Record<string, string>> = {},
  { flags = [], inspectorPort = 0, environment = {}, onSpawn }: StartOptions = {},
): Promise<RunningWorker> {
  const free = ['--ip', '127.0.0.1', '--port', '0', '--inspector-port', String(inspectorPort)];
  const given = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const words = ['dev', ...free, ...given, '--show-interactive-dev-session=false', ...flags];
  const child = spawn(process.execPath, [WRANGLER, ...words], {
    cwd: folder,
    detached: true, // a process group of its own, so that the worker ends with wrangler
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing here asks where a request came from, so wrangler need not fetch an example of it.
    env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', NO_COLOR: '1', ...environment },
  });
  const group = child.pid;
  if (group !== undefined) {
    endWithUs(group);
    onSpawn?.(group);
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).finally(() => {
    if (group !== undefined) running.delete(group);
  });
  const stop = (): Promise<void> => {
    if (group !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-group, 'SIGTERM');
    }
    return ended;
  };

  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`wrangler dev ${why}:\n${output}`));
    const timer = setTimeout(
      () => fail(`was not ready after ${SECONDS_TO_START} s`),
      SECONDS_TO_START * 1000,
    );
    const listen = (chunk: Buffer): void => {
      output += chunk;
      const ready = output.match(/Ready on (http:\/\/[^\s]+)/);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(ready[1].replace(/\/$/, ''));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => {
      clearTimeout(timer);
      fail('stopped');
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, processGroup: Number(group), printed: () => output, stop };
}
