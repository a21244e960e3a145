import { buildFeature } from '../../src/data/columns.ts';
import { type CsvOptions, readCsv } from '../../src/data/csv.ts';
import type { Cell } from '../../src/data/table.ts';
import { AbsumError, errorAt, type Issue } from '../../src/errors.ts';

/** Parts of a recipe's `data` that say how to read a file, as the ways out of a refusal give them. */
export type ReadingOptions = Record<string, unknown>;

/** What our reader gives: the one place where `npm run wild` meets it. */
export interface TableRead {
  /** The columns that are kept, in order. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns that a finding or a remark is about. */
  readonly said?: ReadonlySet<string>;
}

/** A fault, with parts of a recipe that lead on. */
export interface Fault extends Issue {
  readonly ways?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Reads a file as `absum read` does: its text, then each column.
 *
 * @throws AbsumError with all faults of the columns
 */
export function readTable(bytes: Uint8Array, options: ReadingOptions): TableRead {
  const { table, infinities } = readCsv(decode(bytes), options as CsvOptions);
  const rows = Int32Array.from(table.rows.keys());
  const ignored = new Set(options.ignore as readonly string[] | undefined);
  const faults: Fault[] = [...infinities.values()];
  for (const [c, name] of table.columns.entries()) {
    if (infinities.has(c) || ignored.has(name)) continue;
    try {
      buildFeature(table, c, rows);
    } catch (error) {
      if (!(error instanceof AbsumError)) throw error;
      faults.push(...error.issues);
    }
  }
  if (faults.length > 0) throw new AbsumError('invalid-data', faults);
  return table;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw errorAt('invalid-data', '', 'expected a text in UTF-8; save it as "CSV UTF-8"');
  }
}
