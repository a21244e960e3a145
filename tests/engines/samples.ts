import type { Matrix } from '../../src/data/encode.ts';
import type { Activation, Loss, Optimizer } from '../../src/engines/engine.ts';
import { openStream } from '../../src/random/random.ts';

export const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'sigmoid', 'elu', 'linear'];

export const LOSSES: readonly Loss[] = [
  { name: 'mse' },
  { name: 'mae' },
  { name: 'huber', delta: 0.5 },
  { name: 'cross-entropy' },
];

export const OPTIMIZERS: readonly Optimizer[] = [
  { name: 'sgd', learningRate: 0.05 },
  { name: 'momentum', learningRate: 0.02, momentum: 0.8 },
  { name: 'rmsprop', learningRate: 0.01, decay: 0.9, epsilon: 1e-8 },
  { name: 'adam', learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-8 },
];

/** Numbers uniform on [-1, 1), rounded to f32, so that an engine and an f64 oracle read the same ones. */
export function drawNumbers(count: number, seed: number): number[] {
  const random = openStream(seed, 'generator');
  return Array.from({ length: count }, () => Math.fround(2 * random.nextUniform() - 1));
}

/** The same as rows of `columns` numbers. */
export function drawGrid(rows: number, columns: number, seed: number): number[][] {
  const numbers = drawNumbers(rows * columns, seed);
  return Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));
}

export function drawOneHot(rows: number, classes: number): number[][] {
  const random = openStream(rows, 'generator');
  return Array.from({ length: rows }, () => {
    const chosen = random.nextBelow(classes);
    return Array.from({ length: classes }, (_, c) => (c === chosen ? 1 : 0));
  });
}

export function toMatrix(grid: readonly (readonly number[])[]): Matrix {
  return { rows: grid.length, columns: grid[0].length, values: Float32Array.from(grid.flat()) };
}
