import type { Delimiter } from './delimiter.ts';

/** What stands around cells that hold separators. */
export type Quote = '"' | "'";

const BLANK = 32;
const LINE_BREAK = 10;

/**
 * Single quotes are quotes where some cell begins with one, each such cell is closed by another on its line, and no cell
 * begins with a double one. In time linear in the text, which may be the first lines alone.
 */
export function findQuote(text: string, delimiter: Delimiter): Quote {
  let found: Quote = '"';
  for (let at = 0; at < text.length; ) {
    const start = skipBlanks(text, at);
    if (text[start] === '"') return '"';
    let from = start;
    if (text[start] === "'") {
      const closing = findClosing(text, start + 1, "'");
      from = skipBlanks(text, closing + 1);
      if (closing === text.length || !endsCell(text, from, delimiter)) return '"';
      if (text.slice(start, closing).includes('\n')) return '"';
      found = "'";
    }
    at = findEnd(text, from, delimiter) + 1;
  }
  return found;
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
    const start = skipBlanks(text, at);
    if (text[start] !== quote) {
      at = findEnd(text, start, delimiter) + 1;
      continue;
    }
    if (start > at) {
      kept.push(text.slice(from, at));
      from = start;
    }
    const closing = findClosing(text, start + 1, quote);
    const after = skipBlanks(text, closing + 1);
    if (endsCell(text, after, delimiter) && after > closing + 1) {
      kept.push(text.slice(from, closing + 1));
      from = after;
    }
    at = findEnd(text, after, delimiter) + 1;
  }
  if (from === 0) return text;
  kept.push(text.slice(from));
  return kept.join('');
}

/** Whether a text may have quotes inside quotes as R's write.table writes them by default: `"2 \"sticks\""`. */
export function escapesQuotes(text: string): boolean {
  return text.includes('\\"');
}

/** Writes such quotes twice, as everyone else does. */
export function doubleQuotes(text: string): string {
  return text.replaceAll('\\"', '""');
}

/** Puts a tab in the place of each run of blanks between cells, and leaves out those around a line. */
export function tabBlanks(text: string, quote: Quote): string {
  if (!text.includes(quote)) {
    const lines = text.split('\n').map((line) => line.trim().replace(/[ \t]+/g, '\t'));
    return lines.join('\n');
  }
  const kept: string[] = [];
  let at = skipBlanksAndTabs(text, 0);
  while (at < text.length) {
    const end = text[at] === quote ? findClosing(text, at + 1, quote) + 1 : findBlank(text, at);
    kept.push(text.slice(at, end));
    const next = skipBlanksAndTabs(text, end);
    const isEnd = next >= text.length || text[next] === '\n';
    if (!isEnd && next > end) kept.push('\t');
    at = next;
    while (text[at] === '\n') {
      kept.push('\n');
      at = skipBlanksAndTabs(text, at + 1);
    }
  }
  return kept.join('');
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === BLANK) at += 1;
  return at;
}

function skipBlanksAndTabs(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** Where the blank or the line break is that ends a cell. */
function findBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ' ' && text[at] !== '\t' && text[at] !== '\n') at += 1;
  return at;
}

function endsCell(text: string, at: number, delimiter: Delimiter): boolean {
  return at >= text.length || text[at] === delimiter || text[at] === '\n';
}

/** Where the separator or the line break is that ends an unquoted cell; the end of the text where there is none. */
function findEnd(text: string, from: number, delimiter: Delimiter): number {
  const separator = delimiter.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LINE_BREAK) return at;
  }
  return text.length;
}

/** Where a quoted cell is closed; a quote inside is written twice. */
function findClosing(text: string, from: number, quote: Quote): number {
  let at = text.indexOf(quote, from);
  while (at !== -1 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at === -1 ? text.length : at;
}
