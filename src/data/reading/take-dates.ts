import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { indexNames, refuseName } from '../names.ts';
import { type Cell, placeOfCell, type SampledReading, type Table } from '../table.ts';
import type { DatePart } from './date-parts.ts';
import { parseDates, takeParts } from './dates.ts';
import { describePlain } from './plain.ts';

/** What to take of which columns. */
export type DatesChoice = Readonly<Record<string, readonly DatePart[]>>;

/** One column in the place of a date, or the column that stays as it is. */
interface Taken {
  readonly name: string;
  readonly reading: SampledReading;
  readonly fault: Table['faults'][number];
  readonly cells: (row: number) => Cell;
}

/**
 * Puts numbers in the place of columns of dates: `sold.year`, `sold.month`.
 *
 * @throws AbsumError `invalid-data` for a column that there is not, and for one that is not of dates, or of dates that
 *   can be read in two ways
 */
export function* takingDates(table: Table, dates: DatesChoice): Sliced<Table> {
  const find = indexNames(table.columns);
  const asked = new Map<number, readonly DatePart[]>();
  for (const [name, parts] of Object.entries(dates)) {
    const place = `data.dates${/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${describeValue(name)}]`}`;
    const column = find(name);
    if (column === -1) throw refuseName(table.columns, name, place);
    asked.set(column, parts);
  }
  const taken: Taken[] = [];
  for (const [column, name] of table.columns.entries()) {
    const parts = asked.get(column);
    if (parts === undefined) {
      const cells = (row: number) => table.rows[row][column];
      taken.push({ name, reading: table.readings[column], fault: table.faults[column], cells });
      continue;
    }
    taken.push(...takeColumn(table, column, parts));
    yield table.rows.length * (parts.length + 4);
  }
  const columns = taken.map(({ name }) => name);
  const seen = new Set<string>();
  const twice = columns.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    const message = `expected no column of the name ${describeValue(twice)}, which a part of a date takes`;
    throw errorAt('invalid-data', 'data.dates', message);
  }
  return {
    ...table,
    columns,
    rows: table.rows.map((_, row) => taken.map(({ cells }) => cells(row))),
    readings: taken.map(({ reading }) => reading),
    faults: taken.map(({ fault }) => fault),
  };
}

function takeColumn(table: Table, column: number, parts: readonly DatePart[]): Taken[] {
  const name = table.columns[column];
  const texts = table.rows.map((cells) => cells[column]);
  const found = parseDates(texts);
  if (found === null) {
    const first = texts.findIndex((cell) => cell !== null);
    const message = `expected dates, all written in one way, got ${describeValue(texts[Math.max(0, first)])}`;
    throw errorAt('invalid-data', placeOfCell(table, Math.max(0, first), column), message);
  }
  if (found.order === 'ambiguous') {
    const first = texts.findIndex((cell) => cell !== null);
    const message = `is ${describeValue(texts[first])} day/month or month/day? Nothing in the column tells: write the dates as 2024-12-31`;
    throw errorAt('invalid-data', placeOfCell(table, first, column), message);
  }
  return takeParts(found.days, parts).map((values, i) => {
    const cells = Array.from(values, (value) => (Number.isNaN(value) ? null : value));
    const part = `${name}.${parts[i]}`;
    return { name: part, reading: describePlain(part, cells), fault: null, cells: (row) => cells[row] };
  });
}
