import type { Dataset, NumberColumn, TextColumn } from './dataset.ts';
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
  for (const feature of dataset.features) {
    count += feature.kind === 'number' ? 1 : new Set(feature.values.filter((text) => text !== null)).size;
  }
  return count;
}

/**
 * Learns the encoding from the training rows alone; no other row is read.
 *
 * Missing numbers are filled in with the training mean first, so that mean and standard deviation
 * (divided by n, two passes in f64) are those of the matrix that the network sees.
 */
export function fitEncoding(
  dataset: Dataset,
  trainingRows: Int32Array,
  standardize: Standardize,
): FoldEncoding {
  const columns: EncodedColumn[] = [];
  const constantFeatures: string[] = [];
  for (const feature of dataset.features) {
    const fitted =
      feature.kind === 'number' ? fitNumber(feature, trainingRows) : fitText(feature, trainingRows);
    if (fitted.constant) constantFeatures.push(feature.name);
    for (const column of fitted.columns) {
      columns.push(standardize.features ? column : { ...column, mean: 0, scale: 1 });
    }
  }
  const target = { mean: 0, scale: 1, constant: false };
  if (dataset.target.task === 'regression') {
    const { values } = dataset.target;
    const { mean, scale, constant } = measureScale(Float64Array.from(trainingRows, (row) => values[row]));
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

/**
 * Encodes the features of the given rows as [rows, encoding.columns].
 *
 * @returns `unseen`: how many cells hold a category that no training row has; such a cell is 0 in every
 *   category, as a missing one is, before standardising
 */
export function encodeFeatures(
  dataset: Pick<Dataset, 'features'>,
  encoding: Pick<FoldEncoding, 'columns' | 'constantFeatures'>,
  rows: Int32Array,
): { matrix: Matrix; unseen: number } {
  return createEncoder(dataset, encoding)(rows);
}

/** Encodes the features of some of the rows, as `encodeFeatures` does. */
export type Encoder = (rows: Int32Array) => { matrix: Matrix; unseen: number };

/** Prepares the encoding of a data set, for rows that are encoded some at a time. */
export function createEncoder(
  { features }: Pick<Dataset, 'features'>,
  encoding: Pick<FoldEncoding, 'columns' | 'constantFeatures'>,
): Encoder {
  const width = encoding.columns.length;
  const constant = new Set(encoding.constantFeatures);
  let end = 0;
  const writers = features.map((feature) => {
    const first = end++;
    while (end < width && encoding.columns[end].feature === feature.name) end++;
    const columns = encoding.columns.slice(first, end);
    return prepareWriter(feature, columns, first, constant.has(feature.name));
  });
  return (rows) => {
    const matrix = { rows: rows.length, columns: width, values: new Float32Array(rows.length * width) };
    let unseen = 0;
    for (const write of writers) unseen += write(matrix, rows);
    return { matrix, unseen };
  };
}

/** Writes the columns of one feature, from column `first` on; returns how many cells no column stands for. */
type FeatureWriter = (matrix: Matrix, rows: Int32Array) => number;

function prepareWriter(
  feature: NumberColumn | TextColumn,
  columns: readonly EncodedColumn[],
  first: number,
  isConstant: boolean,
): FeatureWriter {
  if (feature.kind === 'number') {
    return (matrix, rows) => {
      if (!isConstant) writeNumber(matrix, feature, columns[0], first, rows);
      return 0;
    };
  }
  const categories = prepareCategories(columns);
  return (matrix, rows) => {
    const unseen = writeText(matrix, feature, categories, first, rows);
    if (isConstant) clearColumns(matrix, first, first + columns.length);
    return unseen;
  };
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
    const values = Float32Array.from(rows, (row) => (target.values[row] - targetMean) / targetScale);
    return { rows: rows.length, columns: 1, values };
  }
  const columns = target.classes.length;
  const values = new Float32Array(rows.length * columns);
  rows.forEach((row, r) => {
    values[r * columns + target.labels[row]] = 1;
  });
  return { rows: rows.length, columns, values };
}

interface FittedFeature {
  readonly columns: readonly EncodedColumn[];
  readonly constant: boolean;
}

function fitNumber({ name, values }: NumberColumn, rows: Int32Array): FittedFeature {
  const present = Float64Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
  if (present.length === 0) return emptyFeature(name);
  const known = measureScale(present);
  const fill = known.mean;
  const filled = new Float64Array(rows.length).fill(fill);
  filled.set(present);
  const { mean, scale, constant } = present.length < rows.length ? measureScale(filled) : known;
  return { columns: [{ feature: name, category: null, mean, scale, fill }], constant };
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

function writeNumber(
  { values, columns }: Matrix,
  feature: NumberColumn,
  { mean, scale, fill }: EncodedColumn,
  position: number,
  rows: Int32Array,
): void {
  for (let r = 0; r < rows.length; r++) {
    const value = feature.values[rows[r]];
    values[r * columns + position] = ((Number.isNaN(value) ? fill : value) - mean) / scale;
  }
}

function clearColumns({ values, columns }: Matrix, first: number, end: number): void {
  for (let start = 0; start < values.length; start += columns) values.fill(0, start + first, start + end);
}

/** What the columns of one text feature hold. */
interface Categories {
  readonly positions: ReadonlyMap<string | null, number>;
  /** What each column holds where its category is absent, and where it is present. */
  readonly absent: Float32Array;
  readonly present: Float32Array;
}

function prepareCategories(columns: readonly EncodedColumn[]): Categories {
  return {
    positions: new Map(columns.map(({ category }, position) => [category, position])),
    absent: Float32Array.from(columns, ({ mean, scale }) => (0 - mean) / scale),
    present: Float32Array.from(columns, ({ mean, scale }) => (1 - mean) / scale),
  };
}

/** Writes the columns from `first` on; returns how many cells hold a category not among them. */
function writeText(
  { values, columns: width }: Matrix,
  feature: TextColumn,
  { positions, absent, present }: Categories,
  first: number,
  rows: Int32Array,
): number {
  let unseen = 0;
  for (let r = 0; r < rows.length; r++) {
    const start = r * width + first;
    values.set(absent, start);
    const text = feature.values[rows[r]];
    if (text === null) continue;
    const position = positions.get(text);
    if (position === undefined) unseen++;
    else values[start + position] = present[position];
  }
  return unseen;
}
