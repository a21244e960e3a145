import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import { MAX_CELLS } from '../../table.ts';
import { MOST_OPENED_BYTES, refuseSize } from '../unpack.ts';
import { checkRuns } from './check-runs.ts';
import { openPage } from './open-page.ts';
import { DamagedError, readStruct, type Struct } from './thrift.ts';

/** What of a page's head decides how much memory it takes (parquet-format, `PageHeader`). */
const FIELDS = { type: 1, opened: 2, packed: 3, data: 5, dictionary: 7, dataV2: 8 } as const;
/** The type of a page whose head stands in a field. */
const TYPES = new Map<number, number>([
  [FIELDS.data, 0],
  [FIELDS.dictionary, 2],
  [FIELDS.dataV2, 3],
]);
const RUNS = 3;
const DICTIONARIES: readonly unknown[] = [2, 8];
/** Each value may repeat the one before and add to it: few bytes make texts without end. */
const DELTA_BYTE_ARRAY = 7;

/** A column of a row group, and what its pages may take. */
interface Chunk {
  readonly meta: ColumnMetaData;
  readonly element: SchemaElement;
  /** Where the pages of the file end. */
  readonly end: number;
  /** Rows of the row group. */
  readonly rows: number;
  /** Bytes to which the pages of the file open so far. */
  readonly opened: { total: number };
}

/**
 * Checks the pages of a column before the library reads them, which trusts what they say: each lies in the file, holds
 * no more values than its group has rows, and all open to no more than is read.
 *
 * @throws DamagedError saying what is wrong; AbsumError `limit-exceeded`
 */
export function checkPages(bytes: Uint8Array, { meta, element, end, rows, opened }: Chunk): void {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const stop = start + Number(meta.total_compressed_size);
  if (!(start >= 4 && stop >= start && stop <= end)) {
    throw new DamagedError('a column lies outside the file');
  }
  const chunk = bytes.subarray(0, stop);
  let values = 0;
  for (let at = start; at < stop - 1; ) {
    const { struct: page, end: head } = readStruct(chunk, at);
    at = head + readSize(page, FIELDS.packed);
    if (at > stop) throw new DamagedError('a page lies outside its column');
    opened.total += readSize(page, FIELDS.opened);
    if (opened.total > MOST_OPENED_BYTES) throw refuseSize();
    values += checkPage(page, chunk.subarray(head, at), { codec: meta.codec, element, left: rows - values });
  }
  if (values !== rows) throw new DamagedError('a column has fewer values than rows');
}

interface PagePlace {
  readonly codec: string;
  readonly element: SchemaElement;
  /** Rows of the group that no page before had. */
  readonly left: number;
}

/** @returns the rows of a data page; 0 for a dictionary */
function checkPage(page: Struct, packed: Uint8Array, place: PagePlace): number {
  const field = [...TYPES.keys()].find((candidate) => page.has(candidate)) ?? 0;
  const head = page.get(field);
  // The type says how the page is read, and must be of one mind with the head that is there.
  if (!(head instanceof Map) || page.get(FIELDS.type) !== TYPES.get(field)) {
    throw new DamagedError('a page has no head, or that of another kind');
  }
  const count = readSize(head, 1);
  const size = readSize(page, FIELDS.opened);
  if (field === FIELDS.dictionary) {
    if (count > Math.min(MAX_CELLS, 8 * size)) throw new DamagedError('a dictionary has too many values');
    // For its codec alone.
    openPage(packed, place.codec, size);
    return 0;
  }
  if (count > place.left) throw new DamagedError('a column has more values than rows');
  if (head.get(field === FIELDS.data ? 2 : 4) === DELTA_BYTE_ARRAY) throw new DamagedError(DELTA_TEXTS);
  if (field === FIELDS.data) checkFirst(openPage(packed, place.codec, size), head, count, place.element);
  else checkSecond(packed, head, { count, size, place });
  return count;
}

const DELTA_TEXTS =
  'its texts are written as DELTA_BYTE_ARRAY, which is not read; write it with data pages of version 1';

/** A data page of version 1: the levels that say what is null, with their length before them, then the values. */
function checkFirst(page: Uint8Array, head: Struct, count: number, element: SchemaElement): void {
  let [at, values] = [0, count];
  if (element.repetition_type !== 'REQUIRED') {
    const levels = readLength(page, 0);
    values = checkRuns(page, levels, 1, count);
    at = levels.end;
  }
  const isOfOne = DICTIONARIES.includes(head.get(2)) && page[at] === 0;
  // Of a dictionary of one text nothing is read, and some writers write nothing.
  if (!isOfOne) checkValues(page.subarray(at), head.get(2), values, element);
}

interface SecondPage {
  readonly count: number;
  readonly size: number;
  readonly place: PagePlace;
}

/** One of version 2: its levels are not packed, and its head says their length. */
function checkSecond(packed: Uint8Array, head: Struct, { count, size, place }: SecondPage): void {
  const [nulls, definitions, repetitions] = [readSize(head, 2), readSize(head, 5), readSize(head, 6)];
  const levels = definitions + repetitions;
  if (nulls > count || readSize(head, 3) !== count || levels > Math.min(size, packed.length)) {
    throw new DamagedError('a page counts its values wrongly');
  }
  if (place.element.repetition_type !== 'REQUIRED') {
    const values = checkRuns(packed, { start: repetitions, end: levels }, 1, count);
    if (values !== count - nulls) throw new DamagedError('a page counts its nulls wrongly');
  }
  const rest = packed.subarray(levels);
  const codec = head.get(7) === false || size === levels ? 'UNCOMPRESSED' : place.codec;
  checkValues(openPage(rest, codec, size - levels), head.get(4), count - nulls, place.element);
}

/** Checks values that are written as runs: numbers of a dictionary, after their width, and truth values. */
function checkValues(page: Uint8Array, encoding: unknown, count: number, { type }: SchemaElement): void {
  if (count === 0) return;
  if (DICTIONARIES.includes(encoding)) checkRuns(page, { start: 1, end: page.length }, page[0], count);
  else if (encoding === RUNS && type === 'BOOLEAN') checkRuns(page, readLength(page, 0), 1, count);
}

/** The stretch after a length of four bytes. */
function readLength(page: Uint8Array, at: number): { start: number; end: number } {
  if (page.length < at + 4) throw new DamagedError('a page ends too soon');
  const length = new DataView(page.buffer, page.byteOffset + at, 4).getUint32(0, true);
  return { start: at + 4, end: at + 4 + length };
}

function readSize(struct: ReadonlyMap<number, unknown>, field: number): number {
  const value = struct.get(field);
  if (typeof value !== 'number' || value < 0) throw new DamagedError('a page lacks a size');
  return value;
}
