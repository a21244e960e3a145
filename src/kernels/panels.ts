/**
 * The sizes of the matrices that `assembly/panels.ts` describes, as panels of 8 columns; in f32 elements and bytes.
 */
export const PANEL_COLUMNS = 8;

/** Counts the panels of a matrix. */
export function countPanels(columns: number): number {
  return Math.ceil(columns / PANEL_COLUMNS);
}

/** A layer's place in the padded parameters, in elements from their start. */
export interface PaddedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly inputPanels: number;
  readonly outputPanels: number;
  readonly weights: number;
  readonly biases: number;
}

/** The parameters of a network, padded to whole panels: all weights from input to output, then all biases. */
export interface PaddedLayout {
  readonly layers: readonly PaddedLayer[];
  readonly weightCount: number;
  readonly parameterCount: number;
}

/** @param widths inputs of the network, units of each hidden layer, outputs */
export function layoutPadded(widths: readonly number[]): PaddedLayout {
  const shapes = widths.slice(1).map((outputs, l) => {
    const inputs = widths[l];
    return { inputs, outputs, inputPanels: countPanels(inputs), outputPanels: countPanels(outputs) };
  });
  const sizes = shapes.map(({ inputPanels, outputPanels }) => 64 * inputPanels * outputPanels);
  const weightCount = sizes.reduce((sum, size) => sum + size, 0);
  let weights = 0;
  let biases = weightCount;
  const layers = shapes.map((shape, l) => {
    const layer = { ...shape, weights, biases };
    weights += sizes[l];
    biases += PANEL_COLUMNS * shape.outputPanels;
    return layer;
  });
  return { layers, weightCount, parameterCount: biases };
}

/**
 * Where the parameters of a network stand among the padded ones, in the order: weights of each layer
 * [inputs, outputs] row-major, then biases of each layer.
 */
export function placeParameters({ layers }: PaddedLayout): Int32Array {
  const count = layers.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
  const places = new Int32Array(count);
  let next = 0;
  for (const { inputs, outputs, inputPanels, weights } of layers) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++)
        places[next++] = weights + ((o >> 3) * 8 * inputPanels + i) * 8 + (o & 7);
    }
  }
  for (const { outputs, biases } of layers) {
    for (let o = 0; o < outputs; o++) places[next++] = biases + o;
  }
  return places;
}

/** Bytes of the panels of a batch [capacity, columns]; capacity is a multiple of 4. */
export function measureBatchPanels(capacity: number, columns: number): number {
  return countPanels(columns) * (32 * capacity + 64);
}

/** Bytes of rows padded to whole panels, row-major. */
export function measurePaddedRows(rows: number, columns: number): number {
  return 32 * rows * countPanels(columns);
}
