import type { Arena } from '../../kernels/arena.ts';
import { NetworkMemory, type NetworkSettings, type StoredRows } from '../../kernels/network-memory.ts';
import type { TrainingKernels } from '../../kernels/training-kernels.ts';
import type { Activation, Epoch, LiveTrial, Loss, Optimizer, TrialSpec, WeightMeasures } from '../engine.ts';
import { layoutParameters } from '../layout.ts';

/** The rows of a pair in the arena. */
export interface FusedRows {
  readonly targets: StoredRows;
  /** The training rows under `training`, and the held sets under their names. */
  readonly sets: Readonly<Record<string, StoredRows>>;
}

/** The codes of `assembly/plan.ts`. */
export const ACTIVATIONS: Partial<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 };
export const LOSSES: Record<Loss['name'], number> = { mse: 0, mae: 1, huber: 2, 'cross-entropy': 3 };
export const OPTIMIZERS: Partial<Record<Optimizer['name'], number>> = { sgd: 0, momentum: 1, adam: 2 };
export const METHODS = { subgradient: 1, proximal: 2 };

/** What of a network is not on the engine's menu, or null. */
export function findUnsupported(activation: Activation, optimizer: Optimizer['name']): string | null {
  if (ACTIVATIONS[activation] === undefined) return `activation "${activation}"`;
  if (OPTIMIZERS[optimizer] === undefined) return `optimizer "${optimizer}"`;
  return null;
}

/** A trial whose steps run in the module, any number of them in one call. */
export class FusedTrial implements LiveTrial {
  readonly #network: NetworkMemory;
  readonly #rows: FusedRows;
  readonly #penalisesBiases: boolean;

  constructor(
    arena: Arena,
    kernels: TrainingKernels,
    rows: FusedRows,
    spec: TrialSpec,
    initial: Float32Array,
  ) {
    const { inputs, hidden, outputs } = spec.network;
    this.#rows = rows;
    this.#penalisesBiases = spec.penalised > layoutParameters(spec.network).weightCount;
    const widths = [inputs, ...hidden, outputs];
    this.#network = new NetworkMemory(
      arena,
      kernels,
      widths,
      encodeSettings(spec),
      rows.sets.training,
      rows.targets,
    );
    this.#network.penalise(this.#penalisesBiases);
    this.#network.writeParameters(initial);
  }

  runSteps({ order, batchSize, stride, dropoutKey }: Epoch, from: number, to: number): Float64Array {
    return this.#network.runSteps(order, batchSize, stride, dropoutKey, from, to);
  }

  predict(set: string): Float32Array {
    return this.#network.predict(this.#rows.sets[set]);
  }

  measureWeights(): WeightMeasures {
    return this.#network.measure(this.#penalisesBiases);
  }

  readParameters(): Float32Array {
    return this.#network.readParameters();
  }

  writeParameters(parameters: Float32Array): void {
    this.#network.writeParameters(parameters);
  }

  close(): void {
    this.#network.close();
  }
}

function encodeSettings({ network, loss, optimizer, penalty }: TrialSpec): NetworkSettings {
  const { activation, dropout } = network;
  const unsupported = findUnsupported(activation, optimizer.name);
  if (unsupported !== null) throw new Error(`the fused engine has no ${unsupported}`);
  const adam = optimizer.name === 'adam' ? optimizer : undefined;
  return {
    activation: ACTIVATIONS[activation] ?? 0,
    loss: LOSSES[loss.name],
    optimizer: OPTIMIZERS[optimizer.name] ?? 0,
    penalty: penalty === null ? 0 : METHODS[penalty.method],
    groups: penalty?.groups ?? null,
    dropBelow: Math.round(dropout * 2 ** 24),
    kept: 1 / (1 - dropout),
    coefficient: penalty?.coefficient ?? 0,
    huberDelta: loss.name === 'huber' ? loss.delta : 0,
    learningRate: optimizer.learningRate,
    beta1: adam?.beta1 ?? (optimizer.name === 'momentum' ? optimizer.momentum : 0),
    beta2: adam?.beta2 ?? 0,
    epsilon: adam?.epsilon ?? 0,
  };
}
