/**
 * A name for a text that others hardly share: its length and 64 bits of a hash (two lanes of FNV-1a with a final mixing).
 * `crypto.subtle` would do better, but is not there where the page came over plain HTTP.
 */
export function hashText(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15);
  }
  return [text.length, mix(a), mix(b ^ a)].map((part) => part.toString(36)).join('-');
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
