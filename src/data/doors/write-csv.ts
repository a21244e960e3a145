import { MOST_OPENED_BYTES, refuseSize } from './unpack.ts';

/** What separates, quotes or is trimmed from a cell, so that it must be quoted. */
const SPECIAL = /[",\n\r;\t|]|^\s|\s$/;

/** A cell's text as CSV holds it. */
export function quote(text: string): string {
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes a CSV text of comma-separated cells, and stops where it becomes longer than a table of the limits takes. */
export class CsvWriter {
  readonly #lines: string[] = [];
  #length = 0;

  /** @throws AbsumError `limit-exceeded` */
  addRow(cells: readonly string[]): void {
    // Counted first: many cells may be one long text, held once.
    for (const cell of cells) this.#length += cell.length + 1;
    if (this.#length > MOST_OPENED_BYTES) throw refuseSize();
    this.#lines.push(cells.join(','));
  }

  finish(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** A table as CSV: numbers in full precision, and nothing for null. */
export function writeCells(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const write = (cell: string | number | null) => (cell === null ? '' : quote(String(cell)));
  return [header, ...rows].map((cells) => `${cells.map(write).join(',')}\n`).join('');
}
