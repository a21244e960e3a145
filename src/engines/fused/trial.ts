import type { Arena } from '../../kernels/arena.ts';
import { layoutPadded, measurePaddedRows, type PaddedLayout, placeParameters } from '../../kernels/panels.ts';
import { writeLayer, writePlan } from '../../kernels/plan-record.ts';
import type { TrainingKernels } from '../../kernels/training-kernels.ts';
import type { Epoch, LiveTrial, TrialSpec, WeightMeasures } from '../engine.ts';
import { layoutParameters, listWidths } from '../layout.ts';
import { encodeSpec } from './encode-spec.ts';
import { type BatchRegions, layBatch, layTrial, MIN_CAPACITY, type TrialRegions } from './regions.ts';
import type { StoredPair } from './stored-rows.ts';

/**
 * A trial whose steps run in the module, any number of them in one call. Its arena holds the regions that last
 * as long as the trial, behind them the panels of a batch, and behind these what lasts for one call.
 */
export class FusedTrial implements LiveTrial {
  readonly #arena: Arena;
  readonly #kernels: TrainingKernels;
  readonly #rows: StoredPair;
  readonly #spec: TrialSpec;
  readonly #layout: PaddedLayout;
  /** The place of each parameter among the padded ones. */
  readonly #places: Int32Array;
  readonly #start: number;
  readonly #regions: TrialRegions;
  /** Where the panels of a batch begin. */
  readonly #batchStart: number;
  /** Penalised parameters, padded to whole panels. */
  readonly #penalised: number;
  #capacity = 0;

  constructor(
    arena: Arena,
    kernels: TrainingKernels,
    rows: StoredPair,
    spec: TrialSpec,
    initial: Float32Array,
  ) {
    this.#arena = arena;
    this.#kernels = kernels;
    this.#rows = rows;
    this.#spec = spec;
    this.#layout = layoutPadded(listWidths(spec.network));
    this.#places = placeParameters(this.#layout);
    const { weightCount, parameterCount } = this.#layout;
    const withBiases = spec.penalised > layoutParameters(spec.network).weightCount;
    this.#penalised = withBiases ? parameterCount : weightCount;
    this.#start = arena.end;
    const groups = spec.penalty?.groups ?? [];
    this.#regions = layTrial((bytes) => arena.allocate(bytes), this.#layout, groups.length);
    this.#batchStart = arena.end;
    this.#writePlan(groups);
    this.writeParameters(initial);
  }

  runSteps({ order, batchSize, stride, dropoutKey }: Epoch, from: number, to: number): Float64Array {
    this.#reserve(Math.min(batchSize, order.length));
    const { memory } = this.#arena;
    const scratch = this.#arena.end;
    const orderAddress = this.#arena.allocate(4 * order.length);
    const objectives = this.#arena.allocate(8 * (to - from));
    new Int32Array(memory.buffer, orderAddress, order.length).set(order);
    const { plan } = this.#regions;
    writePlan(memory, plan, { batchSize, stride, rows: order.length, order: orderAddress });
    const taken = this.#kernels.runSteps(objectives, plan, dropoutKey, from, to);
    const result = new Float64Array(memory.buffer, objectives, taken).slice();
    this.#arena.release(scratch);
    return result;
  }

  predict(set: string, from = 0, to = this.#rows.sets[set].rows): Float32Array {
    const rows = to - from;
    const address = this.#rows.sets[set].address + measurePaddedRows(from, this.#spec.network.inputs);
    this.#reserve(Math.min(MIN_CAPACITY, rows));
    const scratch = this.#arena.end;
    const length = rows * this.#spec.network.outputs;
    const outputs = this.#arena.allocate(4 * length);
    this.#kernels.predict(outputs, this.#regions.plan, address, rows);
    const result = new Float32Array(this.#arena.memory.buffer, outputs, length).slice();
    this.#arena.release(scratch);
    return result;
  }

  measureWeights(): WeightMeasures {
    const { plan, parameters, groups } = this.#regions;
    const l1 = this.#kernels.absSum(parameters, this.#penalised);
    const padding = this.#penalised - this.#spec.penalised;
    const zeros = this.#kernels.countZeros(parameters, this.#penalised) - padding;
    return { l1, zeros, norm: groups === 0 ? l1 : this.#kernels.measureNorm(plan) };
  }

  readParameters(): Float32Array {
    const padded = this.#viewParameters();
    const places = this.#places;
    const parameters = new Float32Array(places.length);
    for (let k = 0; k < places.length; k++) parameters[k] = padded[places[k]];
    return parameters;
  }

  writeParameters(parameters: Float32Array): void {
    const padded = this.#viewParameters();
    const places = this.#places;
    for (let k = 0; k < places.length; k++) padded[places[k]] = parameters[k];
    this.#kernels.refreshTransposed(this.#regions.plan);
  }

  close(): void {
    this.#arena.release(this.#start);
  }

  #viewParameters(): Float32Array {
    const { parameters } = this.#regions;
    return new Float32Array(this.#arena.memory.buffer, parameters, this.#layout.parameterCount);
  }

  #writePlan(groups: readonly number[]): void {
    const { memory } = this.#arena;
    const { plan, transposed, ...regions } = this.#regions;
    new Uint32Array(memory.buffer, regions.groups, groups.length).set(groups);
    writePlan(memory, plan, {
      ...encodeSpec(this.#spec),
      ...regions,
      layers: this.#layout.layers.length,
      outputs: this.#spec.network.outputs,
      penalised: this.#penalised,
      parameterCount: this.#layout.parameterCount,
      power1: 1,
      power2: 1,
      features: this.#rows.sets.training.address,
      targets: this.#rows.targets.address,
      groupCount: groups.length,
    });
    // No batch has room yet, but the norm of groups reads the record of the first layer.
    this.#writeBatch(layBatch(() => 0, this.#layout, 0));
  }

  /** Makes room for batches of `samples`. */
  #reserve(samples: number): void {
    if (samples <= this.#capacity) return;
    this.#arena.release(this.#batchStart);
    const batch = layBatch((bytes) => this.#arena.allocate(bytes), this.#layout, samples);
    this.#capacity = batch.capacity;
    this.#writeBatch(batch);
  }

  /** Writes where the panels of a batch lie into the plan and its layers. */
  #writeBatch({ layers, ...batch }: BatchRegions): void {
    const { memory } = this.#arena;
    const { plan, parameters, transposed } = this.#regions;
    writePlan(memory, plan, batch);
    this.#layout.layers.forEach(({ inputs, outputs, weights, biases }, l) => {
      writeLayer(memory, plan, l, {
        inputs,
        outputs,
        weights: parameters + 4 * weights,
        biases: parameters + 4 * biases,
        transposed: transposed[l],
        ...layers[l],
      });
    });
  }
}
