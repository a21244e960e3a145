import * as tf from '@tensorflow/tfjs-core';
import { dropoutKey, fillDropoutMask } from '../../random/dropout.ts';
import type { Epoch, Trial, TrialSpec, WeightMeasures } from '../engine.ts';
import { type Layout, layoutParameters } from '../layout.ts';
import { absSum } from './abs-sum.ts';
import type { TfjsBackend } from './backend.ts';
import { countGrouped, type Group, locateGroups, measureNorm, shrinkGroups } from './group-penalty.ts';
import { dataLoss, forward, type LayerTensors, listTensors, splitParameters } from './network.ts';
import { createUpdateRule, MOMENT_COUNTS, type UpdateRule } from './optimizer.ts';

/** The rows of a pair in the heap. */
export interface PairTensors {
  readonly features: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly sets: Readonly<Record<string, tf.Tensor2D>>;
}

/** A type alias, since `tf.tidy` keeps the tensors of plain containers. */
type State = { parameters: tf.Tensor1D; moments: tf.Tensor1D[] };

/**
 * A trial on tfjs. Parameters and moments live as flat tensors; each step makes new ones inside
 * `tf.tidy` and disposes the old, so the heap holds one state between steps and nothing else.
 */
export class TfjsTrial implements Trial {
  readonly #backend: TfjsBackend;
  readonly #rows: PairTensors;
  readonly #spec: TrialSpec;
  readonly #layout: Layout;
  readonly #update: UpdateRule;
  /** None where the penalty has no groups. */
  readonly #groups: readonly Group[];
  #state: State;

  constructor(backend: TfjsBackend, rows: PairTensors, spec: TrialSpec, initial: Float32Array) {
    this.#backend = backend;
    this.#rows = rows;
    this.#spec = spec;
    this.#layout = layoutParameters(spec.network);
    this.#update = createUpdateRule(spec.optimizer);
    this.#groups = locateGroups(spec.penalty?.groups ?? [], this.#layout.layers[0].outputs);
    const moments = Array.from({ length: MOMENT_COUNTS[spec.optimizer.name] }, () =>
      tf.zeros<tf.Rank.R1>([initial.length]),
    );
    this.#state = { parameters: tf.tensor1d(initial), moments };
  }

  runSteps(
    { order, batchSize, stride, dropoutKey: epochKey }: Epoch,
    from: number,
    to: number,
  ): Float64Array {
    const objectives = new Float64Array(to - from);
    for (let step = from; step < to; step++) {
      const batch = order.subarray(step * stride, step * stride + batchSize);
      const objective = this.#step(batch, dropoutKey(epochKey, step));
      objectives[step - from] = objective;
      if (!Number.isFinite(objective)) return objectives.subarray(0, step - from + 1);
    }
    return objectives;
  }

  predict(set: string): Float32Array {
    return tf.tidy(() => {
      const layers = splitParameters(this.#state.parameters, this.#layout);
      return forward(layers, this.#spec.network.activation, this.#rows.sets[set]).dataSync() as Float32Array;
    });
  }

  measureWeights(): WeightMeasures {
    const address = this.#backend.addressOf(this.#state.parameters);
    const { kernels } = this.#backend;
    const { penalised } = this.#spec;
    const l1 = kernels.absSum(address, penalised);
    const isPlain = this.#groups.length === 0;
    const norm = isPlain ? l1 : measureNorm(kernels, address, this.#groups, penalised);
    return { l1, zeros: kernels.countZeros(address, penalised), norm };
  }

  readParameters(): Float32Array {
    return this.#state.parameters.dataSync() as Float32Array;
  }

  writeParameters(parameters: Float32Array): void {
    this.#state.parameters.dispose();
    this.#state = { ...this.#state, parameters: tf.tensor1d(parameters) };
  }

  close(): void {
    tf.dispose(this.#state);
  }

  /** Takes one optimizer step on a batch and returns the batch's objective before it. */
  #step(batch: Int32Array, key: number): number {
    const { penalty } = this.#spec;
    const before = this.#state;
    let objective = 0;
    this.#state = tf.tidy(() => {
      const { value, gradient } = this.#differentiate(batch, key);
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

  /** Value and flat gradient of the batch's differentiable objective; the proximal method leaves the penalty out. */
  #differentiate(batch: Int32Array, key: number): { value: tf.Scalar; gradient: tf.Tensor1D } {
    const { network, loss, penalty } = this.#spec;
    const rows = tf.tensor1d(batch, 'int32');
    const features = tf.gather(this.#rows.features, rows);
    const targets = tf.gather(this.#rows.targets, rows);
    const masks = this.#drawMasks(batch.length, key);
    const layers = splitParameters(this.#state.parameters, this.#layout);
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
   * The proximal step of each group, and w = sign(w) max(|w| - coefficient * metric, 0) on the other penalised
   * parameters; in place in the heap.
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
