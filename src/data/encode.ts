import { finish, type Sliced } from '../sliced.ts';
import type { Dataset, NumberColumn, TextColumn } from './dataset.ts';
import { dropMissing, gather } from './gather.ts';
import { measureScale } from './scale.ts';

/** What a network reads: row-major [rows, columns], float32. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** One input of the network: (value - mean) / scale of a number, or of the 0 or 1 of one category. */
export interface EncodedColumn {
  readonly feature: string;
  /** The category whose presence is 1; null for a number. */
  readonly category: string | null;
  readonly mean: number;
  readonly scale: number;
  /** What a missing value is read as, before mean and scale: the training mean, 0 for a category. */
  readonly fill: number;
}

/** What a numeric target is standardised by: (value - targetMean) / targetScale. For classes 0 and 1. */
export interface TargetScaling {
  readonly targetMean: number;
  readonly targetScale: number;
}

/** What the training rows of one fold say about how to encode every row. */
export interface FoldEncoding extends TargetScaling {
  /** In the order of the features; the categories of one feature by UTF-16 code unit. */
  readonly columns: readonly EncodedColumn[];
  /**
   * Features with one value in all training rows, or none; their scale is 1, and they are encoded as 0 everywhere,
   * since nothing can be learnt about them.
   */
  readonly constantFeatures: readonly string[];
  /** Whether a regression target has one value in all training rows; its scale is then 1. */
  readonly constantTarget: boolean;
}

/** Which values are standardised to mean 0 and population standard deviation 1. */
interface Standardize {
  readonly features: boolean;
  /** Ignored for classes. */
  readonly target: boolean;
}

/**
 * Number of inputs when all rows are encoded: one per number column, one per category of a text column. An
 * encoding of fewer rows has at most as many.
 */
export function countInputs(dataset: Dataset): number {
  let count = 0;
  for (const feature of dataset.features) count += feature.kind === 'number' ? 1 : countCategories(feature);
  return count;
}

/** Number of different texts in a column. */
export function countCategories({ values }: TextColumn): number {
  return new Set(values.filter((text) => text !== null)).size;
}

/**
 * Learns the encoding from the training rows alone; no other row is read.
 *
 * Missing numbers are filled in with the training mean first, so that mean and standard deviation
 * (divided by n, two passes in f64) are those of the matrix that the network sees.
 */
export function* fittingEncoding(
  dataset: Dataset,
  trainingRows: Int32Array,
  standardize: Standardize,
): Sliced<FoldEncoding> {
  const columns: EncodedColumn[] = [];
  const constantFeatures: string[] = [];
  for (const feature of dataset.features) {
    const fitted =
      feature.kind === 'number' ? fitNumber(feature, trainingRows) : fitText(feature, trainingRows);
    if (fitted.constant) constantFeatures.push(feature.name);
    for (const column of fitted.columns) {
      columns.push(standardize.features ? column : { ...column, mean: 0, scale: 1 });
    }
    yield trainingRows.length;
  }
  const target = { mean: 0, scale: 1, constant: false };
  if (dataset.target.task === 'regression') {
    const { values } = dataset.target;
    const { mean, scale, constant } = measureScale(gather(values, trainingRows));
    target.constant = constant;
    if (standardize.target) Object.assign(target, { mean, scale });
  }
  return {
    columns,
    targetMean: target.mean,
    targetScale: target.scale,
    constantFeatures,
    constantTarget: target.constant,
  };
}

/** The same at once. */
export function fitEncoding(...given: Parameters<typeof fittingEncoding>): FoldEncoding {
  return finish(fittingEncoding(...given));
}

/**
 * Encodes the target of the given rows: for a regression [rows, 1], standardised as the encoding says;
 * for classes one-hot, [rows, classes].
 */
export function encodeTarget(
  { target }: Pick<Dataset, 'target'>,
  { targetMean, targetScale }: TargetScaling,
  rows: Int32Array,
): Matrix {
  if (target.task === 'regression') {
    const values = new Float32Array(rows.length);
    for (let r = 0; r < rows.length; r++) values[r] = (target.values[rows[r]] - targetMean) / targetScale;
    return { rows: rows.length, columns: 1, values };
  }
  const columns = target.classes.length;
  const values = new Float32Array(rows.length * columns);
  for (let r = 0; r < rows.length; r++) values[r * columns + target.labels[rows[r]]] = 1;
  return { rows: rows.length, columns, values };
}

interface FittedFeature {
  readonly columns: readonly EncodedColumn[];
  readonly constant: boolean;
}

function fitNumber({ name, values }: NumberColumn, rows: Int32Array): FittedFeature {
  const present = dropMissing(gather(values, rows));
  if (present.length === 0) return emptyFeature(name);
  const known = measureScale(present);
  const fill = known.mean;
  const { mean, scale, constant } =
    present.length < rows.length ? measureScale(fillUp(present, rows.length, fill)) : known;
  return { columns: [{ feature: name, category: null, mean, scale, fill }], constant };
}

/** The values, followed by as many times `fill` as it takes. */
function fillUp(values: Float64Array, length: number, fill: number): Float64Array {
  const filled = new Float64Array(length).fill(fill);
  filled.set(values);
  return filled;
}

function fitText({ name, values }: TextColumn, rows: Int32Array): FittedFeature {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = values[row];
    if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if (counts.size === 0) return emptyFeature(name);
  let constant = true;
  const columns = [...counts.keys()].sort().map((category) => {
    const share = (counts.get(category) ?? 0) / rows.length;
    if (share < 1) constant = false;
    // The population variance of a 0-or-1 column with this mean.
    const scale = share < 1 ? Math.sqrt(share * (1 - share)) : 1;
    return { feature: name, category, mean: share, scale, fill: 0 };
  });
  return { columns, constant };
}

/** Every feature has at least one input, so that a matrix never has zero columns. */
function emptyFeature(feature: string): FittedFeature {
  return { columns: [{ feature, category: null, mean: 0, scale: 1, fill: 0 }], constant: true };
}
