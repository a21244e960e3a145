/** RFC 4648 in lower case; the last of 26 digits holds three bits, so its two lowest are 0. */
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
const ID = /^[a-z2-7]{25}[aeimquy4]$/;
const BYTES = 16;

export function isSweepId(text: string): boolean {
  return ID.test(text);
}

/** An id that no one can guess: 128 random bits in 26 characters. */
export function drawSweepId(): string {
  return writeBase32(crypto.getRandomValues(new Uint8Array(BYTES)));
}

/**
 * The same digest, which can serve as an id, for the same texts, and only for these in this order. Anyone who knows
 * them all can derive it.
 */
export async function deriveSweepId(...texts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return writeBase32(new Uint8Array(digest, 0, BYTES));
}

function writeBase32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += DIGITS[(held >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + DIGITS[(held << (5 - bits)) & 31];
}
