import { type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import { AbsumError, describeValue, errorAt } from '../../../errors.ts';
import { checkCellCount } from '../../table.ts';
import { CsvWriter, quote } from '../write-csv.ts';
import { dropMidnights } from '../write-date.ts';
import { chooseWriter, type WriteValue } from './cell-text.ts';
import { checkPages } from './check-pages.ts';
import { COMPRESSORS, isRead } from './open-page.ts';
import { DamagedError, readStruct } from './thrift.ts';

/** More would take long to look up, column by column and group by group. */
const MOST_COLUMNS = 10_000;
const MOST_CHUNKS = 100_000;

interface Column {
  readonly name: string;
  readonly element: SchemaElement;
  readonly write: WriteValue;
}

/**
 * Reads a Parquet file of flat columns, and writes its table as CSV: a header, then a line for each row. Whole numbers
 * of any size are exact, other numbers have the fewest digits that give them back; dates are ISO 8601, truth values
 * `true` and `false`, nulls empty cells.
 *
 * What the file says of itself is checked before anything is set aside for it.
 *
 * @throws AbsumError `invalid-data` for files that are damaged, encrypted, packed by a codec other than snappy and zstd,
 *   or that have nested or binary columns; `limit-exceeded` for more than 2,000,000 cells or 64 MB of text
 */
export async function readParquet(bytes: Uint8Array): Promise<string> {
  try {
    const { metadata, footer } = readMetadata(bytes);
    const rows = Number(metadata.num_rows);
    const columns = listColumns(metadata.schema);
    checkCellCount(rows, columns.length, 'data.csv');
    checkChunks(bytes, metadata, columns, footer);
    return writeTable(columns, rows, await readTexts(bytes, metadata, columns, rows));
  } catch (error) {
    if (error instanceof AbsumError) throw error;
    // The library throws errors of every kind at bytes that no writer writes, in words for its makers.
    const why = error instanceof DamagedError ? error.message : 'is it whole?';
    throw refuse(`expected a Parquet file, got one that is damaged or not read: ${why}`);
  }
}

function refuse(message: string): AbsumError {
  return errorAt('invalid-data', 'data.csv', message);
}

/** @returns what the footer says, and where it begins */
function readMetadata(bytes: Uint8Array): { metadata: FileMetaData; footer: number } {
  const mark = new TextDecoder().decode(bytes.subarray(-4));
  if (mark === 'PARE')
    throw refuse('expected a Parquet file, got an encrypted one; write it without encryption');
  if (bytes.length < 12 || mark !== 'PAR1')
    throw new DamagedError('it does not end as such a file does; is it whole?');
  const tail = bytes.length - 8;
  const footer = tail - new DataView(bytes.buffer, bytes.byteOffset + tail, 4).getUint32(0, true);
  if (footer < 4) throw new DamagedError('its footer is longer than the file');
  readStruct(bytes.subarray(0, tail), footer);
  return { metadata: parquetMetadata(bytes, { geoparquet: false }), footer };
}

function listColumns([root, ...elements]: readonly SchemaElement[]): Column[] {
  if (root?.num_children !== elements.length || elements.some(isNested)) {
    throw refuse(
      `expected columns of single values, got nested ones: ${listNames(elements.filter(isNested))}; leave them out, or make a column of each part`,
    );
  }
  if (elements.length > MOST_COLUMNS) {
    const message = `expected at most ${MOST_COLUMNS} columns, got ${elements.length}`;
    throw errorAt('limit-exceeded', 'data.csv', message);
  }
  const columns = elements.map((element) => ({ element, name: element.name, write: chooseWriter(element) }));
  const others = columns.filter(({ write }) => write === null).map(({ element }) => element);
  if (others.length > 0) {
    throw refuse(
      `expected columns of numbers, texts and dates, got others: ${listNames(others)}; leave them out`,
    );
  }
  return columns as Column[];
}

function isNested({ num_children, type, repetition_type, logical_type }: SchemaElement): boolean {
  return (
    num_children !== undefined ||
    type === undefined ||
    repetition_type === 'REPEATED' ||
    logical_type?.type === 'VARIANT'
  );
}

const SHOWN = 5;

function listNames(elements: readonly SchemaElement[]): string {
  const names = elements.slice(0, SHOWN).map(({ name }) => describeValue(name));
  return [...names, ...(elements.length > SHOWN ? [`${elements.length - SHOWN} more`] : [])].join(', ');
}

/** Checks what the footer says of each column of each group, and the heads of its pages. */
function checkChunks(
  bytes: Uint8Array,
  { num_rows, row_groups: groups }: FileMetaData,
  columns: readonly Column[],
  footer: number,
): void {
  if (groups.length * columns.length > MOST_CHUNKS) {
    const message = `expected at most ${MOST_CHUNKS} parts of columns, got ${groups.length} row groups x ${columns.length} columns; write larger row groups`;
    throw errorAt('limit-exceeded', 'data.csv', message);
  }
  const opened = { total: 0 };
  let rows = 0;
  for (const group of groups) {
    const groupRows = Number(group.num_rows);
    if (!(groupRows >= 0)) throw new DamagedError('a row group has no rows');
    rows += groupRows;
    if (rows > Number(num_rows)) throw new DamagedError('its groups have more rows than it says');
    if (group.columns.length !== columns.length) throw new DamagedError('a row group lacks columns');
    for (const [c, { meta_data: meta, file_path: path }] of group.columns.entries()) {
      const { name, element } = columns[c];
      const isOwn =
        path === undefined && meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === name;
      if (!isOwn || meta.type !== element.type)
        throw new DamagedError(`column ${describeValue(name)} is elsewhere`);
      if (!isRead(meta.codec)) {
        throw refuse(
          `expected a Parquet file packed by snappy or zstd, got ${meta.codec}; write it with compression="zstd"`,
        );
      }
      checkPages(bytes, { meta, element, end: footer, rows: groupRows, opened });
    }
  }
  if (rows !== Number(num_rows)) throw new DamagedError('its groups have fewer rows than it says');
}

/** The texts of each column. */
async function readTexts(
  bytes: Uint8Array,
  metadata: FileMetaData,
  columns: readonly Column[],
  rows: number,
): Promise<string[][]> {
  const values = new Map(columns.map(({ name }) => [name, [] as unknown[]]));
  // The library gives the values as they are stored, since its own numbers and dates lose digits.
  const schema = metadata.schema.map(({ converted_type: _, logical_type: __, ...stored }) => stored);
  await parquetRead({
    file: {
      byteLength: bytes.length,
      // Copied by hand, since a slice of a Buffer is none.
      slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
    },
    metadata: { ...metadata, schema },
    compressors: COMPRESSORS,
    utf8: false,
    geoparquet: false,
    parsers: { timestampFromNanoseconds: (nanoseconds) => nanoseconds },
    onChunk({ columnName, columnData, rowStart }) {
      const column = values.get(columnName);
      for (let i = 0; i < columnData.length; i++)
        if (column !== undefined) column[rowStart + i] = columnData[i];
    },
  });
  return columns.map((column) => writeColumn(column, values.get(column.name) ?? [], rows));
}

function writeColumn({ name, element, write }: Column, values: readonly unknown[], rows: number): string[] {
  const texts: string[] = [];
  const isText = element.type === 'BYTE_ARRAY';
  for (let r = 0; r < rows; r++) {
    const value = values[r];
    // Nulls are null; what points beyond its dictionary is not there.
    if (value === undefined) throw new DamagedError(`column ${describeValue(name)} lacks values`);
    const text = value === null ? '' : write(value);
    texts.push(isText ? quote(text) : text);
  }
  // What is stored as text stays as it is.
  if (!isText) dropMidnights(texts);
  return texts;
}

function writeTable(columns: readonly Column[], rows: number, texts: readonly (readonly string[])[]): string {
  const csv = new CsvWriter();
  csv.addRow(columns.map(({ name }) => quote(name)));
  for (let r = 0; r < rows; r++) csv.addRow(texts.map((column) => column[r]));
  return csv.finish();
}
