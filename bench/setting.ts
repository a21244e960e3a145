import type { TrialSpec } from '../src/engines/engine.ts';
import { layoutParameters } from '../src/engines/layout.ts';
import { openStream } from '../src/random/random.ts';

/** What every contestant trains: mean squared error, an L1 penalty by subgradient, adam. */
export const LAMBDA = 0.001;
export const LEARNING_RATE = 0.001;
export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;

export interface Shape {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly batchSize: number;
}

/** A network, its initial parameters and its rows. */
export interface Setting extends Shape {
  readonly rows: number;
  /** [rows, inputs] */
  readonly x: Float32Array<ArrayBuffer>;
  /** [rows] */
  readonly y: Float32Array<ArrayBuffer>;
  /** As `layout.ts` orders them. */
  readonly initial: Float32Array<ArrayBuffer>;
}

/** A setting with seeded rows, a target that can be learned, and He's uniform weights. */
export function makeSetting({ inputs, hidden, batchSize }: Shape, rows: number): Setting {
  const random = openStream(1, 'generator');
  const x = Float32Array.from({ length: rows * inputs }, () => 2 * random.nextUniform() - 1);
  const y = Float32Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = x.subarray(row * inputs, row * inputs + 3);
    return 2 * a - b + c / 2;
  });
  const { layers, parameterCount } = layoutParameters({ inputs, hidden, outputs: 1 });
  const initial = new Float32Array(parameterCount);
  for (const layer of layers) {
    const limit = Math.sqrt(6 / layer.inputs);
    const count = layer.inputs * layer.outputs;
    for (let i = 0; i < count; i++) initial[layer.weights + i] = limit * (2 * random.nextUniform() - 1);
  }
  return { inputs, hidden, batchSize, rows, x, y, initial };
}

export function nameShape({ inputs, hidden, batchSize }: Shape): string {
  return `${[inputs, ...hidden, 1].join('-')}, batch ${batchSize}`;
}

/** The setting in the form that the engines of absum take. */
export function specify({ inputs, hidden }: Shape): TrialSpec {
  return {
    network: { inputs, hidden, outputs: 1, activation: 'relu', dropout: 0 },
    loss: { name: 'mse' },
    optimizer: { name: 'adam', learningRate: LEARNING_RATE, beta1: BETA1, beta2: BETA2, epsilon: EPSILON },
    penalty: { coefficient: LAMBDA, method: 'subgradient', groups: null },
    penalised: layoutParameters({ inputs, hidden, outputs: 1 }).weightCount,
  };
}

/**
 * Operations of the matrix products of a step, counted as `countTrialWork` does: 2 for each weight and row
 * going forward and 4 going back, except for the gradient of the features, which is not needed.
 */
export function countStepFlops({ inputs, hidden, batchSize }: Shape): number {
  const { layers, weightCount } = layoutParameters({ inputs, hidden, outputs: 1 });
  return batchSize * (6 * weightCount - 2 * inputs * layers[0].outputs);
}

export function countParameters({ inputs, hidden }: Shape): number {
  return layoutParameters({ inputs, hidden, outputs: 1 }).parameterCount;
}
