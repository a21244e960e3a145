import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, median, type Verdict } from './goals.ts';

const built = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const importing = (name: string) => [
  '--input-type=module',
  '-e',
  `import ${JSON.stringify(new URL(`../dist/${name}`, import.meta.url))}`,
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

export interface StartResult {
  /** Of `node -e 0`, start to end. */
  readonly emptyMs: number;
  /** Beyond that. */
  readonly beyondMs: Readonly<Record<StartName, number>>;
  readonly verdicts: readonly Verdict[];
}

/** How much longer than an empty Node a process takes, whole processes in turns. */
export function runStartBench(rounds: number): StartResult {
  const kept = mkdtempSync(join(tmpdir(), 'absum-start-'));
  try {
    const names = Object.keys(STARTS) as StartName[];
    const starts: Start[] = [{ name: 'node -e 0', argv: ['-e', '0'] }, ...Object.values(STARTS)];
    const run = (start: Start) => time(start, kept);
    for (const start of starts) run(start);
    const samples = starts.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < starts.length; turn++) {
        const i = (round + turn) % starts.length;
        samples[i].push(run(starts[i]));
      }
    }
    const [emptyMs, ...wholeMs] = samples.map(median);
    const beyondMs = Object.fromEntries(names.map((name, i) => [name, wholeMs[i] - emptyMs])) as Record<
      StartName,
      number
    >;
    print(emptyMs, beyondMs, rounds);
    return { emptyMs, beyondMs, verdicts: judge(beyondMs) };
  } finally {
    rmSync(kept, { recursive: true });
  }
}

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

function print(emptyMs: number, beyondMs: Readonly<Record<StartName, number>>, rounds: number): void {
  console.log(
    `\nFrom the start of a process to its end, beyond node -e 0 (${emptyMs.toFixed(0)} ms; median of ${rounds})`,
  );
  for (const [name, ms] of Object.entries(beyondMs)) {
    console.log(`  ${STARTS[name as StartName].name.padEnd(52)} ${ms.toFixed(0).padStart(5)} ms`);
  }
}

function judge({ tiny, library }: Readonly<Record<StartName, number>>): Verdict[] {
  return [
    atMost('floor', 'a tiny comparison by the command line, beyond node -e 0', tiny, 150, ' ms'),
    atMost('floor', 'import of the library, beyond node -e 0', library, 25, ' ms'),
  ];
}
