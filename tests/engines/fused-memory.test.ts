import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Optimizer, PairRows, TrialSpec } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { measureTrialBytes } from '../../src/engines/fused/regions.ts';
import { storePair } from '../../src/engines/fused/stored-rows.ts';
import { FusedTrial } from '../../src/engines/fused/trial.ts';
import { layoutParameters } from '../../src/engines/layout.ts';
import { Arena } from '../../src/kernels/arena.ts';
import { instantiateTrainingKernels } from '../../src/kernels/training-kernels.ts';
import { readModules } from '../host.ts';
import { drawNumbers } from './samples.ts';

const { absum } = readModules();

afterEach(() => {
  vi.restoreAllMocks();
});

function drawMatrix(rows: number, columns: number) {
  return { rows, columns, values: Float32Array.from(drawNumbers(rows * columns, rows)) };
}

/** The training rows of a pair, with no held set. */
function drawPair(rows: number, { network }: TrialSpec): PairRows {
  return { features: drawMatrix(rows, network.inputs), targets: drawMatrix(rows, network.outputs), held: {} };
}

const inOrder = (rows: number) => Int32Array.from({ length: rows }, (_, row) => row);

const ones = (count: number) => new Array<number>(count).fill(1);

function specOf(inputs: number, hidden: number[], outputs: number, groups: number[] | null): TrialSpec {
  const network = { inputs, hidden, outputs, activation: 'relu', dropout: 0 } as const;
  return {
    network,
    loss: { name: 'mse' },
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    penalty: { coefficient: 0.01, method: groups === null ? 'subgradient' : 'proximal', groups },
    penalised: layoutParameters(network).weightCount,
  };
}

describe('the memory of the fused engine', () => {
  it.each([
    { inputs: 10, hidden: [64, 32], outputs: 1, rows: 353, held: 89, batchSize: 32 },
    { inputs: 3, hidden: [300, 200], outputs: 5, rows: 700, held: 1, batchSize: 700 },
    { inputs: 90, hidden: [], outputs: 1, rows: 5000, held: 5000, batchSize: 7 },
    { inputs: 5, hidden: [9, 9, 9, 9], outputs: 2, rows: 40, held: 4000, batchSize: 1000 },
    // The groups' table reaches into one page more.
    { inputs: 900, hidden: [3], outputs: 1, rows: 25, held: 1, batchSize: 32, groups: ones(900) },
  ])('is what it said before, to a page: %o', async (shape) => {
    const { inputs, hidden, outputs, rows, held, batchSize, groups = null } = shape;
    const grown: number[] = [];
    const { grow } = WebAssembly.Memory.prototype;
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(function (
      this: WebAssembly.Memory,
      pages,
    ) {
      const before = grow.call(this, pages);
      grown.push(this.buffer.byteLength);
      return before;
    });
    const engine = createFusedEngine(absum);
    const spec = specOf(inputs, hidden, outputs, groups);
    const bytes = engine.measureBytes({
      network: spec.network,
      batchSize,
      trainingRows: rows,
      heldRows: [held],
      ...(groups !== null && { groups: groups.length }),
    });
    const pair = await engine.openPair(
      {
        features: drawMatrix(rows, inputs),
        targets: drawMatrix(rows, outputs),
        held: { held: drawMatrix(held, inputs) },
      },
      bytes,
    );
    expect(grown).toHaveLength(1);
    expect(grown[0]).toBe(65_536 * Math.ceil(bytes / 65_536));
    const initial = Float32Array.from(drawNumbers(layoutParameters(spec.network).parameterCount, 1));
    const order = inOrder(rows);
    for (let t = 0; t < 2; t++) {
      const trial = pair.startTrial(spec, initial);
      trial.runSteps({ order, batchSize, stride: batchSize, dropoutKey: 1 }, 0, Math.ceil(rows / batchSize));
      expect(trial.predict('training')).toHaveLength(rows * outputs);
      expect(trial.predict('held')).toHaveLength(held * outputs);
      trial.close();
    }
    pair.close();
    expect(grown).toHaveLength(1);
  });

  it('grows no further than was planned, whatever a trial asks for', async () => {
    const engine = createFusedEngine(absum);
    const spec = specOf(19, [9], 1, null);
    const shape = { network: spec.network, batchSize: 8, trainingRows: 40, heldRows: [] };
    const initial = Float32Array.from(drawNumbers(190, 3));
    // Once in a memory of its own, and once in that one, which by then is large enough.
    for (const width of [2000, 9]) {
      const pair = await engine.openPair(drawPair(40, spec), engine.measureBytes(shape));
      const wide = specOf(19, [width], 1, null);
      if (width > 9) {
        expect(() =>
          pair.startTrial(wide, new Float32Array(layoutParameters(wide.network).parameterCount)),
        ).toThrow(/^the training needs \d+ bytes, more than the \d+ planned$/);
      } else pair.startTrial(spec, initial).close();
      pair.close();
    }
    const unplanned = await engine.openPair(drawPair(40, spec));
    unplanned.startTrial(spec, initial).close();
    unplanned.close();
  });

  it.each([null, [19], [1, 2, 16], ones(19)])('is measured to a byte with groups of %j', (groups) => {
    const arena = new ArenaWithMark(new WebAssembly.Memory({ initial: 1 }));
    const spec = specOf(19, [9], 1, groups);
    const rows = drawPair(40, spec);
    const stored = storePair(arena, rows);
    const start = arena.end;
    const kernels = instantiateTrainingKernels(absum, arena.memory);
    const trial = new FusedTrial(arena, kernels, stored, spec, Float32Array.from(drawNumbers(190, 3)));
    trial.predict('training');
    trial.runSteps({ order: inOrder(40), batchSize: 1, stride: 1, dropoutKey: 1 }, 0, 40);
    const shape = { network: spec.network, batchSize: 1, trainingRows: 40, heldRows: [] };
    expect(arena.mark - start).toBe(measureTrialBytes({ ...shape, groups: groups?.length ?? 0 }));
    trial.close();
    expect(arena.end).toBe(start);
  });

  it('holds nothing of a pair that was closed, nor of an earlier trial', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const arena = new Arena(memory);
    const spec = specOf(3, [5], 1, null);
    const stored = storePair(arena, drawPair(9, spec));
    const end = arena.end;
    const kernels = instantiateTrainingKernels(absum, memory);
    const trial = new FusedTrial(arena, kernels, stored, spec, Float32Array.from(drawNumbers(26, 3)));
    trial.runSteps({ order: inOrder(9), batchSize: 4, stride: 4, dropoutKey: 1 }, 0, 3);
    trial.close();
    expect(arena.end).toBe(end);
    const after = new Uint8Array(memory.buffer, end);
    expect(after.every((byte) => byte === 0)).toBe(true);
    arena.release(0);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  // Half of a moment is left after each step, so it would be subnormal after some 130 steps of no gradient.
  it.each<Optimizer>([
    { name: 'momentum', learningRate: 1e-30, momentum: 0.5 },
    { name: 'adam', learningRate: 1e-30, beta1: 0.5, beta2: 0.5, epsilon: 1e-8 },
  ])('holds no subnormal moment, however long a gradient stays 0: $name', (optimizer) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const arena = new Arena(memory);
    const column = { rows: 4, columns: 1, values: Float32Array.of(1, 1, 1, 1) };
    const stored = storePair(arena, { features: column, targets: column, held: {} });
    const spec: TrialSpec = { ...specOf(1, [], 1, null), optimizer, penalty: null };
    const kernels = instantiateTrainingKernels(absum, memory);
    // Falls short of the target, so the moment becomes negative.
    const trial = new FusedTrial(arena, kernels, stored, spec, Float32Array.of(-3, 0));
    const epoch = { order: inOrder(4), batchSize: 4, stride: 4, dropoutKey: 1 };
    trial.runSteps(epoch, 0, 1);
    trial.writeParameters(Float32Array.of(1, 0)); // hits it exactly
    for (let step = 0; step < 140; step++) trial.runSteps(epoch, 0, 1);
    // The moment is negative, and nothing else in the memory has the bits of a negative subnormal.
    const words = new Uint32Array(memory.buffer, 0, arena.end >> 2);
    expect(words.filter((word) => word > 0x8000_0000 && word < 0x8080_0000)).toHaveLength(0);
    trial.close();
  });
});

/** An arena that remembers how far it reached. */
class ArenaWithMark extends Arena {
  mark = 0;

  override allocate(bytes: number): number {
    const address = super.allocate(bytes);
    this.mark = Math.max(this.mark, this.end);
    return address;
  }
}
