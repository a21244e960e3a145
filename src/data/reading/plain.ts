import type { Cell, SampledReading } from '../table.ts';
import { MOST_COUNTED } from './reading.ts';

/** The reading of a column of which nothing needs to be judged: numbers, texts and missing values as they are. */
export function describePlain(name: string, cells: readonly Cell[]): SampledReading {
  const different = new Set<Cell>();
  let [numbers, missing] = [0, 0];
  for (const cell of cells) {
    if (cell === null) missing += 1;
    else if (different.size < MOST_COUNTED) different.add(cell);
    if (typeof cell === 'number') numbers += 1;
  }
  const texts = cells.length - numbers - missing;
  const distinct = different.size;
  const varied = texts === 0 ? 'number' : 'category';
  const reading = distinct > 1 ? varied : distinct === 1 ? 'constant' : 'empty';
  return {
    name,
    reading,
    numbers,
    notated: 0,
    texts,
    missing,
    distinct,
    missingAs: [],
    removed: [],
    samples: cells
      .filter((cell) => cell !== null)
      .slice(0, 3)
      .map(String),
  };
}

/** The readings of all columns of such a table. */
export function describePlainColumns(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): { readings: SampledReading[]; faults: null[] } {
  const readings = columns.map((name, c) =>
    describePlain(
      name,
      rows.map((cells) => cells[c]),
    ),
  );
  return { readings, faults: columns.map(() => null) };
}
