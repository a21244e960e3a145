import type { Context, MiddlewareHandler } from 'hono';
import type { MemoryAdmission } from '../../admission/memory.ts';
import { HttpError } from '../problem.ts';
import { readWork } from '../tasks/keep-until-done.ts';
import { readUnbroken } from './broken-off.ts';
import { refuseForNow } from './memory.ts';

/**
 * What reading takes at most for each byte of a body: the bytes, their text, and what is read from it. In JSON the
 * four characters `[1],` become an array of 56 bytes on Node; a form may hold JSON. A table in CSV never becomes
 * objects. By the smallest heap in which Node 24 plans 4 MiB: 12 to 20 for JSON, 2 to 8 for CSV.
 */
const BYTES_READ = { csv: 8, other: 20 };

/** A body of a stated length up to this is counted by it, and left for the route to read. */
const SHORT = 65_536;

/**
 * Receives bodies, refusing those that are too long, and those for which there is no memory. Bytes are counted as
 * they arrive, since others could take all memory by a promise of bytes that they never send. They are held until
 * the request has been answered, and the work that it asked for has ended.
 *
 * @param most bytes of a body
 */
export function receiveBody(memory: MemoryAdmission, most: number): MiddlewareHandler {
  return async (c, next) => {
    const { raw } = c.req;
    if (raw.body === null) return next();
    const length = readLength(c);
    if (length !== null && length > most) refuseLength(most);
    const account = memory.openText();
    const factor = BYTES_READ[hasCsv(c) ? 'csv' : 'other'];
    const hold = (bytes: number) => {
      if (!account.grow(factor * bytes)) refuseForNow(c, memory);
    };
    try {
      if (length !== null && length <= SHORT) hold(length);
      else {
        const body = await readBytes(raw.body, (size, arrived) => {
          if (size > most) refuseLength(most);
          hold(arrived);
        });
        c.req.raw = new Request(raw, { body, signal: raw.signal });
      }
      await next();
    } finally {
      const work = readWork(c);
      if (work === undefined) account.close();
      else void work.finally(() => account.close());
    }
  };
}

/** As `readRecipe` takes them. */
function hasCsv(c: Context): boolean {
  return /^(text\/csv|application\/x-www-form-urlencoded)\s*(;|$)/i.test(c.req.header('content-type') ?? '');
}

/**
 * Reads a stream to its end.
 *
 * @param onArrival called with the bytes so far and those that have just arrived; if it throws, the stream is
 *   cancelled
 */
async function readBytes(
  stream: ReadableStream<Uint8Array>,
  onArrival: (size: number, arrived: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value: piece } = await readUnbroken(reader.read());
    if (done) break;
    size += piece.length;
    try {
      onArrival(size, piece.length);
    } catch (refusal) {
      await reader.cancel().catch(() => {});
      throw refusal;
    }
    pieces.push(piece);
  }
  const bytes = new Uint8Array(size);
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}

/** The length of the body where the request states it; with a transfer encoding it cannot. */
function readLength(c: Context): number | null {
  const header = c.req.header('content-length');
  if (c.req.header('transfer-encoding') !== undefined) return null;
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

function refuseLength(most: number): never {
  throw new HttpError(
    'body-too-large',
    `expected at most ${most} bytes, got more: send fewer rows or columns`,
  );
}
