import { expect, test } from 'vitest';
import { runProgram } from './commands.ts';

const COMPARISONS = 1000;
/** A leak is what a collection leaves; the threads of a pool have only V8's own, which small heaps bring about. */
const BETWEEN_COLLECTIONS = 100;
/**
 * V8 doubles its young generation now and then and lets garbage grow old, which is no leak but dozens of megabytes:
 * both generations are held small.
 */
const FLAGS = '--expose-gc --max-semi-space-size=1 --max-old-space-size=20';

interface Memory {
  /** Bytes of the process. */
  readonly rss: number;
  /** Bytes in use on the heap of the main thread. */
  readonly heapUsed: number;
}

/** Memory after a warm-up, after a thousand comparisons more, and after another thousand. */
async function measureMemory(executor: string, warmUp: number): Promise<Memory[]> {
  const program = `
    import { compare } from 'absum-l1';
    import { createEngines, createPool } from 'absum-l1/node';

    const engines = createEngines();
    const executor = ${executor};
    const recipe = {
      data: { dataset: 'friedman1', rows: 300 },
      split: { folds: 2, repeats: 1 },
      network: { hidden: [8] },
      training: { epochs: 2 },
      penalty: { lambdas: [0, 0.01] },
    };
    const { signal } = new AbortController();
    async function work(comparisons) {
      for (let i = 1; i <= comparisons; i++) {
        await compare({ ...recipe, seed: i }, { engines, executor, signal, onProgress: () => {} });
        if (i % ${BETWEEN_COLLECTIONS} === 0) await collect();
      }
      return process.memoryUsage();
    }
    async function collect() {
      for (let i = 0; i < 3; i++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const memory = [await work(${warmUp}), await work(${COMPARISONS}), await work(${COMPARISONS})];
    await executor?.close();
    console.log(JSON.stringify(memory));
  `;
  return JSON.parse(await runProgram(program, { flags: FLAGS }));
}

test.each([
  ['in place', 'undefined', 200],
  // Each of three threads compiles for itself, and has filled its own heap after some thousand comparisons.
  ['in a pool', 'createPool({ workers: 2 })', 1200],
])(
  'a thousand comparisons %s leave memory as it was, within a twentieth',
  async (_, executor, warmUp) => {
    const memory = await measureMemory(executor, warmUp);
    // A leak grows by every thousand; a heap that settles grows once.
    const growths = (name: keyof Memory) => [1, 2].map((i) => memory[i][name] / memory[i - 1][name]);
    expect(Math.min(...growths('heapUsed'))).toBeLessThan(1.05);
    expect(Math.min(...growths('rss'))).toBeLessThan(1.05);
  },
  400_000,
);
