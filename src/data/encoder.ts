import { finish, type Sliced } from '../sliced.ts';
import type { Dataset, NumberColumn, TextColumn } from './dataset.ts';
import type { EncodedColumn, FoldEncoding, Matrix } from './encode.ts';

/** The features encoded, [rows, encoding.columns]. */
interface EncodedRows {
  readonly matrix: Matrix;
  /**
   * By feature, how many cells hold a category that no training row has, where there are some. Such a cell is 0 in every
   * category, as a missing one is, before standardising.
   */
  readonly unseen: ReadonlyMap<string, number>;
}

/** Encodes the features of the given rows. */
export function encodingFeatures(
  dataset: Pick<Dataset, 'features'>,
  encoding: Pick<FoldEncoding, 'columns' | 'constantFeatures'>,
  rows: Int32Array,
): ReturnType<Encoder> {
  return createEncoder(dataset, encoding)(rows);
}

/** The same at once. */
export function encodeFeatures(...given: Parameters<typeof encodingFeatures>): EncodedRows {
  return finish(encodingFeatures(...given));
}

/** Encodes the features of some of the rows, as `encodingFeatures` does. */
export type Encoder = (rows: Int32Array) => Sliced<EncodedRows>;

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
    return {
      name: feature.name,
      write: prepareWriter(feature, columns, first, constant.has(feature.name)),
      columns,
    };
  });
  return function* encode(rows) {
    const matrix = { rows: rows.length, columns: width, values: new Float32Array(rows.length * width) };
    const unseen = new Map<string, number>();
    for (const { name, write, columns } of writers) {
      const cells = write(matrix, rows);
      if (cells > 0) unseen.set(name, cells);
      yield rows.length * columns.length;
    }
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
