import type { Delimiter } from './delimiter.ts';

/** What stands around cells that hold separators. */
export type Quote = '"' | "'";

/** Single quotes are quotes where every name of the header line has them, and nothing has double ones. */
export function findQuote(line: string, delimiter: Delimiter): Quote {
  if (line.includes('"')) return '"';
  const names = line.split(delimiter);
  return names.length > 1 && names.every((name) => /^ *'[^']*' *$/.test(name)) ? "'" : '"';
}

/**
 * Leaves out blanks between a separator and a quote, on either side of a quoted cell, which would else be taken for a
 * part of an unquoted one. In time linear in the text.
 */
export function closeUpQuotes(text: string, delimiter: Delimiter, quote: Quote): string {
  if (!text.includes(` ${quote}`) && !text.includes(`${quote} `)) return text;
  const kept: string[] = [];
  let from = 0;
  // Where a cell begins; then whether it is quoted is known by its first character that is no blank.
  let at = 0;
  while (at < text.length) {
    let start = at;
    while (text[start] === ' ') start += 1;
    if (text[start] !== quote) {
      at = findEnd(text, start, delimiter) + 1;
      continue;
    }
    if (start > at) {
      kept.push(text.slice(from, at));
      from = start;
    }
    const closing = findClosing(text, start + 1, quote);
    let after = closing + 1;
    while (text[after] === ' ') after += 1;
    const isEnd = after >= text.length || text[after] === delimiter || text[after] === '\n';
    if (isEnd && after > closing + 1) {
      kept.push(text.slice(from, closing + 1));
      from = after;
    }
    at = findEnd(text, after, delimiter) + 1;
  }
  if (from === 0) return text;
  kept.push(text.slice(from));
  return kept.join('');
}

/** Where the separator or the line break is that ends an unquoted cell; the end of the text where there is none. */
function findEnd(text: string, from: number, delimiter: Delimiter): number {
  for (let at = from; at < text.length; at++) if (text[at] === delimiter || text[at] === '\n') return at;
  return text.length;
}

/** Where a quoted cell is closed; a quote inside is written twice. */
function findClosing(text: string, from: number, quote: Quote): number {
  let at = text.indexOf(quote, from);
  while (at !== -1 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at === -1 ? text.length : at;
}
