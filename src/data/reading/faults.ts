import { describeValue } from '../../errors.ts';
import { joinWords } from '../../words/lists.ts';
import type { DecimalMark } from '../number-text.ts';
import type { Cell } from '../table.ts';
import type { Stray } from './convert.ts';
import type { MarkVerdict } from './marks.ts';
import type { ColumnFault, ColumnWay } from './reading.ts';

const MOST_ROWS = 5;
const MOST_NAMED = 5;

/** What a fault is told about: the column's name and its cells. */
export interface FaultyColumn {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** Cells that are not missing. */
  readonly present: number;
}

/** Two units, or numbers with and without one. */
export function faultOfAffixes({ name, cells }: FaultyColumn, rows: readonly number[]): ColumnFault {
  const shown = rows.slice(0, MOST_NAMED).map((row) => showCell(cells[row]));
  const message = `expected the same before and after each number, got ${joinWords(shown)}`;
  return { rows: keepFirst(rows), message, ways: withoutNumbers(name) };
}

/** A mark whose meaning is open, or marks that contradict each other or the user's word; null if all is clear. */
export function faultOfMarks(
  { name, cells }: FaultyColumn,
  { open, contrary, decimal }: MarkVerdict,
  stated: DecimalMark | undefined,
): ColumnFault | null {
  if (open !== undefined) {
    const mark = open.mark === '.' ? 'point' : 'comma';
    const shown = joinWords(open.rows.map((row) => showCell(cells[row])));
    const message = `expected numbers that can be read in one way, got ${shown}: the ${mark} may mark decimals or thousands`;
    const other = open.mark === '.' ? ',' : '.';
    return { rows: keepFirst(open.rows), message, ways: [{ decimal: open.mark }, { decimal: other }] };
  }
  if (contrary === undefined) return null;
  const shown = joinWords(contrary.map((row) => showCell(cells[row])));
  const rows = keepFirst(contrary);
  if (stated === undefined) {
    const message = `expected decimals and thousands marked in one way, got ${shown}`;
    return { rows, message, ways: withoutNumbers(name) };
  }
  const other = decimal === '.' ? ',' : '.';
  const message = `expected numbers with the decimal mark "${decimal}", got ${shown}`;
  return { rows, message, ways: [{ decimal: other }, ...withoutNumbers(name)] };
}

/** Texts among numbers; the best way out depends on whether they are known to mean a missing value. */
export function faultOfStrays(
  { name, present }: FaultyColumn,
  { strays, texts }: { readonly strays: readonly Stray[]; readonly texts: number },
): ColumnFault {
  const foreign = strays.filter(({ kind }) => kind !== 'marker');
  const named = foreign.length > 0 ? foreign : strays;
  const rows = keepFirst(named.map(({ row }) => row));
  const censored = foreign.length > 0 && foreign.every(({ kind }) => kind === 'censored');
  const found = `${countStrays(named, named === strays ? texts : undefined)} of ${present} cells`;
  const message = censored
    ? `expected values, got only their limits: ${found}`
    : `expected numbers, got ${found}`;
  if (censored) return { rows, message, ways: [{ ignore: [name] }, { categories: [name] }] };
  const markers: ColumnWay[] =
    foreign.length === 0 ? [{ missingMarkers: strays.map(({ text }) => text) }] : [];
  return { rows, message, ways: [...markers, ...withoutNumbers(name)] };
}

/** `"?" in 25, "n.a." in 3 and 4 other texts in 6`. */
function countStrays(strays: readonly Stray[], texts: number | undefined): string {
  const first = strays.slice(0, MOST_NAMED);
  const words = first.map(({ text, count }) => `${describeValue(text)} in ${count}`);
  const all = texts ?? strays.reduce((sum, { count }) => sum + count, 0);
  const rest = all - first.reduce((sum, { count }) => sum + count, 0);
  return joinWords(rest > 0 ? [...words, `other texts in ${rest}`] : words);
}

/** A number that is infinite, or too large for a double. */
export function faultOfInfinities({ name, cells }: FaultyColumn, infinite: readonly number[]): ColumnFault {
  const texts = [...new Set(infinite.map((row) => String(cells[row]).trim()))];
  const message = `expected a finite number, got ${describeValue(texts[0])}`;
  const markers: ColumnWay[] = texts.every((text) => text.length <= 20) ? [{ missingMarkers: texts }] : [];
  return { rows: keepFirst(infinite), message, ways: [...markers, { ignore: [name] }] };
}

/** A number that a network cannot take. */
export function faultOfHuge({ name, cells }: FaultyColumn, row: number): ColumnFault {
  const message = `expected a number within +-3.4e38 (float32), got ${showCell(cells[row])}`;
  return { rows: [row], message, ways: [{ ignore: [name] }] };
}

/** A different text in nearly each row. */
export function faultOfIdentifier({ name, present }: FaultyColumn, distinct: string): ColumnFault {
  const message = `expected texts that repeat, got ${distinct} different ones in ${present} cells`;
  return { rows: [], message, ways: withIgnore(name) };
}

/** More categories than a network gets inputs for; `most` is how many there may be. */
export function faultOfCategories({ name }: FaultyColumn, most: number): ColumnFault {
  const message = `expected at most ${most} different texts, got more`;
  return { rows: [], message, ways: [{ ignore: [name] }] };
}

function withoutNumbers(name: string): ColumnWay[] {
  return [{ categories: [name] }, { ignore: [name] }];
}

function withIgnore(name: string): ColumnWay[] {
  return [{ ignore: [name] }, { categories: [name] }];
}

function showCell(cell: Cell): string {
  return describeValue(typeof cell === 'string' ? cell.trim() : cell);
}

function keepFirst(rows: readonly number[]): number[] {
  return [...new Set(rows)].sort((a, b) => a - b).slice(0, MOST_ROWS);
}
