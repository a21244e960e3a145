import type { Network } from './engine.ts';

/**
 * The one order of a network's parameters: the weight matrices from input to output, then the biases
 * from input to output. So the parameters that `include: "weights"` penalises come first, without a gap.
 */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where the weights start; [inputs, outputs], row-major. */
  readonly weights: number;
  /** Where the biases start; [outputs]. */
  readonly biases: number;
}

export interface Layout {
  readonly layers: readonly Layer[];
  readonly weightCount: number;
  readonly parameterCount: number;
}

/** One layer's own parameters: weights [inputs, outputs], row-major, and biases [outputs]. */
export interface LayerParameters {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** The widths of a network's layers, which determine its parameters. */
export type Widths = Pick<Network, 'inputs' | 'hidden' | 'outputs'>;

/** Inputs, units of each hidden layer, outputs. */
export function listWidths({ inputs, hidden, outputs }: Widths): number[] {
  return [inputs, ...hidden, outputs];
}

export function layoutParameters(network: Widths): Layout {
  const widths = listWidths(network);
  const shapes = widths.slice(1).map((outputs, i) => ({ inputs: widths[i], outputs }));
  const weightCount = shapes.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  let weights = 0;
  let biases = weightCount;
  const layers = shapes.map((shape) => {
    const layer = { ...shape, weights, biases };
    weights += shape.inputs * shape.outputs;
    biases += shape.outputs;
    return layer;
  });
  return { layers, weightCount, parameterCount: biases };
}

/** Copies the parameters of each layer, from input to output. */
export function cutLayers(network: Widths, parameters: Float32Array): LayerParameters[] {
  return layoutParameters(network).layers.map(({ inputs, outputs, weights, biases }) => ({
    inputs,
    outputs,
    weights: parameters.slice(weights, weights + inputs * outputs),
    biases: parameters.slice(biases, biases + outputs),
  }));
}
