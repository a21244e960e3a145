import { PassThrough, Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { listJudgeCharts } from '../../src/charts/judge/charts.ts';
import type { Environment, Services } from '../../src/cli/environment.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createStyle } from '../../src/cli/terminal/style.ts';
import { compare, plan } from '../../src/compare/compare.ts';
import { createInPlaceExecutor } from '../../src/compare/executor.ts';
import { judge } from '../../src/judge/judge.ts';
import { weighLoop } from '../../src/worth/worth.ts';
import { engines, fused } from '../host.ts';

export const PLAIN = createStyle(false);

/** The longest line as a terminal shows it. */
export function measureWidest(text: string): number {
  return Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  );
}

/** A stream that keeps what is written to it. */
export function openScreen(terminal: { columns?: number } | null = null) {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  if (terminal !== null) Object.assign(stream, { isTTY: true, ...terminal });
  return Object.assign(stream, { shown: () => Buffer.concat(chunks).toString() });
}

export interface Typed {
  readonly stdin?: string;
  /** Standard input is the terminal. */
  readonly isInteractive?: boolean;
  readonly env?: Record<string, string>;
  readonly services?: Partial<Services>;
  /** Gets a `press` that presses Ctrl-C. */
  readonly keyboard?: { press: () => void };
  /** Columns where both outputs are a terminal. */
  readonly terminal?: number;
}

const unneeded = () => Promise.reject(new Error('not to be loaded'));

/** Works in place, by the engines at hand. */
export const SERVICES: Services = {
  library: async () => ({
    compare,
    plan,
    exportOnnx: async () => new Uint8Array([1, 2, 3]),
  }),
  judge: async () => ({ judge }),
  check: () => import('../../src/check/check.ts'),
  worth: async () => ({ weighLoop }),
  engines: async () => ({ createEngines: () => engines }) as never,
  pool: async () => ({
    createPool: () => ({
      ...createInPlaceExecutor(fused),
      runTexts: unneeded,
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    }),
  }),
  server: unneeded,
  client: unneeded,
  sweeps: unneeded,
  folder: unneeded,
  judgeCharts: async () => ({ listJudgeCharts }),
  charts: unneeded,
};

/** Runs a command line within this process. */
export async function type(argv: readonly string[], typed: Typed = {}) {
  const terminal = typed.terminal === undefined ? null : { columns: typed.terminal };
  const [stdout, stderr] = [openScreen(terminal), openScreen(terminal)];
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  const press = () => {
    for (const listener of listeners) listener();
  };
  if (typed.keyboard !== undefined) typed.keyboard.press = press;
  let time = 0;
  const environment: Environment = {
    argv,
    env: typed.env ?? {},
    stdin: Object.assign(Readable.from(typed.stdin === undefined ? [] : [Buffer.from(typed.stdin)]), {
      isTTY: typed.isInteractive ?? false,
    }),
    stdout,
    stderr,
    now: () => (time += 600),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => exits.push(code),
  };
  const code = await runProgram(environment, { ...SERVICES, ...typed.services });
  return { code, stdout: stdout.shown(), stderr: stderr.shown(), exits, listeners: listeners.size };
}
