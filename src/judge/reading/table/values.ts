import { looksNumeric, namesInfinity, parseNumber } from '../../../data/number-text.ts';
import { Dissector } from '../../../data/reading/anatomy.ts';
import { judgingColumn } from '../../../data/reading/judge-column.ts';
import { isKnownMarker, isMissing } from '../../../data/reading/markers.ts';
import type { Cell } from '../../../data/table.ts';
import { describeValue, errorAt } from '../../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../../sliced.ts';
import type { ScoreCell, ScoreColumn, ScoreTable } from './table.ts';

// Cells as scores. What is none is NaN where there is nothing, and infinite where something failed.

/** The score of a run that failed. */
export const FAILED = Number.POSITIVE_INFINITY;

/** What stands in the place of a score where there was to be one. */
const FAILURE =
  /^(?:[+-]?nan|failed|failure|fail|crashed|crash|killed|error|errored|exception|diverged|oom|timeout|timed out|pruned|aborted|cancell?ed)$/i;
/** No word for a failure or a missing value is longer. */
const LONGEST_WORD = 20;
/** A number whose point may mark thousands. */
const POINT_EITHER = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

function isFailure(text: string): boolean {
  return text.length <= LONGEST_WORD && (FAILURE.test(text) || namesInfinity(text));
}

function isNothing(text: string): boolean {
  return text.length <= LONGEST_WORD && (isMissing(text) || isKnownMarker(text));
}

/** Whether a cell holds something that can be looked at: no gap, no failure. */
export function isPresent(cell: ScoreCell): boolean {
  if (cell === null) return false;
  if (typeof cell === 'number') return Number.isFinite(cell);
  if (typeof cell !== 'string') return true;
  const text = cell.trim();
  return !isFailure(text) && !isNothing(text);
}

/** Cells that are looked at to tell numbers from texts. */
const LOOKED_AT = 200;

/** Whether a column is one of numbers at first sight: half of its first cells are, in whatever notation. */
export function seemsNumeric({ cells }: ScoreColumn): boolean {
  const dissector = new Dissector();
  let [numbers, others] = [0, 0];
  for (let line = 0; line < cells.length && numbers + others < LOOKED_AT; line++) {
    const cell = cells[line];
    if (!isPresent(cell)) continue;
    if (typeof cell === 'number') numbers += 1;
    else if (typeof cell === 'string' && (looksNumeric(cell.trim()) || dissector.dissect(cell) !== null))
      numbers += 1;
    else others += 1;
  }
  return numbers >= others;
}

/**
 * Reads a column of scores.
 *
 * @param asked for each line whether its cell is a score; all are where it is absent
 * @throws AbsumError `invalid-data` naming the line, for a text that is no number, or one that can be read in two ways
 */
export function* readingValues(
  table: ScoreTable,
  column: number,
  asked?: (line: number) => boolean,
): Sliced<Float64Array> {
  const { cells } = table.columns[column];
  const values = new Float64Array(cells.length).fill(Number.NaN);
  const mark = table.decimal ?? '.';
  const odd: Cell[] = new Array(cells.length).fill(null);
  let [anyOdd, anyFraction, anyEither] = [false, false, false];
  for (let line = 0; line < cells.length; line++) {
    if (line % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    if (asked !== undefined && !asked(line)) continue;
    const cell = cells[line];
    if (cell === null) continue;
    if (typeof cell === 'number') {
      values[line] = Number.isFinite(cell) ? cell : FAILED;
      anyFraction ||= !Number.isInteger(cell);
      continue;
    }
    if (typeof cell !== 'string') throw refuseText(table, line, column);
    const text = cell.trim();
    const value = parseNumber(text, mark);
    if (value !== null) {
      values[line] = Number.isFinite(value) ? value : FAILED;
      odd[line] = text;
      if (POINT_EITHER.test(text)) anyEither = true;
      else if (text.includes(mark)) anyFraction = true;
    } else if (isFailure(text)) values[line] = FAILED;
    else if (!isNothing(text)) {
      odd[line] = text;
      anyOdd = true;
    }
  }
  // Plain numbers need no judge, unless all their points may mark thousands.
  if (!anyOdd && (anyFraction || !anyEither || table.decimal !== undefined)) return values;
  for (let line = 0; line < cells.length; line++) {
    if (odd[line] === null && Number.isFinite(values[line])) odd[line] = values[line];
    else if (values[line] === FAILED) odd[line] = null;
  }
  return yield* judgingValues(table, column, odd, values);
}

/** Reads them as the numbers of a table to train on are read: by the whole column, never cell by cell. */
function* judgingValues(
  table: ScoreTable,
  column: number,
  cells: readonly Cell[],
  values: Float64Array,
): Sliced<Float64Array> {
  const { decimal, separator, columns } = table;
  const judged = yield* judgingColumn(columns[column].name, cells, { decimal, separator });
  const { fault } = judged;
  if (fault === null || fault.rows.length === 0) {
    const texts: number[] = [];
    for (let line = 0; line < cells.length; line++) {
      if (cells[line] === null) continue;
      const value = judged.values[line];
      if (typeof value === 'string') texts.push(line);
      else values[line] = value ?? FAILED;
    }
    if (texts.length === 0) return values;
    // Of a column that is taken for texts as a whole, the first that is no number.
    const text = texts.find((line) => !looksNumeric(String(cells[line]))) ?? texts[0];
    throw refuseText(table, text, column);
  }
  const { rows, message, ways } = fault;
  const decimals = ways.flatMap((way) => ('decimal' in way ? [{ data: way }] : []));
  const place = table.placeOfCell(rows[0], column);
  throw errorAt('invalid-data', place, message, table.place === 'data.csv' ? decimals : []);
}

function refuseText(table: ScoreTable, line: number, column: number) {
  const got = describeValue(table.columns[column].cells[line]);
  return errorAt('invalid-data', table.placeOfCell(line, column), `expected a number, got ${got}`);
}
