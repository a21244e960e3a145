import type { EncodedColumn, Matrix } from '../data/encode.ts';
import type { Network } from '../engines/engine.ts';
import { type Layer, layoutParameters } from '../engines/layout.ts';
import { countInspectedRows } from './count-inspected.ts';

/** What findings need to know about a trained network. */
interface NetworkFacts {
  /** Share of weights below `thresholds.nearZero` of the largest in their layer, exact zeros included. */
  readonly nearZero: number;
  /**
   * Share of the hidden relu units, among those with incoming weights, that are dead; null if not inspected.
   */
  readonly dead: number | null;
}

/**
 * Looks at a trained network.
 *
 * @param parameters in the order of `layout.ts`
 * @param features the training rows [rows, inputs]
 */
export function inspectNetwork(
  network: Network,
  parameters: Float32Array,
  features: Matrix,
  nearZero: number,
): NetworkFacts {
  return {
    nearZero: countNearZero(network, parameters, nearZero) / layoutParameters(network).weightCount,
    dead: measureDeadShare(network, parameters, features, nearZero),
  };
}

function countNearZero(network: Network, parameters: Float32Array, share: number): number {
  let count = 0;
  for (const layer of layoutParameters(network).layers) {
    const limit = share * findLargest(layer, parameters);
    for (const w of takeWeights(layer, parameters)) if (Math.abs(w) <= limit) count++;
  }
  return count;
}

function takeWeights({ inputs, outputs, weights }: Layer, parameters: Float32Array): Float32Array {
  return parameters.subarray(weights, weights + inputs * outputs);
}

function findLargest(layer: Layer, parameters: Float32Array): number {
  return takeWeights(layer, parameters).reduce((most, w) => Math.max(most, Math.abs(w)), 0);
}

/**
 * The share of hidden units that give 0 on every row looked at. A unit whose incoming weights are all nearly
 * zero was pruned by the penalty and is not counted. Null if the inspection would cost too much.
 */
function measureDeadShare(
  network: Network,
  parameters: Float32Array,
  features: Matrix,
  nearZero: number,
): number | null {
  const hidden = layoutParameters(network).layers.slice(0, -1);
  const rows = countInspectedRows(network, features.rows);
  if (rows === 0) return null;
  const silent = hidden.map((layer) => findConnected(layer, parameters, nearZero));
  const countSilent = () => silent.reduce((sum, units) => sum + units.size, 0);
  const counted = countSilent();
  for (let r = 0; r < rows && countSilent() > 0; r++) {
    const row = Math.floor((r * features.rows) / rows) * features.columns;
    let values: Float32Array | Float64Array = features.values.subarray(row, row + features.columns);
    hidden.forEach((layer, l) => {
      values = activate(layer, parameters, values);
      for (const unit of silent[l]) if (values[unit] > 0) silent[l].delete(unit);
    });
  }
  return counted === 0 ? null : countSilent() / counted;
}

/** The units of a layer with some incoming weight that is not nearly zero. */
function findConnected(layer: Layer, parameters: Float32Array, nearZero: number): Set<number> {
  const limit = nearZero * findLargest(layer, parameters);
  const units = new Set<number>();
  takeWeights(layer, parameters).forEach((w, i) => {
    if (Math.abs(w) > limit) units.add(i % layer.outputs);
  });
  return units;
}

/** The outputs of a relu layer, in f64. */
function activate(
  { inputs, outputs, weights, biases }: Layer,
  parameters: Float32Array,
  values: Float32Array | Float64Array,
): Float64Array {
  const sums = Float64Array.from(parameters.subarray(biases, biases + outputs));
  for (let i = 0; i < inputs; i++) {
    const value = values[i];
    if (value === 0) continue;
    const start = weights + i * outputs;
    for (let unit = 0; unit < outputs; unit++) sums[unit] += value * parameters[start + unit];
  }
  return sums.map((sum) => Math.max(0, sum));
}

/**
 * For each feature, whether the network keeps it: some first-layer weight from one of its columns is not
 * exactly zero.
 */
export function findKeptFeatures(
  network: Network,
  parameters: Float32Array,
  columns: readonly EncodedColumn[],
): ReadonlyMap<string, boolean> {
  const [{ outputs: units }] = layoutParameters(network).layers;
  const kept = new Map<string, boolean>();
  columns.forEach(({ feature }, i) => {
    const weights = parameters.subarray(i * units, (i + 1) * units);
    kept.set(feature, kept.get(feature) === true || weights.some((w) => w !== 0));
  });
  return kept;
}
