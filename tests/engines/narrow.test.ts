import { describe, expect, it } from 'vitest';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { storePair } from '../../src/engines/fused/stored-rows.ts';
import { FusedTrial } from '../../src/engines/fused/trial.ts';
import { layoutParameters } from '../../src/engines/layout.ts';
import { Arena } from '../../src/kernels/arena.ts';
import { instantiateTrainingKernels } from '../../src/kernels/training-kernels.ts';
import { readModules } from '../host.ts';
import { toMatrix } from './samples.ts';
import { inOrder, makeSetting, type Setting, withTrial } from './train-both.ts';

const { absum } = readModules();
const fused = createFusedEngine(absum);
const ROWS = 9;

describe('a last layer of few outputs', () => {
  // Widths on both sides of a half panel, a panel and two.
  const widths = Array.from({ length: 18 }, (_, i) => i + 1);

  it.each([1, 2, 3])('sums its inputs one after the other, to the last bit: %i outputs', async (outputs) => {
    for (const hidden of widths) {
      const setting = makeSetting({
        rows: ROWS,
        network: { hidden: [hidden], outputs, activation: 'linear' },
      });
      const predictions = await withTrial(fused, setting, (trial) => trial.predict('training'));
      expect(predictions, `${hidden} hidden units`).toEqual(predictPlainly(setting));
    }
  });
});

describe('the memory of a batch', () => {
  const networks = [1, 2, 3, 9].flatMap((outputs) =>
    (['relu', 'tanh', 'sigmoid'] as const).map((activation) => ({ outputs, activation })),
  );

  it.each(networks)('may hold anything at first: $outputs outputs, $activation', (network) => {
    const setting = makeSetting({ rows: ROWS, network: { ...network, hidden: [5, 6], dropout: 0.2 } });
    const { parameters, predictions } = train(setting, 0);
    const other = train(setting, Number.NaN);
    expect(other.parameters).toEqual(parameters);
    expect(other.predictions).toEqual(predictions);
    expect(parameters.every(Number.isFinite)).toBe(true);
  });
});

/** A linear network of one hidden layer in f32, each sum from its bias on, in the order of its inputs. */
function predictPlainly({ spec: { network }, x, initial }: Setting): Float32Array {
  const { layers } = layoutParameters(network);
  const outputs = new Float32Array(ROWS * network.outputs);
  for (let row = 0; row < ROWS; row++) {
    let features = Float32Array.from(x[row]);
    for (const { weights, biases, inputs, outputs: width } of layers) {
      const sums = initial.slice(biases, biases + width);
      for (let o = 0; o < width; o++) {
        for (let i = 0; i < inputs; i++)
          sums[o] += Math.fround(features[i] * initial[weights + i * width + o]);
      }
      features = sums;
    }
    outputs.set(features, row * network.outputs);
  }
  return outputs;
}

/** Trains three epochs in a memory whose free part holds `content`. */
function train({ spec, x, y, initial }: Setting, content: number) {
  const rows = { features: toMatrix(x), targets: toMatrix(y), held: {} };
  const memory = new WebAssembly.Memory({ initial: 1 });
  const arena = new Arena(memory);
  const kernels = instantiateTrainingKernels(absum, memory);
  const trial = new FusedTrial(arena, kernels, storePair(arena, rows), spec, initial);
  arena.reserve(2 ** 18);
  new Float32Array(memory.buffer, arena.end).fill(content);
  for (let epoch = 0; epoch < 3; epoch++) trial.runSteps(inOrder(ROWS, 4), 0, 3);
  return { parameters: trial.readParameters(), predictions: trial.predict('training') };
}
