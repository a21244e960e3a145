import { quote } from '../../data/doors/write-csv.ts';

/** A table as CSV: numbers in full precision, and nothing for null. */
export function writeCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const write = (cell: string | number | null) => (cell === null ? '' : quote(String(cell)));
  return [header, ...rows].map((cells) => `${cells.map(write).join(',')}\n`).join('');
}
