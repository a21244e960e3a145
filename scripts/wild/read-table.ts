import { gunzipSync } from 'node:zlib';
import { type CsvOptions, readCsv } from '../../src/data/csv/csv.ts';
import { readText } from '../../src/data/doors/read-text.ts';
import { recognise } from '../../src/data/doors/recognise.ts';
import { writeIssue } from '../../src/data/roles.ts';
import type { Cell } from '../../src/data/table.ts';
import { AbsumError } from '../../src/errors.ts';

/** Parts of a recipe's `data` that say how to read a file, as the ways out of a refusal give them. */
export interface ReadingOptions extends CsvOptions {
  readonly ignore?: readonly string[] | undefined;
}

/** What our reader gives: the one place where `npm run wild` meets it. */
export interface TableRead {
  /** The columns that are kept, in order. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns whose reading says that they are neither numbers nor categories. */
  readonly said?: ReadonlySet<string>;
}

/**
 * Reads a file as `absum read` does: its text, then each column.
 *
 * @throws AbsumError with all faults of the columns
 */
export function readTable(bytes: Uint8Array, options: ReadingOptions): TableRead {
  const packed = recognise(bytes)?.kind === 'gzip';
  const table = readCsv(readText(packed ? gunzipSync(bytes) : bytes), options);
  const ignored = new Set(options.ignore);
  const issues = table.faults.flatMap((fault, column) =>
    fault === null || ignored.has(table.columns[column]) ? [] : [writeIssue(table, column, fault, options)],
  );
  if (issues.length > 0) throw new AbsumError('invalid-data', issues);
  const others = table.readings.filter(({ reading }) => reading !== 'number' && reading !== 'category');
  return { ...table, said: new Set(others.map(({ name }) => name)) };
}
