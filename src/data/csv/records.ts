import Papa from 'papaparse';
import { errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { closeUpQuotes, doubleQuotes, escapesQuotes, tabBlanks } from './quotes.ts';
import type { Punctuation } from './separator.ts';

/**
 * Splits a text that `evenOut` gave into rows of cells, header included, blank lines at the end left out.
 *
 * @param above lines above the text, for places
 * @throws AbsumError `invalid-data` for quotes that do not fit
 */
export function* readingRecords(text: string, punctuation: Punctuation, above: number): Sliced<string[][]> {
  const { records, error } = yield* parsing(text, punctuation);
  if (error !== null) {
    const again = escapesQuotes(text) ? yield* parsing(doubleQuotes(text), punctuation) : null;
    if (again?.error === null) return dropBlankEnd(again.records);
    const { code, index } = error;
    const line = above + text.slice(0, index).split('\n').length;
    const fault =
      code === 'MissingQuotes'
        ? 'expected a closing quote, got the end of the text'
        : 'expected a separator after a closing quote, got more text (a quote inside quotes is written twice)';
    throw errorAt('invalid-data', `data.csv line ${line}`, fault);
  }
  return dropBlankEnd(records);
}

/** A text in which nothing but separators stands between cells and quotes. */
export function evenOut(text: string, { delimiter, quote }: Punctuation): string {
  if (delimiter !== ' ') return closeUpQuotes(text, delimiter, quote);
  return tabBlanks(text, quote);
}

/** Characters that are parsed at once: some milliseconds of work. */
const CHARACTERS_A_PIECE = 2 ** 17;
/** Parsing takes so many characters in the time of an item. */
const CHARACTERS_AN_ITEM = 4;

interface Parsed {
  readonly records: string[][];
  /** The first fault, with where it is in the text. */
  readonly error: { readonly code: string; readonly index: number } | null;
}

/** Parses piece by piece; each begins where the last whole record of the one before it ended. */
function* parsing(text: string, { delimiter, quote }: Punctuation): Sliced<Parsed> {
  const separator = delimiter === ' ' ? '\t' : delimiter;
  const parser = new Papa.Parser({ delimiter: separator, newline: '\n', quoteChar: quote });
  const records: string[][] = [];
  let [start, size] = [0, CHARACTERS_A_PIECE];
  for (;;) {
    const isLast = start + size >= text.length;
    const piece = text.slice(start, start + size);
    const { data, errors, meta } = parser.parse(piece, start, !isLast) as Papa.ParseResult<string[]>;
    if (errors.length > 0) {
      const [{ code, index = 0 }] = errors;
      return { records, error: { code, index: start + index } };
    }
    for (const cells of data) records.push(cells);
    if (isLast) return { records, error: null };
    // A record that is longer than the piece.
    if (meta.cursor === start) size *= 2;
    start = meta.cursor;
    yield piece.length / CHARACTERS_AN_ITEM;
  }
}

function dropBlankEnd(records: string[][]): string[][] {
  let end = records.length;
  while (end > 1 && records[end - 1].length === 1 && records[end - 1][0].trim() === '') end--;
  records.length = end;
  return records;
}

/** Takes out rows of nothing but separators, and the lines on which they are; returns those lines. */
export function dropEmptyRows(records: string[][], lines: number[]): number[] {
  const dropped: number[] = [];
  let kept = 0;
  for (let r = 0; r < records.length; r++) {
    const cells = records[r];
    if (r > 0 && cells.length > 1 && cells.every((cell) => cell === '')) dropped.push(lines[r]);
    else {
      records[kept] = cells;
      lines[kept] = lines[r];
      kept += 1;
    }
  }
  records.length = kept;
  lines.length = kept;
  return dropped;
}
