import type { ColumnInUse, Dataset, DatasetReading } from '../data/dataset.ts';
import type { EncodedColumn, FoldEncoding } from '../data/encode.ts';
import { FORMAT, FORMAT_VERSION, type Model, type ModelFeature } from './model.ts';

/** What a model is written from: a trained network, and what it was trained on. */
interface ModelParts {
  readonly lambda: number;
  readonly epochs: number;
  readonly data: {
    readonly missing: Model['missing'];
    readonly missingMarkers?: readonly string[] | undefined;
  };
  readonly dataset: Pick<Dataset, 'features' | 'target' | 'reading'>;
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
export function buildModel({ lambda, epochs, data, dataset, encoding, network, layers }: ModelParts): Model {
  const { target, reading } = dataset;
  const { missing, missingMarkers = [] } = data;
  const readings = new Map(reading.columns.map((column) => [column.name, column]));
  const ignored = listIgnored(reading);
  const inputs = groupInputs(encoding.columns);
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
    ...(missingMarkers.length > 0 && { missingMarkers: [...missingMarkers] }),
    ...(ignored.length > 0 && { ignored }),
    features: dataset.features.map((feature) =>
      describeFeature(feature, inputs.get(feature.name) ?? [], readings.get(feature.name)),
    ),
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

function groupInputs(columns: readonly EncodedColumn[]): Map<string, EncodedColumn[]> {
  const inputs = new Map<string, EncodedColumn[]>();
  for (const column of columns) {
    const others = inputs.get(column.feature);
    if (others === undefined) inputs.set(column.feature, [column]);
    else others.push(column);
  }
  return inputs;
}

function describeFeature(
  feature: Dataset['features'][number],
  columns: readonly EncodedColumn[],
  reading: ColumnInUse | undefined,
): ModelFeature {
  const { name, kind } = feature;
  const described = {
    name,
    kind,
    fill: columns[0].fill,
    columns: columns.map(({ category, mean, scale }) => ({ category, mean, scale })),
  };
  if (feature.kind === 'text') return described;
  const { notation, date } = reading ?? {};
  return {
    ...described,
    ...(notation && { notation: { ...notation } }),
    ...(isBinary(feature.values) && { binary: true }),
    ...(date && { date: { ...date } }),
  };
}

/** Whether numbers are all 0 or 1, as true and false are in JSON. */
function isBinary(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
}

/** Names of columns that are no features, and of those that were no part of the table. */
function listIgnored({ columns, format }: DatasetReading): string[] {
  const others = columns.filter(({ role }) => role !== 'feature' && role !== 'target');
  const names = others.map(({ name, date }) => date?.column ?? name);
  const left = (format?.leftOut ?? []).flatMap(({ name }) => (name === null || name === '' ? [] : [name]));
  return [...new Set([...names, ...left])];
}
