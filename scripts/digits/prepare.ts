import type { Dataset } from '../../src/data/dataset.ts';
import type { PreparedPair, RowSet } from '../../src/training/rows.ts';
import { CLASSES, type Digits, PIXELS } from './mnist.ts';

/** How a pixel p of 0 to 255 becomes an input of the network: (p - mean) / scale. */
export const SCALINGS = {
  unit: { mean: 0, scale: 255 },
  half: { mean: 127.5, scale: 127.5 },
  mnist: { mean: 0.1307 * 255, scale: 0.3081 * 255 },
} as const;

export type ScalingName = keyof typeof SCALINGS;

/**
 * Prepares digits as `preparePair` prepares a table, but without the table: 47 million pixels as cells would
 * not fit into memory. In the data set, the training rows come first, then those that validate.
 */
export function prepareDigits(
  training: Digits,
  validation: Digits,
  scaling: ScalingName,
): { dataset: Dataset; pair: PreparedPair } {
  const labels = Int32Array.from([...training.labels, ...validation.labels]);
  const { mean, scale } = SCALINGS[scaling];
  const pixel = { category: null, mean, scale, fill: 0 };
  const columns = Array.from({ length: PIXELS }, (_, i) => ({ feature: `pixel${i}`, ...pixel }));
  return {
    dataset: {
      rows: labels.length,
      features: [],
      target: {
        task: 'classification',
        name: 'digit',
        classes: Array.from({ length: CLASSES }, (_, digit) => String(digit)),
        labels,
      },
      markers: new Map(),
      rowsWithoutTarget: 0,
      droppedRows: 0,
      dropped: null,
      sourceRows: labels.map((_, row) => row),
      reading: { columns: [] },
      naming: { firstRow: 0 },
    },
    pair: {
      path: [0, 0],
      encoding: {
        columns,
        targetMean: 0,
        targetScale: 1,
        constantFeatures: [],
        constantTarget: false,
      },
      training: encodeRows(training, 0, scaling),
      watch: null,
      validation: encodeRows(validation, training.labels.length, scaling),
      unseen: new Map(),
    },
  };
}

function encodeRows({ pixels, labels }: Digits, first: number, scaling: ScalingName): RowSet {
  const rows = labels.length;
  const { mean, scale } = SCALINGS[scaling];
  const inputs = Float32Array.from({ length: 256 }, (_, p) => (p - mean) / scale);
  const features = new Float32Array(rows * PIXELS);
  for (let i = 0; i < features.length; i++) features[i] = inputs[pixels[i]];
  const targets = new Float32Array(rows * CLASSES);
  labels.forEach((label, row) => {
    targets[row * CLASSES + label] = 1;
  });
  return {
    rows: Int32Array.from({ length: rows }, (_, row) => first + row),
    features: { rows, columns: PIXELS, values: features },
    targets: { rows, columns: CLASSES, values: targets },
  };
}
