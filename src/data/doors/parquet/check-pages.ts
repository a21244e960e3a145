import type { ColumnMetaData } from 'hyparquet';
import { MAX_CELLS } from '../../table.ts';
import { MOST_OPENED_BYTES, refuseSize } from '../unpack.ts';
import { DamagedError, readStruct, type Struct } from './thrift.ts';

/** What of a page's head decides how much memory it takes (parquet-format, `PageHeader`). */
const FIELDS = { type: 1, opened: 2, packed: 3, data: 5, dictionary: 7, dataV2: 8 } as const;
/** Each value may repeat the one before and add to it: few bytes make texts without end. */
const DELTA_BYTE_ARRAY = 7;

/** Counts what the pages of a file open to, all columns together. */
export interface OpenedBytes {
  total: number;
}

/**
 * Checks the heads of a column's pages before anything is unpacked or set aside for them: each lies in the file, none
 * holds more values than its group has rows, and all open to no more than is read.
 *
 * @param end where the pages of the file end
 * @param rows of the row group
 * @throws DamagedError saying what is wrong; AbsumError `limit-exceeded`
 */
export function checkPages(
  bytes: Uint8Array,
  meta: ColumnMetaData,
  { end, rows, opened }: { readonly end: number; readonly rows: number; readonly opened: OpenedBytes },
): void {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const stop = start + Number(meta.total_compressed_size);
  if (!(start >= 4 && stop >= start && stop <= end)) throw new DamagedError('a column lies outside the file');
  const chunk = bytes.subarray(0, stop);
  let values = 0;
  for (let at = start; at < stop - 1; ) {
    const { struct: page, end: head } = readStruct(chunk, at);
    at = head + size(page, FIELDS.packed);
    if (at > stop) throw new DamagedError('a page lies outside its column');
    const room = size(page, FIELDS.opened);
    opened.total += room;
    if (opened.total > MOST_OPENED_BYTES) throw refuseSize();
    values += countValues(page, room);
    if (values > rows) throw new DamagedError('a column has more values than rows');
  }
  if (values !== rows) throw new DamagedError('a column has fewer values than rows');
}

/** The rows of a data page; 0 for a dictionary. */
function countValues(page: Struct, room: number): number {
  const part = [FIELDS.data, FIELDS.dataV2, FIELDS.dictionary].find((field) => page.has(field));
  const head = part === undefined ? undefined : page.get(part);
  if (!(head instanceof Map)) throw new DamagedError('a page has no head');
  const count = size(head, 1);
  // The type says how the page is read, and must be of one mind with the head that is there.
  const type = { [FIELDS.data]: 0, [FIELDS.dataV2]: 3, [FIELDS.dictionary]: 2 }[part as 5 | 7 | 8];
  if (page.get(FIELDS.type) !== type) throw new DamagedError('a page has the head of another kind');
  if (part === FIELDS.dictionary) {
    if (count > Math.min(MAX_CELLS, 8 * room)) throw new DamagedError('a dictionary has too many values');
    return 0;
  }
  if (head.get(part === FIELDS.data ? 2 : 4) === DELTA_BYTE_ARRAY) {
    throw new DamagedError(
      'its texts are written as DELTA_BYTE_ARRAY, which is not read; write it with data pages of version 1',
    );
  }
  if (part === FIELDS.dataV2) {
    const levels = size(head, 5) + size(head, 6);
    if (size(head, 2) > count || size(head, 3) !== count || levels > room)
      throw new DamagedError('a page counts its values wrongly');
  }
  return count;
}

function size(struct: ReadonlyMap<number, unknown>, field: number): number {
  const value = struct.get(field);
  if (typeof value !== 'number' || value < 0) throw new DamagedError('a page lacks a size');
  return value;
}
