import { gunzipSync } from 'node:zlib';

/** NULs in this share of the bytes at even, or at odd, places mean two bytes for each character. */
const MOSTLY_NULS = 0.4;
const BYTES_LOOKED_AT = 2000;

/**
 * The text of a file, for the look alone: unzipped, then by its mark, else UTF-16 if every other byte is NUL, else UTF-8, else
 * Windows-1252, which reads any bytes.
 */
export function decodeFile(bytes: Uint8Array): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return new TextDecoder(findEncoding(plain)).decode(plain);
}

function findEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, BYTES_LOOKED_AT);
  const nulsAt = (parity: number) => head.filter((byte, i) => byte === 0 && i % 2 === parity).length;
  if (nulsAt(1) > (MOSTLY_NULS * head.length) / 2) return 'utf-16le';
  if (nulsAt(0) > (MOSTLY_NULS * head.length) / 2) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
