import { describeValue, errorAt } from '../../errors.ts';
import { DELIMITERS, type Delimiter, isDelimiter } from './delimiter.ts';

/** What stands above the table, as far as its lines say so themselves. */
export interface Above {
  /** What a first line such as `sep=;` says. */
  readonly delimiter: Delimiter | null;
  /** Lines to leave out: that one, comments and blank ones. */
  readonly lines: number;
  /** Where the text goes on after them. */
  readonly start: number;
}

const SEPARATOR_LINE = /^"?sep=(.*?)"?$/i;
/** A line with more than its mark; a header may begin with a mark too, but is then no line of words. */
const COMMENT = /^\s*(?:#|\/\/|%)/;

/**
 * Looks at the first lines of a text: `sep=;`, comments, blank lines.
 *
 * @throws AbsumError `invalid-data` for a separator that is none
 */
export function lookAbove(text: string): Above {
  let delimiter: Delimiter | null = null;
  let [start, lines] = [0, 0];
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const line = text.slice(start, Math.min(end, start + 1000)).trim();
    const named = lines === 0 ? SEPARATOR_LINE.exec(line)?.[1] : undefined;
    if (named !== undefined) delimiter = readSeparator(named === '' ? '\t' : named);
    else if (line !== '' && !COMMENT.test(line)) break;
    start = end + 1;
    lines += 1;
  }
  return { delimiter, lines, start: Math.min(start, text.length) };
}

function readSeparator(named: string): Delimiter {
  if (isDelimiter(named)) return named;
  const known = DELIMITERS.map((each) => JSON.stringify(each)).join(', ');
  throw errorAt(
    'invalid-data',
    'data.csv line 1',
    `expected one of ${known} after "sep=", got ${describeValue(named)}`,
  );
}
