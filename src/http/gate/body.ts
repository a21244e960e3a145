import type { Context, MiddlewareHandler } from 'hono';
import type { MemoryAdmission } from '../../admission/memory.ts';
import { MAX_CODE } from '../../check/limits.ts';
import { HttpError } from '../problem.ts';
import { readWork } from '../tasks/keep-until-done.ts';
import { readUnbroken } from './broken-off.ts';
import { refuseForNow } from './memory.ts';

/**
 * What reading takes at most for each byte of a body: the bytes, their text, and what is read from it. In JSON the
 * four characters `[1],` become an array of 56 bytes on Node; a form may hold JSON. A table in CSV never becomes
 * objects. By the smallest heap in which Node 24 plans 4 MiB: 12 to 20 for JSON, 2 to 8 for CSV; in which it judges
 * 4 MiB of losses: 10 to 14; in which it checks code: 44 for usual loops, 272 for `a+a+a`, of which every character
 * becomes a node. Of a loop no more is parsed than code may have; the rest are the pictures of a notebook.
 */
const BYTES_READ = { csv: 8, scores: 16, other: 20, loop: 280 };

/** What a body of so many bytes needs. */
function needOf(content: keyof typeof BYTES_READ, bytes: number): number {
  if (content !== 'loop') return BYTES_READ[content] * bytes;
  return BYTES_READ.loop * Math.min(bytes, MAX_CODE) + BYTES_READ.other * Math.max(0, bytes - MAX_CODE);
}

/** How many times as long as it may be a body is still received. */
const MOST_THROWN_AWAY = 4;

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
    if (length !== null && length > MOST_THROWN_AWAY * most) refuseLength(most);
    const account = memory.openText();
    const content = nameContent(c);
    let arrived = 0;
    // What says itself that it is too long is not held at all.
    const fits = length === null || length <= most;
    const hold = (bytes: number) => {
      const before = needOf(content, arrived);
      arrived += bytes;
      return fits && account.grow(needOf(content, arrived) - before);
    };
    try {
      if (length !== null && length <= Math.min(SHORT, most)) {
        if (!hold(length)) refuseForNow(c, memory);
      } else {
        const body = await readBytes(raw.body, { most, hold, release: account.close });
        if (!fits || body === 'too long') refuseLength(most);
        if (body === 'no room') refuseForNow(c, memory);
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

/** As `readRecipe` and `readCheckRequest` take them. */
function nameContent(c: Context): keyof typeof BYTES_READ {
  if (c.req.path.endsWith('/v1/check')) return 'loop';
  const isCsv = /^(text\/csv|application\/x-www-form-urlencoded)\s*(;|$)/i;
  if (!isCsv.test(c.req.header('content-type') ?? '')) return 'other';
  return c.req.path.endsWith('/v1/judge') ? 'scores' : 'csv';
}

interface ReadOptions {
  /** Bytes of a body. */
  readonly most: number;
  /** Called with the bytes that have just arrived; false where there is no room for them. */
  hold(arrived: number): boolean;
  /** Called once nothing of it is kept any more. */
  release(): void;
}

/**
 * Reads a stream to its end. What cannot be taken is read on, and thrown away, since a client that is still sending
 * would see its connection lost, and not the answer; what is far too long is cancelled.
 */
async function readBytes(
  stream: ReadableStream<Uint8Array>,
  { most, hold, release }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer> | 'too long' | 'no room'> {
  const pieces: Uint8Array[] = [];
  let [size, hasRoom] = [0, true];
  const reader = stream.getReader();
  for (;;) {
    const { done, value: piece } = await readUnbroken(reader.read());
    if (done) break;
    size += piece.length;
    if (hasRoom && size <= most && hold(piece.length)) pieces.push(piece);
    else if (hasRoom) {
      hasRoom = false;
      pieces.length = 0;
      release();
    }
    if (size > MOST_THROWN_AWAY * most) {
      await reader.cancel().catch(() => {});
      break;
    }
  }
  if (size > most) return 'too long';
  if (!hasRoom) return 'no room';
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
