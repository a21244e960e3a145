import type { Issue } from '../errors.ts';
import { MOST_COUNTED } from './reading/reading.ts';
import { writeIssue } from './roles.ts';
import { measureScale } from './scale.ts';
import type { Cell, SampledReading, Table, TableFormat } from './table.ts';

/** What a look at one column shows. */
export interface ColumnProfile {
  readonly name: string;
  /** `number` if no cell holds a text. */
  readonly kind: 'number' | 'text';
  readonly missing: number;
  /** Number of different values, without missing ones; exact up to 1001, which stands for 1001 or more. */
  readonly distinct: number;
  /** Of the numbers in a column of numbers; null if there are none. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Also null if the numbers are too large to add up. */
  readonly mean: number | null;
  /** The three most frequent texts, the first ones among equals; empty for a column of numbers. */
  readonly examples: readonly string[];
  /** Whether it holds at most one value. */
  readonly constant: boolean;
  readonly reading: SampledReading;
  /** Why the column cannot be a feature, in the words of the reader that would refuse it; null if it can. */
  readonly fault: Issue | null;
}

/** What a look at a table shows before anything is known about what each column is for. */
export interface TableProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** The first rows, at most eight. */
  readonly head: readonly (readonly Cell[])[];
  /** How a CSV text was taken apart. */
  readonly format?: TableFormat;
}

const HEAD_ROWS = 8;
const EXAMPLES = 3;
/** What people call the column to be predicted; compared in lower case. */
const TARGET_NAMES = (
  'y target label class outcome response output ' +
  'price score wage salary income value amount sales rating quality'
).split(' ');

/** Profiles a table, with the fault of each column. */
export function profileTable(table: Table): TableProfile {
  return {
    rows: table.rows.length,
    columns: table.columns.map((name, column) => {
      const fault = table.faults[column];
      return {
        name,
        ...describeCells(table.rows.map((cells) => cells[column])),
        reading: table.readings[column],
        fault: fault === null ? null : writeIssue(table, column, fault, {}),
      };
    }),
    head: table.rows.slice(0, HEAD_ROWS).map((cells) => [...cells]),
    ...(table.format && { format: table.format }),
  };
}

/**
 * Suggests the column to predict: the first that has a usual name of a target, else the last column of
 * numbers without a fault, else the last of texts without a fault. A constant column is never suggested; null
 * if nothing is left.
 */
export function suggestTarget({ columns }: Pick<TableProfile, 'columns'>): string | null {
  const varying = columns.filter(({ constant }) => !constant);
  for (const wanted of TARGET_NAMES) {
    // Even with a fault: the user meant this column, and will be told about the fault.
    const named = varying.find(({ name }) => name.toLowerCase() === wanted);
    if (named !== undefined) return named.name;
  }
  const usable = varying.filter(({ fault }) => fault === null);
  const numbers = usable.filter(({ kind }) => kind === 'number');
  // Two values are more often a yes or no than a quantity to predict.
  const found = numbers.findLast(({ distinct }) => distinct > 2) ?? numbers.at(-1) ?? usable.at(-1);
  return found?.name ?? null;
}

function describeCells(cells: readonly Cell[]): Omit<ColumnProfile, 'name' | 'fault' | 'reading'> {
  const present = cells.filter((cell) => cell !== null);
  const missing = cells.length - present.length;
  if (present.every((cell) => typeof cell === 'number')) {
    const distinct = countDistinct(present);
    return {
      kind: 'number',
      missing,
      distinct,
      ...measureNumbers(present),
      examples: [],
      constant: distinct <= 1,
    };
  }
  const counts = new Map<string, number>();
  for (const cell of present) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  return {
    kind: 'text',
    missing,
    distinct: Math.min(counts.size, MOST_COUNTED),
    minimum: null,
    maximum: null,
    mean: null,
    examples: findMostFrequent(counts),
    constant: counts.size <= 1,
  };
}

function countDistinct(values: readonly number[]): number {
  const seen = new Set<number>();
  for (const value of values) {
    seen.add(value);
    if (seen.size === MOST_COUNTED) break;
  }
  return seen.size;
}

function measureNumbers(values: readonly number[]): Pick<ColumnProfile, 'minimum' | 'maximum' | 'mean'> {
  if (values.length === 0) return { minimum: null, maximum: null, mean: null };
  let minimum = values[0];
  let maximum = values[0];
  let sum = 0;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
  }
  const mean = Number.isFinite(sum) ? measureScale(Float64Array.from(values)).mean : null;
  return { minimum, maximum, mean };
}

/** In one pass, however many texts there are. */
function findMostFrequent(counts: ReadonlyMap<string, number>): string[] {
  const best: (readonly [text: string, count: number])[] = [];
  for (const entry of counts) {
    const place = best.findIndex(([, count]) => entry[1] > count);
    best.splice(place === -1 ? best.length : place, 0, entry);
    if (best.length > EXAMPLES) best.pop();
  }
  return best.map(([text]) => text);
}
