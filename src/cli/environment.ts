import { type Readable, Writable } from 'node:stream';
import { EXIT } from './exit-codes.ts';

/** A stream that text goes to; a terminal says so, and how wide it is. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** What the command line uses of its process. */
export interface Environment {
  /** The words after the name of the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Calls the listener at every Ctrl-C and every request to end; returns what removes it. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** What the commands call; each part is loaded when a command needs it. */
export interface Services {
  readonly library: () => Promise<
    Pick<typeof import('../compare/compare.ts'), 'compare' | 'plan'> & {
      exportOnnx(model: unknown): Promise<Uint8Array>;
    }
  >;
  readonly judge: () => Promise<Pick<typeof import('../judge/judge.ts'), 'judge'>>;
  readonly check: () => Promise<Pick<typeof import('../check/check.ts'), 'checkLoop'>>;
  readonly worth: () => Promise<Pick<typeof import('../worth/worth.ts'), 'weighLoop'>>;
  readonly engines: () => Promise<Pick<typeof import('../node/engines.ts'), 'createEngines'>>;
  readonly pool: () => Promise<Pick<typeof import('../node/pool.ts'), 'createPool'>>;
  readonly server: () => Promise<Pick<typeof import('../node/server.ts'), 'startServer'>>;
  readonly client: () => Promise<
    Pick<typeof import('../client/compare-remotely.ts'), 'compareRemotely' | 'planRemotely'>
  >;
  readonly sweeps: () => Promise<
    Pick<typeof import('../client/sweeps.ts'), 'startSweep' | 'readSweep' | 'followSweep' | 'stopSweep'>
  >;
  readonly folder: () => Promise<typeof import('../node/sweeps/for-commands.ts')>;
  readonly judgeCharts: () => Promise<Pick<typeof import('../charts/judge/charts.ts'), 'listJudgeCharts'>>;
  readonly charts: () => Promise<
    Pick<typeof import('../charts/charts.ts'), 'listCharts'> &
      Pick<typeof import('../charts/lambda-charts.ts'), 'listLambdaCharts'>
  >;
}

/** What every command is given. */
export interface Context {
  readonly environment: Environment;
  readonly services: Services;
}

/** The same, with standard error closed to all but errors where `--quiet` asks for it. */
export function hush(context: Context, { quiet = false }: { readonly quiet?: boolean | undefined }): Context {
  if (!quiet) return context;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // Not spread, since reading standard input would open it.
  const environment: Environment = Object.create(context.environment, { stderr: { value: nowhere } });
  return { ...context, environment };
}

/** Two Ctrl-C within so many milliseconds are one: npm and npx pass on the one that the terminal has sent already. */
const ONE_PRESS_MS = 150;

/** Does work that the first Ctrl-C stops by its signal; the second ends the process at once. */
export async function workUntilStopped<Result>(
  { now, onInterrupt, exit }: Pick<Environment, 'now' | 'onInterrupt' | 'exit'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let pressed: number | undefined;
  const unhear = onInterrupt(() => {
    if (pressed === undefined) {
      pressed = now();
      controller.abort();
    } else if (now() - pressed > ONE_PRESS_MS) exit(EXIT.stopped);
  });
  try {
    return await work(controller.signal);
  } finally {
    // A signal passed on may arrive after the work has ended, and would kill the process before its last output.
    if (pressed === undefined) unhear();
  }
}
