import { type AbsumError, errorAt } from '../../errors.ts';

/** The most that a packed file may open to: more than 2,000,000 cells take. */
export const MOST_OPENED_BYTES = 64 * 2 ** 20;

/**
 * Unpacks bytes, and stops as soon as more than allowed has come out: a kilobyte may hold gigabytes.
 *
 * @param format `gzip` with header and checksum, or what an entry of a zip archive holds
 * @param most bytes
 * @throws AbsumError `limit-exceeded`; `invalid-data` for bytes that are damaged
 */
export async function unpack(
  bytes: Uint8Array,
  format: 'gzip' | 'deflate-raw',
  most: number = MOST_OPENED_BYTES,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = pieceByPiece(bytes).pipeThrough(new DecompressionStream(format)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) {
        await reader.cancel().catch(() => {});
        throw refuseSize();
      }
      pieces.push(value);
    }
  } catch (error) {
    // What the stream throws differs from host to host, and names no place.
    if (size > most) throw error;
    throw errorAt(
      'invalid-data',
      'data.csv',
      'expected one gzip or zip archive, got one that is damaged, cut short or joined of several; unpack it first',
    );
  }
  const whole = new Uint8Array(size);
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

/** The error for what opens to more than is read. */
export function refuseSize(): AbsumError {
  return errorAt(
    'limit-exceeded',
    'data.csv',
    `expected at most ${MOST_OPENED_BYTES / 2 ** 20} MB once unpacked, got more: keep fewer rows or columns`,
  );
}

/** Small enough that what one piece unpacks to fits in memory: deflate makes at most 1032 of one byte. */
const PIECE = 16_384;

function pieceByPiece(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + PIECE)));
      at += PIECE;
    },
  });
}
