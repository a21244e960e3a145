import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { urlOfBuilt } from '../root.ts';
import { median } from '../statistics.ts';

const built = (name: string) => fileURLToPath(urlOfBuilt(name));
const importing = (name: string) => [
  '--input-type=module',
  '-e',
  `import ${JSON.stringify(urlOfBuilt(name).href)}`,
];

/** 8 trials of 1 epoch: next to nothing to do. */
const TINY = ['compare', '--dataset', 'diabetes', '--epochs', '1', '--repeats', '1', '--folds', '4'];

/** What a process starts with, beside an empty Node. */
const STARTS = {
  tiny: {
    name: 'absum compare, 8 trials of 1 epoch',
    argv: [built('cli.js'), ...TINY, '--lambdas', '0,0.01'],
  },
  inThreads: {
    name: 'the same in two threads',
    argv: [built('cli.js'), ...TINY, '--lambdas', '0,0.01', '--workers', '2'],
  },
  first: {
    name: 'the same for the first time, nothing compiled kept',
    argv: [built('cli.js'), ...TINY, '--lambdas', '0,0.01'],
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
  },
  read: { name: 'absum read', argv: [built('cli.js'), 'read', '--dataset', 'diabetes'] },
  help: { name: 'absum --help', argv: [built('cli.js'), '--help'] },
  library: { name: "import 'absum-l1'", argv: importing('index.js') },
  node: { name: "import 'absum-l1/node'", argv: importing('node.js') },
} satisfies Record<string, Start>;

interface Start {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type StartName = keyof typeof STARTS;

const NAMES = Object.keys(STARTS) as StartName[];
const ROUNDS = 15;

interface StartFigures {
  readonly rounds: number;
  /** Of `node -e 0`, start to end. */
  readonly emptyMs: number;
  /** Beyond that. */
  readonly beyondMs: Readonly<Record<StartName, number>>;
}

/** How much longer than an empty Node a process takes, whole processes in turns. */
export const start: Part<StartFigures> = {
  name: 'start',

  measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    const kept = mkdtempSync(join(tmpdir(), 'absum-start-'));
    try {
      const starts: Start[] = [{ name: 'node -e 0', argv: ['-e', '0'] }, ...Object.values(STARTS)];
      const run = (one: Start) => time(one, kept);
      for (const one of starts) run(one);
      const samples = starts.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (let turn = 0; turn < starts.length; turn++) {
          const i = (round + turn) % starts.length;
          samples[i].push(run(starts[i]));
        }
      }
      const [emptyMs, ...wholeMs] = samples.map(median);
      const beyond = NAMES.map((name, i) => [name, wholeMs[i] - emptyMs]);
      return { rounds, emptyMs, beyondMs: Object.fromEntries(beyond) };
    } finally {
      rmSync(kept, { recursive: true });
    }
  },

  judge: ({ beyondMs }) => [
    atMost('floor', 'a tiny comparison by the command line, beyond node -e 0', beyondMs.tiny, 150, ' ms'),
    atMost('floor', 'import of the library, beyond node -e 0', beyondMs.library, 25, ' ms'),
  ],

  show({ rounds, emptyMs, beyondMs }) {
    const lines = NAMES.map(
      (name) => `  ${STARTS[name].name.padEnd(52)} ${beyondMs[name].toFixed(0).padStart(5)} ms`,
    );
    const title = `From the start of a process to its end, beyond node -e 0 (${emptyMs.toFixed(0)} ms; median of ${rounds})`;
    return [title, ...lines].join('\n');
  },
};

/**
 * Milliseconds from the start of a process to its end.
 *
 * @param kept where it keeps what is compiled
 * @throws Error for a process that fails
 */
function time({ name, argv, env }: Start, kept: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, {
    env: { ...process.env, XDG_CACHE_HOME: kept, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`${name}: ended with ${status}: ${stderr}`);
  return ms;
}
