import { DamagedError } from './thrift.ts';

/** A stretch of a page. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Checks the runs of the hybrid of run lengths and packed bits (parquet-format, "RLE/Bit-Packing Hybrid"): each run
 * leads on, and together they hold as many values as are expected. The library would write a run of 2^31 values into
 * memory, however few belong to the page.
 *
 * @param width bits of a value
 * @param count of the values
 * @returns how many of the values are 1, where they have one bit
 */
export function checkRuns(page: Uint8Array, { start, end }: Stretch, width: number, count: number): number {
  if (width > 32 || end > page.length) throw new DamagedError('a run lies outside its page');
  let [at, seen, ones] = [start, 0, 0];
  while (seen < count) {
    const run = readHead(page, at, end);
    at = run.next;
    const left = count - seen;
    // Packed values come by eights.
    if (run.values === 0 || run.values > (run.isPacked ? left + 7 : left)) {
      throw new DamagedError('a run has more values than its page');
    }
    const values = Math.min(left, run.values);
    if (width === 1) ones += countOnes(page, at, values, run.isPacked);
    at += run.isPacked ? (run.values / 8) * width : Math.ceil(width / 8);
    seen += values;
  }
  return ones;
}

function readHead(page: Uint8Array, start: number, end: number) {
  let [value, scale, at] = [0, 1, start];
  for (;;) {
    if (at >= end || at - start > 4) throw new DamagedError('a run ends too soon');
    const byte = page[at];
    at += 1;
    value += (byte & 127) * scale;
    if (byte < 128) break;
    scale *= 128;
  }
  const [isPacked, size] = [value % 2 === 1, Math.floor(value / 2)];
  return { next: at, isPacked, values: isPacked ? 8 * size : size };
}

function countOnes(page: Uint8Array, at: number, values: number, isPacked: boolean): number {
  if (!isPacked) return page[at] === 1 ? values : 0;
  let ones = 0;
  for (let i = 0; i < values; i++) ones += (page[at + (i >> 3)] >> (i & 7)) & 1;
  return ones;
}
