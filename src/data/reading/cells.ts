import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import type { Cell } from '../table.ts';
import type { Looker } from './look.ts';
import type { Survey } from './survey.ts';

// What is read of cells as they are written, whatever they mean.

const SAMPLES = 3;
/** A column whose first values are all the same has fewer samples, so that they cost nothing. */
const MOST_LOOKED_AT = 1000;
const ZERO = 48;

/** Every cell as the text that it is, trimmed; null where it is missing. */
export function* keepingTexts(cells: readonly Cell[], { values, odd }: Survey): Sliced<Cell[]> {
  for (let row = 0; row < cells.length; row++) {
    if (row % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE / 4;
    if (values[row] !== null) values[row] = String(cells[row]).trim();
  }
  for (const row of odd) values[row] = String(cells[row]).trim();
  return values;
}

/** Whether whole numbers begin with a zero before another digit, as codes do: 01010. */
export function* findingLeadingZeros(cells: readonly Cell[]): Sliced<boolean> {
  for (let row = 0; row < cells.length; row++) {
    if (row % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE / 8;
    const cell = cells[row];
    if (typeof cell !== 'string' || cell.charCodeAt(0) !== ZERO || cell[1] === '.') continue;
    if (/^0\d+$/.test(cell)) return true;
  }
  return false;
}

/** The first different values as written, without missing ones. */
export function takeSamples(cells: readonly Cell[], looker: Looker): string[] {
  const samples = new Set<string>();
  const looked = Math.min(cells.length, MOST_LOOKED_AT);
  for (let row = 0; row < looked && samples.size < SAMPLES; row++) {
    const cell = cells[row];
    if (cell === null) continue;
    const text = String(cell).trim();
    if (!looker.isMissing(text)) samples.add(text);
  }
  return [...samples];
}
