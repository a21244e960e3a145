import type { Dataset } from '../data/dataset.ts';
import type { EncodedColumn, FoldEncoding } from '../data/encode.ts';
import { FORMAT, FORMAT_VERSION, type Model, type ModelFeature } from './model.ts';

/** What a model is written from: a trained network, and what it was trained on. */
interface ModelParts {
  readonly lambda: number;
  readonly epochs: number;
  readonly missing: Model['missing'];
  readonly dataset: Pick<Dataset, 'features' | 'target'>;
  readonly encoding: FoldEncoding;
  readonly network: {
    readonly hidden: readonly number[];
    readonly activation: Model['network']['activation'];
  };
  /** From input to output: weights [inputs, outputs], row-major, and biases [outputs]. */
  readonly layers: readonly {
    readonly inputs: number;
    readonly outputs: number;
    readonly weights: Float32Array;
    readonly biases: Float32Array;
  }[];
}

/** Writes a trained network as a model. */
export function buildModel({
  lambda,
  epochs,
  missing,
  dataset,
  encoding,
  network,
  layers,
}: ModelParts): Model {
  const { target } = dataset;
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    lambda,
    epochs,
    task: target.task,
    target: target.name,
    ...(target.task === 'classification' && { classes: [...target.classes] }),
    targetMean: encoding.targetMean,
    targetScale: encoding.targetScale,
    missing,
    features: dataset.features.map((feature) => describeFeature(feature, encoding.columns)),
    network: { hidden: [...network.hidden], activation: network.activation },
    layers: layers.map(({ inputs, outputs, weights, biases }) => ({
      inputs,
      outputs,
      weights: shortenWeights(weights),
      biases: shortenWeights(biases),
    })),
  };
}

/**
 * Nine significant digits: every float32 can be read back exactly from them, in half the text of its exact
 * value.
 */
export function shortenWeights(values: Float32Array): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(9)));
}

function describeFeature(
  { name, kind }: Dataset['features'][number],
  all: readonly EncodedColumn[],
): ModelFeature {
  const columns = all.filter(({ feature }) => feature === name);
  return {
    name,
    kind,
    fill: columns[0].fill,
    columns: columns.map(({ category, mean, scale }) => ({ category, mean, scale })),
  };
}
