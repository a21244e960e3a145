/** Reading Parquet files, which a recipe then takes as CSV. */
import { readParquet as readBytes } from '../data/doors/parquet/read-parquet.ts';

/**
 * Reads a Parquet file of flat columns as CSV, for `data.csv` of a recipe: whole numbers of any size exactly, other numbers
 * by the fewest digits that give them back, dates in ISO 8601, nulls as empty cells.
 *
 * @param file its bytes
 * @throws AbsumError `invalid-data` for files that are damaged, packed by a codec other than snappy and zstd, or that have
 *   nested or binary columns; `limit-exceeded` for more than 2,000,000 cells or 64 MB of text
 */
export function readParquet(file: Uint8Array | ArrayBuffer): Promise<string> {
  return readBytes(file instanceof Uint8Array ? file : new Uint8Array(file));
}
