import type { Cell } from '../../src/data/table.ts';
import { isMissing, type Look, lookWithoutHeader, readPlain } from './look.ts';
import type { ReadingOptions, TableRead } from './read-table.ts';

/** How many cells of a column are listed. */
const LISTED = 3;
/** A text column with this share of numbers among its different texts is a column of numbers that went wrong. */
const MOSTLY_NUMBERS = 0.5;

/** A number in another notation: what stands before it, and after it. An ordinal or a time of day is none. */
const NOTATED =
  /^(?!.*\d(?:st|nd|rd|th|[ap]m)$)[-+\u2212(]*([$€£¥]?)\s?[-+\u2212]?\d[\d.,'\s]*?\s?(%|[$€£¥]|[a-z]{1,4})?\)?$/iu;

/**
 * Lists what in a reading differs from a look at the same text: rows, columns, and cells, column by column.
 *
 * Cells of a plain column must be read as the numbers that Number() gives. A column in another notation must keep its
 * digits, and a column of texts its texts.
 *
 * @param options what the reading was asked to do
 */
export function compareReading(seen: Look, read: TableRead, options: ReadingOptions): string[] {
  if (seen.ragged > 0) return [`rows: ${seen.ragged} with another number of cells than the rest were read`];
  const whole = options.header === false ? lookWithoutHeader(seen) : seen;
  if (whole === null) return [`header: taken for data, though it names ${showNames(seen.names ?? [])}`];
  const look = dropEmptyRows(whole, read.rows.length);
  if (look === null) return [`rows: expected ${whole.rows.length}, got ${read.rows.length}`];
  const places = placeColumns(look, read.columns);
  if (places === null)
    return [`columns: expected ${showNames(look.names ?? [])}, got ${showNames(read.columns)}`];
  const markers = new Set(listTexts(options.missingMarkers));
  const faults: string[] = [];
  const ignored = new Set(listTexts(options.ignore));
  for (const [at, column] of places.entries()) {
    const name = read.columns[at];
    if (ignored.has(name)) continue;
    const cells = read.rows.map((row) => row[at]);
    const asText = listTexts(options.categories).includes(name);
    const said = read.said?.has(name) ?? false;
    const fault = compareColumn(look, column, cells, markers, { asText, said });
    if (fault !== null) faults.push(`column ${JSON.stringify(name)}: ${fault}`);
  }
  for (let column = 0; column < widthOf(look); column++) {
    const name = look.names?.[column] ?? '';
    if (places.includes(column) || ignored.has(name) || mayBeLeftOut(look, column, markers)) continue;
    faults.push(`column ${JSON.stringify(name)}: left out, though it has a name and holds numbers`);
  }
  return faults;
}

/** A reader may leave out rows that hold nothing; null if it has not as many rows as there are, with them or without. */
function dropEmptyRows(look: Look, count: number): Look | null {
  if (look.rows.length === count) return look;
  const rows = look.rows.filter((cells) => cells.some((cell) => cell !== ''));
  return rows.length === count ? { ...look, rows } : null;
}

function widthOf({ names, rows }: Look): number {
  return names?.length ?? rows[0]?.length ?? 0;
}

/** For each column read, which of the look it is; null if one is not there. Columns may be left out, not moved. */
function placeColumns(look: Look, columns: readonly string[]): number[] | null {
  if (look.names === null) return columns.length === widthOf(look) ? columns.map((_, c) => c) : null;
  const places: number[] = [];
  for (const name of columns) {
    const found = look.names.indexOf(name, (places.at(-1) ?? -1) + 1);
    if (found === -1) return null;
    places.push(found);
  }
  return places;
}

/** Without a word of the recipe, only what has no name, or holds no numbers, such as dates, may be left out. */
function mayBeLeftOut(look: Look, column: number, markers: ReadonlySet<string>): boolean {
  return (look.names?.[column] ?? '') === '' || readPlain(look, column, markers) === null;
}

function compareColumn(
  look: Look,
  column: number,
  read: readonly Cell[],
  markers: ReadonlySet<string>,
  { asText, said }: { readonly asText: boolean; readonly said: boolean },
): string | null {
  const cells = look.rows.map((row) => row[column]);
  const isGap = (cell: string) => isMissing(cell) || markers.has(cell);
  const plain = asText ? null : readPlain(look, column, markers);
  if (plain !== null) {
    const values = plain.values;
    return listWrong(cells, read, (cell, r) =>
      Number.isNaN(values[r]) ? cell === null : typeof cell === 'number' && cell === values[r],
    );
  }
  const wrong = listWrong(cells, read, (cell, r) => {
    if (cell === null) return isGap(cells[r]);
    if (typeof cell === 'string') return cell === cells[r].replace(/\r\n?/g, '\n');
    return keepsDigits(cells[r], cell);
  });
  if (wrong !== null || asText || said || read.some((cell) => typeof cell === 'number')) return wrong;
  return findLostNumbers(cells.filter((cell) => !isGap(cell)));
}

/** Says that texts without a word of the reader look like numbers: some beside others, or all in another notation. */
function findLostNumbers(cells: readonly string[]): string | null {
  const texts = [...new Set(cells)];
  if (texts.length < 2) return null;
  const others = texts.filter((text) => text === '' || !Number.isFinite(Number(text)));
  const numbers = texts.length - others.length;
  const shown = others.slice(0, LISTED).map((text) => JSON.stringify(text));
  if (numbers >= MOSTLY_NUMBERS * texts.length) {
    return `read as categories without a word, though ${numbers} of ${texts.length} different texts are numbers; not ${shown.join(', ')}`;
  }
  const notations = new Set(texts.map((text) => NOTATED.exec(text)?.slice(1).join('_')));
  if (notations.size > 2 || notations.has(undefined)) return null;
  return `read as categories without a word, though all look like numbers: ${shown.join(', ')}`;
}

function listWrong(
  cells: readonly string[],
  read: readonly Cell[],
  isRight: (cell: Cell, row: number) => boolean,
): string | null {
  const wrong = [...read.keys()].filter((r) => !isRight(read[r], r));
  if (wrong.length === 0) return null;
  const shown = wrong
    .slice(0, LISTED)
    .map((r) => `${JSON.stringify(cells[r])} as ${JSON.stringify(read[r])}`);
  return `${wrong.length} of ${read.length} cells read otherwise: ${shown.join(', ')}`;
}

/** Whether a number has the digits of a cell in another notation: `4744` those of `$4,744.00`. */
function keepsDigits(cell: string, value: number): boolean {
  const exponent = /^([^eEdD]*\d[^eEdD]*)[eEdD]([+-]?\d+)$/.exec(cell);
  if (exponent !== null) return value === Number(`${exponent[1].replace(',', '.')}e${exponent[2]}`);
  const digits = significantDigits(Math.abs(value).toLocaleString('en', { maximumSignificantDigits: 17 }));
  return digits === '' || significantDigits(cell).includes(digits);
}

function significantDigits(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+|0+$/g, '');
}

function listTexts(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [];
}

function showNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => JSON.stringify(name));
  return names.length > 8 ? `${shown.join(', ')} and ${names.length - 8} more` : shown.join(', ');
}
