import { finish, type Sliced } from '../sliced.ts';
import { takeMoments } from './mean.ts';

/** Numbers in rows: row-major [rows, columns]. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Rows whose columns are standardised. */
export interface StandardRows extends Rows {
  readonly values: Float64Array;
}

/** What takes columns to mean 0 and population standard deviation 1: (value - means) / scales. */
export interface Standard {
  readonly means: Float64Array;
  /** Infinity where a column is constant, which then reads as 0 everywhere, in rows not seen too. */
  readonly scales: Float64Array;
}

/** Learns how to standardise the columns of at least one row; ranges are finite. */
export function* fittingStandard({ rows, columns, values }: Rows): Sliced<Standard> {
  const means = new Float64Array(columns);
  const scales = new Float64Array(columns);
  const column = new Float64Array(rows);
  for (let c = 0; c < columns; c++) {
    for (let row = 0; row < rows; row++) column[row] = values[row * columns + c];
    const { mean, range, squares } = takeMoments(column);
    means[c] = mean;
    // A range among the smallest subnormal numbers has no representable standard deviation.
    scales[c] = range * Math.sqrt(squares / rows) || Infinity;
    yield rows;
  }
  return { means, scales };
}

/** The same at once. */
export function fitStandard(rows: Rows): Standard {
  return finish(fittingStandard(rows));
}

/** The rows standardised, in f64. */
export function standardise({ rows, columns, values }: Rows, { means, scales }: Standard): StandardRows {
  const standard = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const i = row * columns + c;
      standard[i] = (values[i] - means[c]) / scales[c];
    }
  }
  return { rows, columns, values: standard };
}
