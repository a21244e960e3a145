import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BETA1, BETA2, EPSILON, LAMBDA, LEARNING_RATE, type Setting } from '../setting.ts';
import type { Peer, Trainer } from './trainer.ts';

/** What Python imports, with the peers that it makes possible. */
const LIBRARIES = {
  torch: { name: 'PyTorch', peers: [{ kind: 'torch', name: 'PyTorch eager' }] },
  sklearn: { name: 'scikit-learn', peers: [{ kind: 'sklearn', name: 'scikit-learn', note: 'no L1' }] },
  jax: {
    name: 'JAX',
    peers: [
      { kind: 'jax', name: 'JAX jit scan' },
      { kind: 'jaxVmap', name: 'JAX jit scan + vmap', note: 'of 20' },
    ],
  },
} as const;
export type Library = keyof typeof LIBRARIES;

/** The Pythons at hand, and what each has. */
export interface Pythons {
  /** The program that imports a library. */
  readonly programs: Partial<Record<Library, string>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly peers: readonly Peer[];
  /** Libraries that none of the Pythons can import, and Pythons that cannot run our script. */
  readonly missing: readonly string[];
  close(): void;
}

interface Answer {
  readonly seconds: number;
  readonly parameters: readonly number[] | null;
  readonly losses: readonly [number, number];
  readonly versions: Partial<Record<Library, string>>;
}

/** Those of `ABSUM_BENCH_PYTHON`, parted as in PATH, then the system's. */
function listPrograms(): string[] {
  const given = (process.env.ABSUM_BENCH_PYTHON ?? '').split(delimiter).filter(Boolean);
  return [...new Set([...given, '/usr/local/bin/python3', '/usr/bin/python3'])].filter((path) =>
    existsSync(path),
  );
}

/** Starts `peers.py` in one Python after the other; each library comes from the first that can import it. */
export async function startPythons(programs = listPrograms()): Promise<Pythons> {
  const found: Partial<Record<Library, string>> = {};
  const versions: Record<string, string> = {};
  const peers: Peer[] = [];
  const processes: PythonProcess[] = [];
  const unusable: string[] = [];
  for (const program of programs) {
    const wanted = listLibraries().filter((library) => found[library] === undefined);
    if (wanted.length === 0) break;
    const python = await startPython(program, wanted).catch(() => null);
    if (python === null) {
      unusable.push(`${program} (it does not run peers.py)`);
      continue;
    }
    const given = wanted.filter((library) => python.versions[library] !== undefined);
    for (const library of given) {
      found[library] = program;
      versions[library] = python.versions[library] ?? '';
      peers.push(...LIBRARIES[library].peers.map((peer) => python.enter(peer)));
    }
    if (given.length > 0) processes.push(python);
    else python.close();
  }
  const missing = listLibraries().filter((library) => found[library] === undefined);
  return {
    programs: found,
    versions,
    peers,
    missing: [...missing.map((library) => LIBRARIES[library].name), ...unusable],
    close: () => processes.forEach((python) => void python.close()),
  };
}

function listLibraries(): Library[] {
  return Object.keys(LIBRARIES) as Library[];
}

/** A process that trains on command, and sleeps while others train. */
interface PythonProcess {
  readonly versions: Partial<Record<Library, string>>;
  enter(peer: { readonly kind: string; readonly name: string; readonly note?: string }): Peer;
  close(): void;
}

/** @param wanted what it may import */
async function startPython(program: string, wanted: readonly Library[]): Promise<PythonProcess> {
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  const child = spawn(program, [script, ...wanted], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.once('error', () => {}); // Its output ends then, which is what a reader sees.
  child.stdin.once('error', () => {});
  const read = readAnswers(child, program);
  const ask = (request: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read();
  };
  const { versions } = await read();
  let last = 0;
  return {
    versions,
    enter: ({ kind, ...named }) => ({
      ...named,
      async start(setting) {
        const id = ++last;
        await ask({ do: 'start', id, peer: kind, ...encode(setting) });
        return makeTrainer(ask, id);
      },
    }),
    close: () => child.stdin.end(),
  };
}

function makeTrainer(ask: (request: object) => Promise<Answer>, id: number): Trainer {
  return {
    train: async (epochs) => (await ask({ do: 'train', id, epochs })).seconds,
    async readParameters() {
      const { parameters } = await ask({ do: 'read', id });
      return parameters && Float32Array.from(parameters);
    },
    readLosses: async () => (await ask({ do: 'read', id })).losses,
    close: () => void ask({ do: 'stop', id }),
  };
}

/** Hands out the lines that Python prints, one for each call. */
function readAnswers(child: ChildProcessWithoutNullStreams, program: string): () => Promise<Answer> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk;
  });
  // Calls are answered in turn; each waits for the one before.
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const answer = turn.then(async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} stopped:\n${complaints}`);
      return JSON.parse(value) as Answer;
    });
    turn = answer.catch(() => {});
    return answer;
  };
}

function encode({ inputs, hidden, batchSize, x, y, initial }: Setting): object {
  const pack = (values: Float32Array) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  return {
    widths: [inputs, ...hidden, 1],
    batchSize,
    lambda: LAMBDA,
    learningRate: LEARNING_RATE,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
    x: pack(x),
    y: pack(y),
    initial: pack(initial),
  };
}
