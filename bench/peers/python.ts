import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BETA1, BETA2, EPSILON, LAMBDA, LEARNING_RATE, type Setting } from '../setting.ts';
import type { Peer, Trainer } from './trainer.ts';

const NAMES = { torch: 'PyTorch eager', sklearn: 'scikit-learn', jax: 'JAX jit scan' } as const;
type PythonPeer = keyof typeof NAMES;
const PYTHON_PEERS = Object.keys(NAMES) as PythonPeer[];

/** The Python that the benchmark uses: ABSUM_BENCH_PYTHON, or that of the system. */
export const PYTHON = process.env.ABSUM_BENCH_PYTHON ?? '/usr/bin/python3';

/** A process that trains on command, and sleeps while others train. */
export interface PythonProcess {
  readonly versions: Partial<Record<PythonPeer, string>>;
  readonly peers: readonly Peer[];
  /** Names of the peers that cannot be imported. */
  readonly missing: readonly string[];
  close(): void;
}

interface Answer {
  readonly seconds: number;
  readonly parameters: readonly number[] | null;
  readonly losses: readonly [number, number];
  readonly versions: Partial<Record<PythonPeer, string>>;
}

/** Starts `peers.py`; without a Python there are no peers. */
export async function startPython(): Promise<PythonProcess> {
  if (!existsSync(PYTHON)) return { versions: {}, peers: [], missing: Object.values(NAMES), close() {} };
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  const child = spawn(PYTHON, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const read = readAnswers(child);
  const ask = (request: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read();
  };
  const { versions } = await read();
  let last = 0;
  const enter = (peer: PythonPeer): Peer => ({
    name: NAMES[peer],
    ...(peer === 'sklearn' && { note: 'no L1' }),
    async start(setting) {
      const id = ++last;
      await ask({ do: 'start', id, peer, ...encode(setting) });
      return makeTrainer(ask, id);
    },
  });
  const peers = PYTHON_PEERS.filter((peer) => versions[peer] !== undefined).map(enter);
  const missing = PYTHON_PEERS.filter((peer) => versions[peer] === undefined).map((peer) => NAMES[peer]);
  return { versions, peers, missing, close: () => child.stdin.end() };
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
function readAnswers(child: ChildProcessWithoutNullStreams): () => Promise<Answer> {
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
      if (done) throw new Error(`${PYTHON} stopped:\n${complaints}`);
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
