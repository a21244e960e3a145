import type { Sliced } from '../../sliced.ts';
import type { Separator } from '../csv/delimiter.ts';
import { indexNames, refuseName } from '../names.ts';
import type { DecimalMark } from '../number-text.ts';
import type { Cell, RowNaming, SampledReading, Table, TableFormat } from '../table.ts';
import { judgingColumn } from './judge-column.ts';
import type { ColumnFault } from './reading.ts';

/** What a caller says about columns. */
export interface ColumnChoice {
  /** What stands for a missing value besides nothing, NA, N/A, NaN and null; as it is written. */
  readonly missingMarkers?: readonly string[] | undefined;
  /** Columns whose values are names, even if they are numbers. */
  readonly categories?: readonly string[] | undefined;
}

export interface TypeOptions extends ColumnChoice {
  readonly decimal?: DecimalMark | undefined;
  /** What separated the cells of a CSV text. */
  readonly separator?: Separator | undefined;
}

/** Cells as they came, in rows that may be changed. */
interface RawTable extends RowNaming {
  readonly columns: readonly string[];
  readonly rows: Cell[][];
}

/**
 * Judges the columns of a table, and puts numbers and missing values in the place of the texts that stand for them; rows
 * are changed in place.
 *
 * @throws AbsumError `invalid-data` for a category that is no column
 */
export function* typingColumns(raw: RawTable, options: TypeOptions, format?: TableFormat): Sliced<Table> {
  const { columns, rows, ...naming } = raw;
  const { decimal, separator, categories = [] } = options;
  const find = indexNames(columns);
  const missingMarkers = new Set(options.missingMarkers);
  const named = new Set(
    categories.map((name, i) => {
      const column = find(name);
      if (column === -1) throw refuseName(columns, name, `data.categories[${i}]`);
      return column;
    }),
  );
  const readings: SampledReading[] = [];
  const faults: (ColumnFault | null)[] = [];
  for (const [c, name] of columns.entries()) {
    const { reading, values, fault, samples } = yield* judgingColumn(
      name,
      rows.map((cells) => cells[c]),
      {
        decimal,
        separator,
        missingMarkers,
        ...(named.has(c) && { isCategory: true }),
      },
    );
    for (let r = 0; r < rows.length; r++) rows[r][c] = values[r];
    yield rows.length;
    readings.push({ ...reading, samples });
    faults.push(fault);
  }
  return { columns, rows, ...naming, readings, faults, ...(format && { format }) };
}
