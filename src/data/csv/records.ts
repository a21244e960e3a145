import Papa from 'papaparse';
import { errorAt } from '../../errors.ts';
import { closeUpQuotes, doubleQuotes, escapesQuotes, tabBlanks } from './quotes.ts';
import type { Punctuation } from './separator.ts';

/**
 * Splits a text that `evenOut` gave into rows of cells, header included, blank lines at the end left out.
 *
 * @param above lines above the text, for places
 * @throws AbsumError `invalid-data` for quotes that do not fit
 */
export function readRecords(text: string, punctuation: Punctuation, above: number): string[][] {
  const { data, errors } = parse(text, punctuation);
  if (errors.length > 0) {
    const again = escapesQuotes(text) ? parse(doubleQuotes(text), punctuation) : null;
    if (again?.errors.length === 0) return dropBlankEnd(again.data);
    const { code, index } = errors[0];
    const line = above + text.slice(0, index ?? 0).split('\n').length;
    const fault =
      code === 'MissingQuotes'
        ? 'expected a closing quote, got the end of the text'
        : 'expected a separator after a closing quote, got more text (a quote inside quotes is written twice)';
    throw errorAt('invalid-data', `data.csv line ${line}`, fault);
  }
  return dropBlankEnd(data);
}

/** A text in which nothing but separators stands between cells and quotes. */
export function evenOut(text: string, { delimiter, quote }: Punctuation): string {
  if (delimiter !== ' ') return closeUpQuotes(text, delimiter, quote);
  return tabBlanks(text, quote);
}

function parse(text: string, { delimiter, quote }: Punctuation) {
  const separator = delimiter === ' ' ? '\t' : delimiter;
  return Papa.parse<string[]>(text, { delimiter: separator, newline: '\n', quoteChar: quote });
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
