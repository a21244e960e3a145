import { decompress } from 'fzstd';
import { type Compressors, snappyUncompress } from 'hyparquet';
import { DamagedError } from './thrift.ts';

/** What the library lacks of the codecs that are read. */
export const COMPRESSORS: Compressors = { ZSTD: (input, size) => decompress(input, new Uint8Array(size)) };
const CODECS: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'ZSTD'];

/** Whether pages packed so are read. */
export function isRead(codec: string): boolean {
  return CODECS.includes(codec);
}

/** Unpacks a page of a codec that is read, into as much memory as it says. @throws Error for damaged pages */
export function openPage(packed: Uint8Array, codec: string, size: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  if (codec === 'ZSTD') return decompress(packed, new Uint8Array(size));
  checkSnappy(packed);
  const page = new Uint8Array(size);
  snappyUncompress(packed, page);
  return page;
}

/** Literals of a length that four bytes say, as no writer writes them, since blocks have 64 KiB at most. */
const LONGEST_LITERAL = 63;

/** Checks that every element of a snappy stream leads on: the library goes back for lengths of 2 GiB, without end. */
function checkSnappy(packed: Uint8Array): void {
  let at = 0;
  while (packed[at] >= 0x80) at += 1;
  at += 1;
  while (at < packed.length) {
    const [kind, length] = [packed[at] & 3, packed[at] >>> 2];
    if (kind !== 0) at += kind === 3 ? 5 : kind + 1;
    else if (length === LONGEST_LITERAL) throw new DamagedError('a page has a literal without end');
    else {
      const bytes = Math.max(0, length - 59);
      let literal = bytes === 0 ? length : 0;
      for (let i = bytes; i > 0; i--) literal = literal * 256 + packed[at + i];
      at += 2 + bytes + literal;
    }
  }
}
