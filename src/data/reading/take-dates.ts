import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { indexNames, refuseName } from '../names.ts';
import { type Cell, placeOfCell, type SampledReading, type Table } from '../table.ts';
import type { DateOrder, DatePart } from './date-parts.ts';
import { type Dates, parseDates, takeParts } from './dates.ts';
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
  const { days, order } = readDates(texts, (row) => placeOfCell(table, row, column));
  return takeParts(days, parts).map((values, i) => {
    const cells = Array.from(values, (value) => (Number.isNaN(value) ? null : value));
    const part = `${name}.${parts[i]}`;
    const reading = { ...describePlain(part, cells), date: { column: name, part: parts[i], order } };
    return { name: part, reading, fault: null, cells: (row) => cells[row] };
  });
}

const ORDER_WORDS = { dmy: 'day/month', mdy: 'month/day' };

/**
 * Reads a column of dates, or says why it cannot be read.
 *
 * @param trained how a model's training data wrote them, which decides what 1/2 is
 * @throws AbsumError `invalid-data`
 */
export function readDates(
  texts: readonly Cell[],
  placeOf: (row: number) => string,
  trained?: DateOrder,
): Dates & { readonly order: DateOrder } {
  const found = parseDates(texts, trained);
  const first = Math.max(
    0,
    texts.findIndex((cell) => cell !== null),
  );
  if (found === null) {
    const alone = texts.findIndex((cell) => cell !== null && parseDates([cell], trained) === null);
    const row = alone === -1 ? first : alone;
    const order = trained === 'dmy' || trained === 'mdy' ? `, ${ORDER_WORDS[trained]} as in training` : '';
    const message = `expected dates, all written in one way${order}, got ${describeValue(texts[row])}`;
    throw errorAt('invalid-data', placeOf(row), message);
  }
  const { order, days } = found;
  if (order !== 'ambiguous') return { order, days };
  const message = `is ${describeValue(texts[first])} day/month or month/day? Nothing in the column tells: write the dates as 2024-12-31`;
  throw errorAt('invalid-data', placeOf(first), message);
}
