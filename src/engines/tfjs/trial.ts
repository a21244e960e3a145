import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/encode.ts';
import { dropoutKey, fillDropoutMask } from '../../random/dropout.ts';
import type { Epoch, LiveTrial, PairRows, TrialSpec, WeightMeasures } from '../engine.ts';
import { type Layout, layoutParameters } from '../layout.ts';
import { absSum } from './abs-sum.ts';
import type { TfjsBackend } from './backend.ts';
import { countGrouped, type Group, locateGroups, measureNorm, shrinkGroups } from './group-penalty.ts';
import type { Tenant } from './heap.ts';
import { dataLoss, forward, type LayerTensors, listTensors, splitParameters } from './network.ts';
import { createUpdateRule, MOMENT_COUNTS, type UpdateRule } from './optimizer.ts';

/** The rows of a pair in the heap. */
type PairTensors = {
  readonly features: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly sets: Record<string, tf.Tensor2D>;
};

/** A type alias, since `tf.tidy` keeps the tensors of plain containers. */
type State = { parameters: tf.Tensor1D; moments: tf.Tensor1D[] };

/** The part of a trial that is in the heap. */
type Living = { rows: PairTensors; state: State };

/** The state of a trial while another is in the heap. */
interface Luggage {
  readonly parameters: Float32Array;
  readonly moments: readonly Float32Array[];
}

/**
 * A trial on tfjs. Parameters and moments live as flat tensors; each step makes new ones inside
 * `tf.tidy` and disposes of the old, so between steps the heap holds the rows and one state, and nothing else.
 */
export class TfjsTrial implements LiveTrial, Tenant {
  readonly #backend: TfjsBackend;
  readonly #rows: PairRows;
  readonly #spec: TrialSpec;
  readonly #layout: Layout;
  readonly #update: UpdateRule;
  /** Empty where the penalty has no groups. */
  readonly #groups: readonly Group[];
  #luggage: Luggage;
  #living: Living | null = null;

  constructor(backend: TfjsBackend, rows: PairRows, spec: TrialSpec, initial: Float32Array) {
    this.#backend = backend;
    this.#rows = rows;
    this.#spec = spec;
    this.#layout = layoutParameters(spec.network);
    this.#update = createUpdateRule(spec.optimizer);
    this.#groups = locateGroups(spec.penalty?.groups ?? [], this.#layout.layers[0].outputs);
    const moments = Array.from(
      { length: MOMENT_COUNTS[spec.optimizer.name] },
      () => new Float32Array(initial.length),
    );
    this.#luggage = { parameters: initial.slice(), moments };
  }

  runSteps(
    { order, batchSize, stride, dropoutKey: epochKey }: Epoch,
    from: number,
    to: number,
  ): Float64Array {
    const living = this.#live();
    const objectives = new Float64Array(to - from);
    for (let step = from; step < to; step++) {
      const batch = order.subarray(step * stride, step * stride + batchSize);
      const objective = this.#step(living, batch, dropoutKey(epochKey, step));
      objectives[step - from] = objective;
      if (!Number.isFinite(objective)) return objectives.subarray(0, step - from + 1);
    }
    return objectives;
  }

  predict(set: string, from = 0, to?: number): Float32Array {
    const { rows, state } = this.#live();
    const all = rows.sets[set];
    return tf.tidy(() => {
      const part =
        from === 0 && to === undefined ? all : tf.slice(all, [from, 0], [(to ?? all.shape[0]) - from, -1]);
      const layers = splitParameters(state.parameters, this.#layout);
      return forward(layers, this.#spec.network.activation, part).dataSync() as Float32Array;
    });
  }

  measureWeights(): WeightMeasures {
    const { kernels, addressOf } = this.#backend;
    const address = addressOf(this.#live().state.parameters);
    const { penalised } = this.#spec;
    const l1 = kernels.absSum(address, penalised);
    const isPlain = this.#groups.length === 0;
    const norm = isPlain ? l1 : measureNorm(kernels, address, this.#groups, penalised);
    return { l1, zeros: kernels.countZeros(address, penalised), norm };
  }

  readParameters(): Float32Array {
    return this.#live().state.parameters.dataSync() as Float32Array;
  }

  writeParameters(parameters: Float32Array): void {
    const living = this.#live();
    living.state.parameters.dispose();
    living.state = { ...living.state, parameters: tf.tensor1d(parameters) };
  }

  close(): void {
    this.#backend.heap.leave(this);
  }

  moveIn(): void {
    const { features, targets, held } = this.#rows;
    const { parameters, moments } = this.#luggage;
    // Inside `tidy`, so that nothing stays in the heap if there is no room for everything.
    this.#living = tf.tidy(() => {
      const training = upload(features);
      const sets = { ...uploadAll(held), training };
      const state = { parameters: tf.tensor1d(parameters), moments: moments.map((m) => tf.tensor1d(m)) };
      return { rows: { features: training, targets: upload(targets), sets }, state };
    });
  }

  moveOut(): void {
    if (this.#living === null) return;
    const { parameters, moments } = this.#living.state;
    this.#luggage = {
      parameters: parameters.dataSync() as Float32Array,
      moments: moments.map((moment) => moment.dataSync() as Float32Array),
    };
    tf.dispose(this.#living);
    this.#living = null;
  }

  /** Enters the heap and returns the trial's tensors, which are good until the calling method returns. */
  #live(): Living {
    this.#backend.heap.enter(this);
    if (this.#living === null) throw new Error('expected the trial to move into the heap, and it did not');
    return this.#living;
  }

  /** Takes one optimizer step on a batch and returns the batch's objective before it. */
  #step(living: Living, batch: Int32Array, key: number): number {
    const { penalty } = this.#spec;
    const before = living.state;
    let objective = 0;
    living.state = tf.tidy(() => {
      const { value, gradient } = this.#differentiate(living, batch, key);
      [objective] = value.dataSync();
      const update = this.#update(before.parameters, gradient, before.moments);
      if (penalty?.method === 'proximal') {
        objective += penalty.coefficient * this.measureWeights().norm;
        this.#takeProximalStep(update.parameters, update.metric, penalty.coefficient);
      }
      return { parameters: update.parameters, moments: update.moments };
    });
    tf.dispose(before);
    return objective;
  }

  /** The value and flat gradient of the batch's objective, without the penalty if the method is proximal. */
  #differentiate(
    { rows, state }: Living,
    batch: Int32Array,
    key: number,
  ): { value: tf.Scalar; gradient: tf.Tensor1D } {
    const { network, loss, penalty } = this.#spec;
    const taken = tf.tensor1d(batch, 'int32');
    const features = tf.gather(rows.features, taken);
    const targets = tf.gather(rows.targets, taken);
    const masks = this.#drawMasks(batch.length, key);
    const layers = splitParameters(state.parameters, this.#layout);
    const tensors = listTensors(layers);
    const { value, grads } = tf.valueAndGrads((): tf.Scalar => {
      const fit = dataLoss(loss, forward(layers, network.activation, features, masks), targets);
      if (penalty?.method !== 'subgradient') return fit;
      return tf.add(fit, tf.mul(this.#sumPenalised(layers), penalty.coefficient));
    })(tensors);
    return {
      value: value as tf.Scalar,
      gradient: tf.concat(grads.map((grad) => tf.reshape(grad, [-1]) as tf.Tensor1D)),
    };
  }

  #sumPenalised(layers: readonly LayerTensors[]): tf.Scalar {
    const tensors = listTensors(layers);
    const withBiases = this.#spec.penalised > this.#layout.weightCount;
    const sums = tensors.slice(0, withBiases ? tensors.length : layers.length).map(absSum);
    return sums.reduce((a, b) => tf.add(a, b));
  }

  /**
   * Takes the proximal step of each group, and sets w = sign(w) max(|w| - coefficient * metric, 0) for the other
   * penalised parameters; in place in the heap.
   */
  #takeProximalStep(parameters: tf.Tensor1D, metric: number | tf.Tensor1D, coefficient: number): void {
    const { kernels, addressOf } = this.#backend;
    const address = addressOf(parameters);
    const grouped = countGrouped(this.#groups);
    const others = address + 4 * grouped;
    const length = this.#spec.penalised - grouped;
    if (typeof metric === 'number') {
      shrinkGroups(kernels, address, this.#groups, coefficient, metric);
      kernels.softThreshold(others, coefficient * metric, length);
    } else {
      shrinkGroups(kernels, address, this.#groups, coefficient, { address: addressOf(metric) });
      const thresholds = tf.mul(metric, coefficient);
      kernels.softThresholdEach(others, addressOf(thresholds) + 4 * grouped, length);
    }
  }

  #drawMasks(rows: number, key: number): tf.Tensor2D[] {
    const { hidden, dropout } = this.#spec.network;
    if (dropout === 0) return [];
    return hidden.map((width, layer) => {
      const mask = new Float32Array(rows * width);
      fillDropoutMask(mask, dropoutKey(key, layer), dropout);
      return tf.tensor2d(mask, [rows, width]);
    });
  }
}

function upload({ values, rows, columns }: Matrix): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}

function uploadAll(matrices: Readonly<Record<string, Matrix>>): Record<string, tf.Tensor2D> {
  return Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, upload(matrix)]));
}
