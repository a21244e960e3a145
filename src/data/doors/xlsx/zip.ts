import { errorAt } from '../../../errors.ts';
import { MOST_OPENED_BYTES, unpack } from '../unpack.ts';

/** The entries of a zip archive by their names, and what reads one. */
export interface Archive {
  readonly names: readonly string[];
  /**
   * Unpacks an entry. All entries together open to at most what a packed file may.
   *
   * @throws AbsumError `limit-exceeded`; `invalid-data` for one that is not there, encrypted or damaged
   */
  read(name: string): Promise<Uint8Array>;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedSize: number;
  /** Where its local head begins. */
  readonly start: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const CENTRAL = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;

/**
 * Opens a zip archive (PKWARE, APPNOTE.TXT) by the directory at its end.
 *
 * @throws AbsumError `invalid-data` for one that is damaged
 */
export function openArchive(bytes: Uint8Array): Archive {
  const entries = new Map(listEntries(bytes).map((entry) => [entry.name, entry]));
  let left = MOST_OPENED_BYTES;
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw refuse(`it lacks ${name}`);
      if (entry.isEncrypted) throw refuse('it is encrypted');
      const packed = findPacked(bytes, entry);
      if (entry.method !== 0 && entry.method !== 8) throw refuse('it is packed in an unusual way');
      const opened = entry.method === 0 ? packed : await unpack(packed, 'deflate-raw', left);
      left -= opened.length;
      return opened;
    },
  };
}

function refuse(why: string) {
  return errorAt(
    'invalid-data',
    'data.csv',
    `expected a zip archive or spreadsheet that can be read, but ${why}`,
  );
}

function listEntries(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findDirectoryEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_SIZE > end || view.getUint32(at, true) !== CENTRAL)
      throw refuse('its directory is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at + CENTRAL_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength)),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      packedSize: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** Searched from the end of the file, since a comment of any text may follow. */
function findDirectoryEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw refuse('its end is missing: is the file whole?');
}

function findPacked(bytes: Uint8Array, { start, packedSize }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (start + LOCAL_SIZE > bytes.length) throw refuse('an entry lies outside the file');
  const begin = start + LOCAL_SIZE + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (begin + packedSize > bytes.length) throw refuse('an entry lies outside the file');
  return bytes.subarray(begin, begin + packedSize);
}
