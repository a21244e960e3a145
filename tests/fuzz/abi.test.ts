import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TrialSpec } from '../../src/engines/engine.ts';
import { measureTrialBytes } from '../../src/engines/fused/regions.ts';
import { storePair } from '../../src/engines/fused/stored-rows.ts';
import { FusedTrial } from '../../src/engines/fused/trial.ts';
import { layoutParameters } from '../../src/engines/layout.ts';
import { Arena, align } from '../../src/kernels/arena.ts';
import { createPenalty } from '../../src/kernels/penalty.ts';
import { instantiateTrainingKernels } from '../../src/kernels/training-kernels.ts';
import { readModules } from '../host.ts';
import { FUZZ_TIMEOUT, fuzz } from './fuzz.ts';
import { anything } from './mutate.ts';

const { absum } = readModules();
const CANARY = 0xa5;

const floats = fc.oneof(
  { weight: 4, arbitrary: fc.float32Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.tuple(fc.float(), fc.nat(10_000)).map(([x, n]) => new Float32Array(n).fill(x)) },
);
const scalar = fc.oneof(fc.double(), fc.float(), fc.constantFrom(0, -0, 1, 1e39, -1e39, 5e-324, Number.NaN));

it(
  'the penalty on arrays gives as many numbers as it got and changes none, or refuses',
  async () => {
    const penalty = createPenalty(absum);
    const inputs = fc.tuple(
      fc.oneof(
        { weight: 12, arbitrary: floats as fc.Arbitrary<unknown> },
        { weight: 1, arbitrary: anything },
      ),
      fc.oneof(
        { weight: 12, arbitrary: scalar as fc.Arbitrary<unknown> },
        { weight: 1, arbitrary: anything },
      ),
    );
    await fuzz(
      'ABI wrapper, penalty',
      inputs,
      ([given, number]) => {
        const w = given as Float32Array;
        const before = w?.slice?.();
        const sum = penalty.absSum(w);
        const zeros = penalty.countZeros(w);
        const isNan = w.some(Number.isNaN);
        expect(Number.isNaN(sum)).toBe(isNan);
        expect(zeros).toBe(w.reduce((count, x) => count + (x === 0 ? 1 : 0), 0));
        const gradient = penalty.signGradient(w, number as number);
        expect(gradient.length).toBe(w.length);
        const threshold = Math.abs(number as number);
        const shrunk = penalty.softThreshold(w, threshold);
        expect(
          shrunk.every((x, i) => (Number.isNaN(w[i]) ? Number.isNaN(x) : Math.abs(x) <= Math.abs(w[i]))),
        ).toBe(true);
        expect(w).toEqual(before);
        return true;
      },
      { runs: 2000 },
    );
  },
  FUZZ_TIMEOUT,
);

const width = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 150 }) },
);
const learningRate = fc.constantFrom(0.01, 1e9, 1e-300);
const decay = fc.constantFrom(0, 0.9);
const choices = fc.record({
  biases: fc.boolean(),
  groups: fc.option(fc.infiniteStream(fc.integer({ min: 1, max: 5 }))),
  activation: fc.constantFrom('linear', 'relu', 'tanh', 'sigmoid'),
  // Of 1 - 2^-24 all units but one in 2^24 are dropped, and what is kept is multiplied by 2^24.
  dropout: fc.constantFrom(0, 0.2, 0.25, 0.95, 1 - 2 ** -24),
  loss: fc.oneof(
    fc.record({ name: fc.constantFrom('mse', 'mae', 'cross-entropy') }),
    fc.record({ name: fc.constant('huber'), delta: fc.constantFrom(0, 1) }),
  ),
  optimizer: fc.oneof(
    fc.record({ name: fc.constant('sgd'), learningRate }),
    fc.record({ name: fc.constant('momentum'), learningRate, momentum: decay }),
    fc.record({
      name: fc.constant('adam'),
      learningRate,
      beta1: decay,
      beta2: fc.constantFrom(0, 0.999),
      epsilon: fc.constantFrom(1e-8, 1e-30),
    }),
  ),
  method: fc.constantFrom(null, 'subgradient', 'proximal'),
  coefficient: fc.constantFrom(0.01, -0.01, 1e30),
});

type Choice = typeof choices extends fc.Arbitrary<infer Value> ? Value : never;

const cases = fc.record({
  widths: fc.array(width, { minLength: 2, maxLength: 6 }),
  rows: fc.integer({ min: 1, max: 70 }),
  batchSize: fc.integer({ min: 1, max: 90 }),
  isOverlapping: fc.boolean(),
  steps: fc.nat(6),
  scale: fc.constantFrom(1, 1e-30, 1e30, Infinity, Number.NaN),
  seed: fc.nat(),
  choice: choices,
});

it(
  'a network of any shape stays within the memory that was measured for it, and leaves it zeroed',
  async () => {
    const memory = new WebAssembly.Memory({ initial: 64 });
    const kernels = instantiateTrainingKernels(absum, memory);
    await fuzz(
      'ABI wrapper, networks',
      cases,
      ({ widths, rows, batchSize, isOverlapping, steps, scale, seed, choice }) => {
        // Anew for each input, whatever became of the one before.
        new Uint8Array(memory.buffer).fill(0);
        const arena = new Arena(memory);
        const spec = specify(widths, choice);
        const { inputs, outputs } = spec.network;
        const batch = Math.min(batchSize, rows);
        const stored = storePair(arena, {
          features: { rows, columns: inputs, values: fill(rows * inputs, scale, seed) },
          targets: { rows, columns: outputs, values: fill(rows * outputs, 1, seed + 1) },
          held: {},
        });
        const start = arena.end;
        const groups = spec.penalty?.groups?.length ?? 0;
        const shape = { network: spec.network, batchSize: batch, trainingRows: rows, heldRows: [], groups };
        const bytes = measureTrialBytes(shape);
        arena.reserve(bytes);
        const heap = new Uint8Array(memory.buffer);
        const below = heap.slice(0, start);
        const canary = heap.subarray(start + align(bytes), start + align(bytes) + 4096).fill(CANARY);
        const count = layoutParameters(spec.network).parameterCount;
        const trial = new FusedTrial(arena, kernels, stored, spec, fill(count, 0.5, seed + 2));
        const stride = isOverlapping ? 1 : batch;
        const all = Math.ceil(rows / stride);
        const order = Int32Array.from({ length: rows }, (_, r) => rows - 1 - r);
        const epoch = { order, batchSize: batch, stride, dropoutKey: seed };
        const objectives = trial.runSteps(epoch, 0, Math.min(all, steps));
        expect(objectives.length).toBeLessThanOrEqual(Math.min(all, steps));
        expect(trial.predict('training').length).toBe(rows * outputs);
        const parameters = trial.readParameters();
        expect(parameters.length).toBe(count);
        // A step that diverges makes the padding NaN too, and what is measured counts for nothing.
        const { l1, zeros } = trial.measureWeights();
        if (Number.isFinite(l1)) {
          const measured = parameters.subarray(0, spec.penalised);
          expect(zeros).toBe(measured.reduce((sum, w) => sum + (w === 0 ? 1 : 0), 0));
        }
        trial.close();
        expect(arena.end).toBe(start);
        expect(
          canary.every((byte) => byte === CANARY),
          'bytes behind the network',
        ).toBe(true);
        expect(Buffer.compare(below, heap.subarray(0, start)), 'rows before the network').toBe(0);
        expect(isZero(heap.subarray(start, canary.byteOffset)), 'what the network took up').toBe(true);
        return true;
      },
      { runs: 300 },
    );
  },
  FUZZ_TIMEOUT,
);

/** Found without a call for each byte. */
function isZero(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, new Uint8Array(bytes.length)) === 0;
}

/** The specification of a trial by what was drawn for it. */
function specify(
  widths: readonly number[],
  { activation, dropout, loss, optimizer, method, coefficient, biases, groups }: Choice,
): TrialSpec {
  const [inputs] = widths;
  const network = {
    inputs,
    hidden: widths.slice(1, -1),
    outputs: widths[widths.length - 1],
    activation,
    dropout,
  };
  const { weightCount, parameterCount } = layoutParameters(network);
  const penalised = biases ? parameterCount : weightCount;
  const rest = { network, loss, optimizer, penalised };
  // Minus |w| has no proximal operator, and recipes that ask for it are refused.
  const strength = Math.abs(coefficient);
  if (groups !== null) {
    const penalty = { coefficient: strength, method: 'proximal', groups: divide(inputs, groups) } as const;
    return { ...rest, penalty };
  }
  if (method === null) return { ...rest, penalty: null };
  const signed = method === 'proximal' ? strength : coefficient;
  return { ...rest, penalty: { coefficient: signed, method, groups: null } };
}

function divide(inputs: number, sizes: Iterator<number>): number[] {
  const groups: number[] = [];
  for (let left = inputs; left > 0; ) {
    const size = Math.min(left, sizes.next().value);
    groups.push(size);
    left -= size;
  }
  return groups;
}

/** Numbers in (-scale, scale), by a linear congruential generator. */
function fill(length: number, scale: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (scale * (state - 2 ** 31)) / 2 ** 31;
  });
}
