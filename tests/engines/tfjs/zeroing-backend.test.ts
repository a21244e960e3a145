import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { recordEngine, smallRecipe } from '../../compare/samples.ts';
import { tfjs } from '../../host.ts';

/** What an emscripten module has besides. */
interface EmscriptenHeap {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Leaves garbage in memory of many sizes that the heap has freed: every float of it is NaN. */
function plant(): void {
  const wasm = (tf.backend() as BackendWasm).wasm as BackendWasm['wasm'] & EmscriptenHeap;
  const blocks = Array.from({ length: 400 }, (_, i) => {
    const length = 16 * (1 + (i % 40)) ** 2;
    return { address: wasm._malloc(length) >>> 0, length };
  });
  for (const { address, length } of blocks) wasm.HEAPU8.fill(0xff, address, address + length);
  for (const { address } of blocks) wasm._free(address);
}

const RECIPES: readonly Partial<RecipeInput>[] = [
  {},
  { network: { hidden: [5, 3], activation: 'elu', dropout: 0.3 }, optimizer: { name: 'adam' } },
  { loss: 'mae', optimizer: { name: 'momentum' }, penalty: { lambdas: [0, 0.1], method: 'proximal' } },
  { loss: 'huber', network: { hidden: [], activation: 'linear' }, optimizer: { name: 'rmsprop' } },
  {
    network: { hidden: [4], activation: 'sigmoid' },
    penalty: { lambdas: [0, 0.1], method: 'proximal', groups: 'features' },
  },
  {
    data: { dataset: 'cps-wages-1985', target: 'sector' },
    split: { folds: 2, repeats: 1 },
    loss: 'cross-entropy',
    network: { hidden: [4], activation: 'tanh' },
    training: { epochs: 2 },
  },
];

it.each(RECIPES)('garbage in the heap of tfjs moves no digest: %j', async (given) => {
  const recipe = smallRecipe({ engine: 'tfjs', ...given });
  const clean = JSON.stringify(await compare(recipe, { engines: [tfjs] }));
  let planted = 0;
  const { recorder } = recordEngine(tfjs, () => {
    plant();
    planted += 1;
  });
  expect(JSON.stringify(await compare(recipe, { engines: [recorder] }))).toBe(clean);
  expect(planted).toBeGreaterThan(3);
});

it('every tensor that is handed out without values holds zeros', () => {
  const backend = tf.backend() as BackendWasm;
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    for (const size of [1, 7, 256, 5000]) {
      plant();
      const output = backend.makeOutput([size], dtype);
      const tensor = tf.engine().makeTensorFromTensorInfo(output);
      expect(tensor.dataSync().every((value) => value === 0)).toBe(true);
      tensor.dispose();
    }
  }
});
