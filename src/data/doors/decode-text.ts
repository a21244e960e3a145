import { errorAt } from '../../errors.ts';

/**
 * The text of a CSV file's bytes: UTF-8, or UTF-16 of either byte order, each with its mark or without. NULs and the
 * Ctrl-Z with which DOS ended files are left out at the end.
 *
 * Linear in the length. UTF-16 without a mark is known by its zero bytes: separators, digits and line breaks have one
 * in every script.
 *
 * @throws AbsumError `invalid-data` with the line, for bytes of another encoding and for NULs within the text
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = findEncoding(bytes);
  const text = encoding === 'utf-8' ? decodeUtf8(bytes) : decodeUtf16(bytes, encoding);
  const clean = text.slice(0, findEnd(text));
  const nul = clean.indexOf('\0');
  if (nul !== -1) throw refuse(lineAt(clean, nul), 'expected text, got a NUL character: is it a text file?');
  return clean;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes that tell one encoding from another. */
const SAMPLE = 65_536;

function findEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  let [units, low, high] = [0, 0, 0];
  for (let at = 0; at + 1 < Math.min(bytes.length, SAMPLE); at += 2) {
    const [first, second] = [bytes[at] === 0, bytes[at + 1] === 0];
    // NULs fill files up in every encoding.
    if (first && second) continue;
    units += 1;
    if (second) low += 1;
    if (first) high += 1;
  }
  // Of a table in a script without Latin letters, a quarter of the units still are separators and digits.
  if (4 * low > units && 16 * high <= low) return 'utf-16le';
  return 4 * high > units && 16 * low <= high ? 'utf-16be' : 'utf-8';
}

/** The types of workerd want both. */
const STRICT = { fatal: true, ignoreBOM: false };

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', STRICT).decode(bytes);
  } catch {
    const at = findInvalid(bytes);
    throw refuse(
      countLines(bytes, at),
      `expected UTF-8, got ${describeBytes(bytes, at)}; save it as "CSV UTF-8"`,
    );
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  // Not every host has a decoder of the other byte order.
  const ordered = encoding === 'utf-16le' ? bytes : swapPairs(bytes);
  // NULs at the end may leave half a unit.
  const whole = ordered.length % 2 === 1 && ordered.at(-1) === 0 ? ordered.subarray(0, -1) : ordered;
  try {
    return new TextDecoder('utf-16le', STRICT).decode(whole);
  } catch {
    const name = encoding === 'utf-16le' ? 'UTF-16 LE' : 'UTF-16 BE';
    throw errorAt(
      'invalid-data',
      'data.csv',
      `expected text, got damaged ${name}; save it again as "CSV UTF-8"`,
    );
  }
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) swapped[at] = bytes[at ^ 1] ?? bytes[at];
  return swapped;
}

/** Where the NULs and Ctrl-Zs at the end of a text begin. */
function findEnd(text: string): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\0' || text[end - 1] === '\x1a')) end -= 1;
  return end;
}

/** The place of the first byte that begins no character of UTF-8, or that a character lacks. */
function findInvalid(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes[at]);
    for (let next = 1; next < length; next++) if ((bytes[at + next] & 0xc0) !== 0x80) return at;
    if (length === 0) return at;
    at += length;
  }
  // Overlong forms and halves of surrogate pairs; no one writes them by mistake.
  return 0;
}

/** How many bytes a character has that begins with this one; 0 where none does. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** How many bytes around the first that is wrong are looked at. */
const AROUND = 12;

/** Names the encoding that bytes are likely to be in, and shows how they read in it. */
function describeBytes(bytes: Uint8Array, at: number): string {
  if (hasOtherScript(bytes)) {
    return 'bytes of another encoding, likely one of a Cyrillic, Greek or Asian script such as Windows-1251, GB18030 or Shift_JIS';
  }
  let start = at;
  while (start > 0 && at - start < AROUND && bytes[start - 1] > 0x20) start -= 1;
  let end = at + 1;
  while (end < bytes.length && end - at < AROUND && bytes[end] > 0x20) end += 1;
  const shown = new TextDecoder('windows-1252').decode(bytes.subarray(start, end));
  return `bytes of another encoding, likely Windows-1252 (Latin-1), where they read ${JSON.stringify(shown)}`;
}

/** Where a script is Latin, letters of ASCII outnumber the others. */
function hasOtherScript(bytes: Uint8Array): boolean {
  let [high, letters] = [0, 0];
  for (const byte of bytes.subarray(0, SAMPLE)) {
    if (byte >= 0x80) high += 1;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
  }
  return high > letters;
}

function countLines(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) line += 1;
  return line;
}

function lineAt(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function refuse(line: number, message: string) {
  return errorAt('invalid-data', `data.csv line ${line}`, message);
}
