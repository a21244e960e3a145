import { type Arena, align } from './arena.ts';
import {
  countPanels,
  type FilledLayout,
  layoutFilled,
  measureBatchPanels,
  measureRows,
  visitParameters,
} from './panels.ts';
import { measurePlan, type PlanRecord, writeLayer, writePlan } from './plan-record.ts';
import type { TrainingKernels } from './training-kernels.ts';

/** Rows in an arena, filled up to whole panels. */
export interface StoredRows {
  readonly address: number;
  readonly rows: number;
}

/** Copies rows [rows, columns], row-major, into an arena. */
export function storeRows(arena: Arena, rows: number, columns: number, values: Float32Array): StoredRows {
  const address = arena.allocate(measureRows(rows, columns));
  const filled = 8 * countPanels(columns);
  const target = new Float32Array(arena.memory.buffer, address, rows * filled);
  for (let row = 0; row < rows; row++) {
    target.set(values.subarray(row * columns, (row + 1) * columns), row * filled);
  }
  return { address, rows };
}

/** Copies whole numbers into an arena, as u32, and returns their address. */
function storeWords(arena: Arena, words: readonly number[]): number {
  const address = arena.allocate(4 * words.length);
  new Uint32Array(arena.memory.buffer, address, words.length).set(words);
  return address;
}

/** The settings of a network in training, by the codes of the plan. */
export type NetworkSettings = Pick<
  PlanRecord,
  'activation' | 'loss' | 'optimizer' | 'penalty' | 'dropBelow' | 'kept' | 'coefficient' | 'huberDelta'
> &
  Pick<PlanRecord, 'learningRate' | 'beta1' | 'beta2' | 'epsilon'> & {
    /** Inputs of each group of the penalty; null without groups. */
    readonly groups: readonly number[] | null;
  };

/** Samples that a prediction takes at once where no batch is larger. */
const MIN_CAPACITY = 32;
/** Constants of a step, and zeros. */
const CONSTANT_BYTES = 64;

/**
 * A network in training, in an arena: plan, parameters, gradient, moments and transposed weights, and behind
 * them what lasts for a call: the panels of a batch, the order of an epoch, the results.
 */
export class NetworkMemory {
  readonly #arena: Arena;
  readonly #kernels: TrainingKernels;
  readonly #widths: readonly number[];
  readonly #layout: FilledLayout;
  readonly #start: number;
  readonly #plan: number;
  readonly #parameters: number;
  readonly #transposed: readonly number[];
  readonly #passing: number;
  readonly #hasGroups: boolean;
  #capacity = 0;

  /** @param widths inputs, units of each hidden layer, outputs */
  constructor(
    arena: Arena,
    kernels: TrainingKernels,
    widths: readonly number[],
    { groups, ...settings }: NetworkSettings,
    features: StoredRows,
    targets: StoredRows,
  ) {
    this.#arena = arena;
    this.#kernels = kernels;
    this.#widths = widths;
    this.#layout = layoutFilled(widths);
    this.#start = arena.end;
    const { layers, parameterCount } = this.#layout;
    this.#plan = arena.allocate(measurePlan(layers.length));
    const constants = arena.allocate(CONSTANT_BYTES);
    const [parameters, gradient, firstMoment, secondMoment] = [0, 1, 2, 3].map(() =>
      arena.allocate(4 * parameterCount),
    );
    this.#parameters = parameters;
    this.#transposed = layers.map(({ inputPanels, outputPanels }, l) =>
      l === 0 ? 0 : arena.allocate(256 * inputPanels * outputPanels),
    );
    this.#hasGroups = groups !== null;
    const groupsAddress = groups === null ? 0 : storeWords(arena, groups);
    this.#passing = arena.end;
    writePlan(arena.memory, this.#plan, {
      ...settings,
      layers: layers.length,
      outputs: widths[widths.length - 1],
      parameterCount,
      power1: 1,
      power2: 1,
      features: features.address,
      targets: targets.address,
      parameters,
      gradient,
      firstMoment,
      secondMoment,
      constants,
      groups: groupsAddress,
      groupCount: groups?.length ?? 0,
    });
    // No batch has room yet, but the norm of the first layer's groups may be asked for.
    this.#writeLayers(() => 0);
  }

  /** Penalises the weights, or with the biases all parameters. */
  penalise(biases: boolean): void {
    writePlan(this.#arena.memory, this.#plan, { penalised: this.#countPenalised(biases) });
  }

  /** Takes steps of an epoch; returns the objective of each batch, up to the first that is not finite. */
  runSteps(
    order: Int32Array,
    batchSize: number,
    stride: number,
    key: number,
    from: number,
    to: number,
  ): Float64Array {
    this.#reserve(Math.min(batchSize, order.length));
    const { memory } = this.#arena;
    const scratch = this.#arena.end;
    const orderAddress = this.#arena.allocate(4 * order.length);
    const objectives = this.#arena.allocate(8 * (to - from));
    new Int32Array(memory.buffer, orderAddress, order.length).set(order);
    writePlan(memory, this.#plan, { batchSize, stride, rows: order.length, order: orderAddress });
    const taken = this.#kernels.runSteps(objectives, this.#plan, key, from, to);
    const result = new Float64Array(memory.buffer, objectives, taken).slice();
    this.#arena.release(scratch);
    return result;
  }

  /** Outputs [rows, outputs], row-major. */
  predict({ address, rows }: StoredRows): Float32Array {
    this.#reserve(Math.min(MIN_CAPACITY, rows));
    const scratch = this.#arena.end;
    const length = rows * this.#widths[this.#widths.length - 1];
    const outputs = this.#arena.allocate(4 * length);
    this.#kernels.predict(outputs, this.#plan, address, rows);
    const result = new Float32Array(this.#arena.memory.buffer, outputs, length).slice();
    this.#arena.release(scratch);
    return result;
  }

  /**
   * Sum of |w| and exact zeros among the weights, or among all parameters; and what the penalty's coefficient
   * multiplies, with groups by the parameters that `penalise` named.
   */
  measure(biases: boolean): { l1: number; zeros: number; norm: number } {
    const count = this.#countPenalised(biases);
    let real = 0;
    for (const { inputs, outputs } of this.#layout.layers) real += inputs * outputs + (biases ? outputs : 0);
    const l1 = this.#kernels.absSum(this.#parameters, count);
    const zeros = this.#kernels.countZeros(this.#parameters, count) - (count - real);
    return { l1, zeros, norm: this.#hasGroups ? this.#kernels.measureNorm(this.#plan) : l1 };
  }

  readParameters(): Float32Array {
    const filled = this.#viewParameters();
    const parameters: number[] = [];
    visitParameters(this.#layout, (at) => parameters.push(filled[at]));
    return Float32Array.from(parameters);
  }

  writeParameters(parameters: Float32Array): void {
    const filled = this.#viewParameters();
    let next = 0;
    visitParameters(this.#layout, (at) => {
      filled[at] = parameters[next++];
    });
    this.#kernels.refreshTransposed(this.#plan);
  }

  /** Gives back and zeroes all that the network takes up. */
  close(): void {
    this.#arena.release(this.#start);
  }

  #countPenalised(biases: boolean): number {
    return biases ? this.#layout.parameterCount : this.#layout.weightCount;
  }

  #viewParameters(): Float32Array {
    return new Float32Array(this.#arena.memory.buffer, this.#parameters, this.#layout.parameterCount);
  }

  /** Makes room for batches of so many samples, and names the panels in the plan. */
  #reserve(samples: number): void {
    const capacity = 4 * Math.ceil(samples / 4);
    if (capacity <= this.#capacity) return;
    this.#capacity = capacity;
    this.#arena.release(this.#passing);
    const allocate = (columns: number) => this.#arena.allocate(measureBatchPanels(capacity, columns));
    const batch = allocate(this.#widths[0]);
    const batchTargets = allocate(this.#widths[this.#widths.length - 1]);
    writePlan(this.#arena.memory, this.#plan, { capacity, batch, batchTargets });
    this.#writeLayers(allocate);
    this.#kernels.refreshTransposed(this.#plan);
  }

  /** @param allocate gives the panels of a batch with so many columns */
  #writeLayers(allocate: (columns: number) => number): void {
    this.#layout.layers.forEach((layer, l) => {
      writeLayer(this.#arena.memory, this.#plan, l, {
        inputs: layer.inputs,
        outputs: layer.outputs,
        weights: this.#parameters + 4 * layer.weights,
        biases: this.#parameters + 4 * layer.biases,
        transposed: this.#transposed[l],
        values: allocate(layer.outputs),
        slopes: allocate(layer.outputs),
      });
    });
  }
}

/** Bytes that a `NetworkMemory` takes up at most, with batches of `batchSize` and calls of `rows` rows. */
export function measureNetwork(
  widths: readonly number[],
  batchSize: number,
  rows: number,
  groups = 0,
): number {
  const { layers, parameterCount } = layoutFilled(widths);
  const capacity = 4 * Math.ceil(Math.max(batchSize, Math.min(MIN_CAPACITY, rows)) / 4);
  const batch = (columns: number) => align(measureBatchPanels(capacity, columns));
  const outputs = widths[widths.length - 1];
  const transposed = layers.slice(1).map((layer) => align(256 * layer.inputPanels * layer.outputPanels));
  const panels = layers.map((layer) => 2 * batch(layer.outputs));
  const lasting =
    align(measurePlan(layers.length)) + CONSTANT_BYTES + 4 * align(4 * parameterCount) + align(4 * groups);
  const passing = Math.max(align(4 * rows) + align(8 * rows), align(4 * rows * outputs));
  return [lasting, ...transposed, batch(widths[0]), batch(outputs), ...panels, passing].reduce(
    (a, b) => a + b,
  );
}
