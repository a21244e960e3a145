import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Engine, LiveTrial } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { readModules } from '../host.ts';
import {
  type Bytes,
  drawMarks,
  findMarks,
  type Marks,
  recordMemories,
  tfjsHeap,
  toMarks,
  watchSteps,
} from './watch-memory.ts';

const ROWS = 24;
const COLUMNS = 3;

/** A sender of data, and the marks to know the data by. */
interface Sender {
  readonly recipe: RecipeInput;
  readonly data: Marks;
}

/** Nothing is standardised, so that the numbers lie in memory as they came. */
function makeSender(brand: number, given: Partial<RecipeInput> = {}): Sender {
  const values = drawMarks(brand, ROWS * COLUMNS);
  const x = Array.from({ length: ROWS }, (_, r) => [...values.subarray(r * COLUMNS, (r + 1) * COLUMNS)]);
  const y = Array.from({ length: ROWS }, (_, r) => (r % 5) / 4);
  const recipe: RecipeInput = {
    data: { x, y },
    split: { folds: 2, repeats: 1 },
    standardize: { features: false, target: false },
    network: { hidden: [6, 5] },
    training: { epochs: 3, batchSize: 4 },
    penalty: { lambdas: [0, 0.01] },
    seed: brand,
    ...given,
  };
  return { recipe, data: toMarks(values) };
}

// Values about 0.5 and 2, which every loss and optimizer can take.
const ALICE = makeSender(0x3f1a);
const BOB = makeSender(0x400b, { network: { hidden: [7], dropout: 0.2 }, optimizer: { name: 'momentum' } });

const modules = readModules();
let memories: Bytes[];
let tables: Marks;
let engines: Record<'fused' | 'tfjs', Engine>;

// tfjs starts but once in a process, and must find the host's own WebAssembly.
beforeAll(async () => {
  const recipe = { data: { dataset: 'friedman1', rows: 10 }, training: { epochs: 1 } };
  await compare(recipe, { engines: [createTfjsEngine(modules)] });
  tables = new Set(new Uint32Array(tfjsHeap().buffer));
});
beforeEach(() => {
  memories = recordMemories();
  memories.push(tfjsHeap());
  engines = { fused: createFusedEngine(modules.absum), tfjs: createTfjsEngine(modules) };
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** The weights of a trial, without words of tfjs's own tables that happen to be the same. */
function markWeights(trial: LiveTrial): Marks {
  const marks = toMarks(trial.readParameters());
  return new Set([...marks].filter((mark) => !tables.has(mark)));
}

/** In how many memories there are marks. */
function countHolders(marks: Marks): number {
  return memories.filter((memory) => findMarks(memory, marks).size > 0).length;
}

/** Watches one sender's work: the parameters it came to, and that its data are in one memory alone. */
function follow(engine: Engine, sender: Sender, stopAt = Infinity) {
  const leaving = new AbortController();
  const seen = { weights: new Set() as Marks, holders: 0 };
  const engineOfIts = watchSteps(engine, (trial, steps) => {
    seen.weights = markWeights(trial);
    const holders = memories.filter((memory) => findMarks(memory, sender.data).size > 0);
    seen.holders = Math.max(seen.holders, holders.length);
    if (steps >= stopAt) leaving.abort();
  });
  const run = () => compare(sender.recipe, { engines: [engineOfIts], signal: leaving.signal });
  return { seen, run };
}

/** By its estimate every step takes a turn of its own, after which others have theirs. */
function pauseAlways(engine: Engine): Engine {
  const { seconds } = engine.costs;
  return { ...engine, costs: { ...engine.costs, seconds: { ...seconds, step: 0.03 } } };
}

/** Whatever ends the work of Alice. */
const ENDINGS: [string, (engine: Engine) => Promise<Marks>][] = [
  [
    'to its end',
    async (engine) => {
      const { seen, run } = follow(engine, ALICE);
      await run();
      expect(seen.holders).toBe(1);
      return seen.weights;
    },
  ],
  [
    'until it is aborted in the middle of an epoch',
    async (engine) => {
      const { seen, run } = follow(pauseAlways(engine), ALICE, 8);
      await expect(run()).rejects.toMatchObject({ code: 'aborted' });
      expect(seen.holders).toBe(1);
      return seen.weights;
    },
  ],
  [
    'until it fails',
    async (engine) => {
      let weights: Marks = new Set();
      const failing = watchSteps(engine, (trial, steps) => {
        weights = markWeights(trial);
        if (steps > 7) throw new Error('out of order');
      });
      await expect(compare(ALICE.recipe, { engines: [failing] })).rejects.toThrow('out of order');
      return weights;
    },
  ],
];

describe.each(['fused', 'tfjs'] as const)('the memory of the %s engine', (name) => {
  it.each(ENDINGS)('holds no number of a comparison that ran %s', async (_, work) => {
    const weights = await work(engines[name]);
    expect(weights.size).toBeGreaterThan(20);
    expect(countHolders(ALICE.data)).toBe(0);
    expect(countHolders(weights)).toBe(0);
  });
});

it('the heap of tfjs is byte for byte as it was before a comparison', async () => {
  const before = new Uint8Array(tfjsHeap().buffer).slice();
  await compare(ALICE.recipe, { engines: [engines.tfjs] });
  expect(Buffer.compare(before, new Uint8Array(tfjsHeap().buffer))).toBe(0);
});

it('a tensor of a program that works with tfjs itself outlives a comparison, whose tensors are zeroed all the same', async () => {
  const own = tf.tensor1d([1, 2, 3]);
  await compare(ALICE.recipe, { engines: [engines.tfjs] });
  expect([...own.dataSync()]).toEqual([1, 2, 3]);
  expect(countHolders(ALICE.data)).toBe(0);
  own.dispose();
});

describe('two comparisons at once', () => {
  it.each([
    ['fused', 'fused'],
    ['tfjs', 'tfjs'],
    ['fused', 'tfjs'],
    ['tfjs', 'fused'],
  ] as const)('by %s and %s never share a memory, and give the bytes that each gives alone', async (a, b) => {
    const alone = [
      await compare(ALICE.recipe, { engines: [engines[a]] }),
      await compare(BOB.recipe, { engines: [engines[b]] }),
    ];
    const order: string[] = [];
    const senders = { alice: ALICE, bob: BOB };
    const weights: Record<string, Marks> = {};
    const watch = (engine: Engine, who: 'alice' | 'bob', other: 'alice' | 'bob') =>
      watchSteps(pauseAlways(engine), (trial) => {
        order.push(who);
        weights[who] = markWeights(trial);
        const theirs = new Set([...senders[other].data, ...(weights[other] ?? [])]);
        const all = new Set([...senders[who].data, ...theirs]);
        const found = memories.map((memory) => findMarks(memory, all));
        const mine = found.filter((marks) => [...marks].some((mark) => senders[who].data.has(mark)));
        expect(mine).toHaveLength(1);
        expect([...mine[0]].filter((mark) => theirs.has(mark))).toEqual([]);
      });
    const together = await Promise.all([
      compare(ALICE.recipe, { engines: [watch(engines[a], 'alice', 'bob')] }),
      compare(BOB.recipe, { engines: [watch(engines[b], 'bob', 'alice')] }),
    ]);
    expect(together.map((report) => JSON.stringify(report))).toEqual(
      alone.map((report) => JSON.stringify(report)),
    );
    expect(order.filter((who, i) => i > 0 && who !== order[i - 1]).length).toBeGreaterThan(15);
    expect(countHolders(ALICE.data) + countHolders(BOB.data)).toBe(0);
  });
});
