import { mixBits } from './random.ts';

/**
 * Writes the dropout mask of one layer in one step: 0 with probability `rate`, else 1 / (1 - rate)
 * (inverted scaling, so that evaluation needs no factor).
 *
 * Only a hash of the key and the element's place decides each element, never the elements before it: an
 * engine may arrange or vectorise the layer as it likes and still drop the same units.
 *
 * @param mask output, [rows, units], row-major
 * @param key 32 bits that identify the trial's dropout stream, epoch, step and layer (`deriveKey`)
 * @param rate in [0, 1)
 */
export function fillDropoutMask(mask: Float32Array, key: number, rate: number): void {
  const dropBelow = Math.round(rate * 2 ** 24);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) {
    const bits = mixBits(Math.imul(i + 1, 0x9e3779b1) + key) >>> 8;
    mask[i] = bits < dropBelow ? 0 : kept;
  }
}

/** The key of one part of what `key` identifies: of one step in an epoch, or of one layer in a step. */
export function dropoutKey(key: number, part: number): number {
  return mixBits((Math.imul(key, 0x9e3779b1) + part + 1) | 0);
}
