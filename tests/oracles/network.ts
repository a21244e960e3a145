/** A fully connected network, its losses, gradients and optimizers in f64, one number at a time. */

import type { Activation, Loss, Network, Optimizer, TrialSpec } from '../../src/engines/engine.ts';
import { norm, shrinkGroup } from './group.ts';
import { absSum, sign, softThreshold } from './penalty.ts';

/** Rows of numbers. */
export type Grid = number[][];

interface Layer {
  /** [inputs][outputs] */
  readonly weights: Grid;
  readonly biases: number[];
}

type Widths = Pick<Network, 'inputs' | 'hidden' | 'outputs'>;

/** The flat order: all weight matrices row by row from input to output, then all biases. */
function unpack(parameters: readonly number[], { inputs, hidden, outputs }: Widths): Layer[] {
  const widths = [inputs, ...hidden, outputs];
  const rest = [...parameters];
  const take = (count: number) => rest.splice(0, count);
  const weights = hidden.concat(outputs).map((to, i) => Array.from({ length: widths[i] }, () => take(to)));
  return weights.map((matrix, i) => ({ weights: matrix, biases: take(widths[i + 1]) }));
}

function pack(layers: readonly Layer[]): number[] {
  return [...layers.flatMap(({ weights }) => weights.flat()), ...layers.flatMap(({ biases }) => biases)];
}

export function countParameters({ inputs, hidden, outputs }: Widths): { weights: number; all: number } {
  const widths = [inputs, ...hidden, outputs];
  let weights = 0;
  let biases = 0;
  for (let i = 1; i < widths.length; i++) {
    weights += widths[i - 1] * widths[i];
    biases += widths[i];
  }
  return { weights, all: weights + biases };
}

const ACTIVATIONS: Record<Activation, { value(z: number): number; slope(z: number): number }> = {
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { value: logistic, slope: (z) => logistic(z) * (1 - logistic(z)) },
  elu: { value: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  linear: { value: (z) => z, slope: () => 1 },
};

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** For one row: what each layer reads, and what it gives before its activation. */
function trace(layers: readonly Layer[], activation: Activation, row: readonly number[], masks: Grid) {
  const reads: Grid = [[...row]];
  const gives: Grid = [];
  layers.forEach(({ weights, biases }, i) => {
    const z = biases.map((bias, o) => reads[i].reduce((sum, x, k) => sum + x * weights[k][o], bias));
    gives.push(z);
    reads.push(z.map((value, o) => ACTIVATIONS[activation].value(value) * (masks[i]?.[o] ?? 1)));
  });
  return { reads, gives, output: gives[gives.length - 1] };
}

/** Outputs of the network without dropout. */
export function predict(network: Network, parameters: readonly number[], x: Grid): Grid {
  const layers = unpack(parameters, network);
  return x.map((row) => trace(layers, network.activation, row, []).output);
}

/** What each hidden layer gives for one row, without dropout. */
export function traceHidden(network: Network, parameters: readonly number[], row: readonly number[]): Grid {
  return trace(unpack(parameters, network), network.activation, row, []).reads.slice(1, -1);
}

/** The weights of each layer, row by row. */
export function weightsByLayer(widths: Widths, parameters: readonly number[]): Grid {
  return unpack(parameters, widths).map(({ weights }) => weights.flat());
}

/** Mean over rows (and outputs, but for classes) of the loss. */
export function dataLoss(loss: Loss, outputs: Grid, targets: Grid): number {
  let sum = 0;
  outputs.forEach((output, row) => {
    const total = output.reduce((all, z) => all + Math.exp(z), 0);
    output.forEach((p, o) => {
      const y = targets[row][o];
      sum += loss.name === 'cross-entropy' ? -y * Math.log(Math.exp(p) / total) : deviate(loss, p - y);
    });
  });
  return sum / (loss.name === 'cross-entropy' ? outputs.length : outputs.length * outputs[0].length);
}

function deviate(loss: Loss, d: number): number {
  if (loss.name === 'mae') return Math.abs(d);
  if (loss.name !== 'huber') return d ** 2;
  return Math.abs(d) < loss.delta ? 0.5 * d ** 2 : loss.delta * (Math.abs(d) - 0.5 * loss.delta);
}

/** The derivative of one row's loss by each output. */
function slopeOfLoss(loss: Loss, output: readonly number[], target: readonly number[]): number[] {
  const total = output.reduce((all, z) => all + Math.exp(z), 0);
  return output.map((p, o) => {
    const d = p - target[o];
    if (loss.name === 'cross-entropy') return Math.exp(p) / total - target[o];
    if (loss.name === 'mae') return Math.sign(d) / output.length;
    if (loss.name === 'huber') return Math.max(-loss.delta, Math.min(loss.delta, d)) / output.length;
    return (2 * d) / output.length;
  });
}

/** Data loss and its flat gradient; `masks[layer][row]` are the dropout factors of the hidden units. */
export function differentiate(
  { network, loss }: Pick<TrialSpec, 'network' | 'loss'>,
  parameters: readonly number[],
  x: Grid,
  y: Grid,
  masks: readonly Grid[] = [],
): { loss: number; gradient: number[] } {
  const layers = unpack(parameters, network);
  const sums = unpack(new Array(parameters.length).fill(0), network);
  const outputs = x.map((row, r) => {
    const { reads, gives, output } = trace(
      layers,
      network.activation,
      row,
      masks.map((mask) => mask[r]),
    );
    let slopes = slopeOfLoss(loss, output, y[r]);
    for (let i = layers.length - 1; i >= 0; i--) {
      slopes.forEach((slope, o) => {
        sums[i].biases[o] += slope / x.length;
        reads[i].forEach((value, k) => {
          sums[i].weights[k][o] += (value * slope) / x.length;
        });
      });
      if (i === 0) break;
      slopes = layers[i].weights.map((outgoing, k) => {
        const passed = outgoing.reduce((sum, w, o) => sum + w * slopes[o], 0);
        return passed * (masks[i - 1]?.[r][k] ?? 1) * ACTIVATIONS[network.activation].slope(gives[i - 1][k]);
      });
    }
    return output;
  });
  return { loss: dataLoss(loss, outputs, y), gradient: pack(sums) };
}

/** An optimizer of `torch.optim`: the new parameters, and what one unit of threshold is worth for each. */
function createOptimizer(optimizer: Optimizer, length: number) {
  const m: number[] = new Array(length).fill(0);
  const v: number[] = new Array(length).fill(0);
  let t = 0;
  return (w: number, g: number, i: number): { w: number; metric: number } => {
    if (i === 0) t += 1;
    const rate = optimizer.learningRate;
    switch (optimizer.name) {
      case 'sgd':
        return { w: w - rate * g, metric: rate };
      case 'momentum':
        m[i] = optimizer.momentum * m[i] + g;
        return { w: w - rate * m[i], metric: rate / (1 - optimizer.momentum) };
      case 'rmsprop': {
        v[i] = optimizer.decay * v[i] + (1 - optimizer.decay) * g ** 2;
        const metric = rate / (Math.sqrt(v[i]) + optimizer.epsilon);
        return { w: w - metric * g, metric };
      }
      case 'adam': {
        m[i] = optimizer.beta1 * m[i] + (1 - optimizer.beta1) * g;
        v[i] = optimizer.beta2 * v[i] + (1 - optimizer.beta2) * g ** 2;
        const metric = rate / (Math.sqrt(v[i] / (1 - optimizer.beta2 ** t)) + optimizer.epsilon);
        return { w: w - (metric * m[i]) / (1 - optimizer.beta1 ** t), metric };
      }
    }
  };
}

/** The flat weights of each group of the penalty, from the first up to the second place; none without groups. */
export function listGroups({ network, penalty }: Pick<TrialSpec, 'network' | 'penalty'>): [number, number][] {
  const units = [...network.hidden, network.outputs][0];
  let end = 0;
  return (penalty?.groups ?? []).map((inputs) => {
    const start = end;
    end += inputs * units;
    return [start, end];
  });
}

/** What the penalty's coefficient multiplies. */
export function penaltyNorm(
  spec: Pick<TrialSpec, 'network' | 'penalty' | 'penalised'>,
  parameters: readonly number[],
): number {
  const groups = listGroups(spec);
  const [, grouped] = groups.at(-1) ?? [0, 0];
  return groups.reduce(
    (sum, [start, end]) => sum + Math.sqrt(end - start) * norm(parameters.slice(start, end)),
    absSum(parameters.slice(grouped, spec.penalised)),
  );
}

/** Trains step by step; each step returns the objective on its batch before the step. */
export function createOracleTrial(spec: TrialSpec, initial: ArrayLike<number>) {
  const { penalty, penalised } = spec;
  let parameters = Array.from(initial);
  const groups = listGroups(spec);
  const [, grouped] = groups.at(-1) ?? [0, 0];
  const optimize = createOptimizer(spec.optimizer, parameters.length);
  return {
    step(x: Grid, y: Grid, masks: readonly Grid[] = []): number {
      const { loss, gradient } = differentiate(spec, parameters, x, y, masks);
      const coefficient = penalty?.coefficient ?? 0;
      const objective = loss + coefficient * penaltyNorm(spec, parameters);
      const metrics: number[] = [];
      parameters = parameters.map((before, i) => {
        const isPenalised = penalty !== null && i < penalised;
        const pull = isPenalised && penalty.method === 'subgradient' ? coefficient * sign(before) : 0;
        const { w, metric } = optimize(before, gradient[i] + pull, i);
        metrics.push(metric);
        const isShrunk = isPenalised && penalty.method === 'proximal' && i >= grouped;
        return isShrunk ? softThreshold(w, coefficient * metric) : w;
      });
      for (const [start, end] of groups) {
        const k = coefficient * Math.sqrt(end - start);
        const group = shrinkGroup(parameters.slice(start, end), metrics.slice(start, end), k);
        parameters.splice(start, group.length, ...group);
      }
      return objective;
    },
    parameters: () => parameters,
  };
}
