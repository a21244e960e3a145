import Papa from 'papaparse';
import { looksNumeric, MISSING } from '../number-text.ts';
import { Dissector } from '../reading/anatomy.ts';
import { DELIMITERS, type Delimiter, type Separator } from './delimiter.ts';
import { closeUpQuotes, findQuote, type Quote, tabBlanks } from './quotes.ts';

const LINES_LOOKED_AT = 100;
/** So many characters hold them, unless the lines are very long. */
const TEXT_LOOKED_AT = 65_536;

/** Of commas between digits. */
const NEARLY_ALL = 0.9;
/** Prose has blanks between its words; a table of blanks is one mostly of numbers. */
const MOSTLY_NUMBERS = 0.5;

/** What stands between cells and around them. */
export interface Punctuation {
  readonly delimiter: Separator;
  readonly quote: Quote;
}

/** What the first lines look like with one separator. */
interface Look extends Punctuation {
  /** Share of the records that are as wide as most are. */
  readonly regular: number;
  /** Share of their cells, missing ones apart, that are numbers in some notation. */
  readonly numeric: number;
  readonly width: number;
}

/**
 * Finds what separates the cells: what makes the first lines equally wide, header line included; among equals, what
 * leaves more numbers, then more cells. Where nothing else separates anything, it is runs of blanks if they make all
 * lines equally wide and most cells numbers, and else a comma.
 *
 * @param hasDecimalComma whether numbers have decimal commas, so that a comma separates cells only if nothing else does
 */
export function findPunctuation(text: string, hasDecimalComma: boolean): Punctuation {
  const sample = takeSample(text);
  const looks = DELIMITERS.map((delimiter) => look(sample, delimiter)).filter(({ width }) => width > 1);
  const others = looks.filter(({ delimiter }) => delimiter !== ',');
  const byComma = looks.find(({ delimiter }) => delimiter === ',')?.regular ?? 0;
  const isDecimal =
    hasDecimalComma || (hasCommasInNumbers(sample) && others.some(({ regular }) => regular >= byComma));
  const [first = null, ...more] = isDecimal && others.length > 0 ? others : looks;
  if (first !== null) return more.reduce((best, each) => (isBetter(each, best) ? each : best), first);
  return lookForBlanks(sample) ?? { delimiter: ',', quote: findQuote(sample, ',') };
}

/** Whether commas stand between digits, as decimal commas do; names in a header may have others. */
function hasCommasInNumbers(sample: string): boolean {
  let [commas, decimal] = [0, 0];
  for (let at = sample.indexOf(','); at !== -1; at = sample.indexOf(',', at + 1)) {
    commas += 1;
    if (/^\d,\d$/.test(sample.slice(at - 1, at + 2))) decimal += 1;
  }
  return decimal >= NEARLY_ALL * commas;
}

/** The quotes of a text whose separator is known. */
export function findQuoteOf(text: string, delimiter: Delimiter): Quote {
  return findQuote(takeSample(text), delimiter);
}

/** The first lines; the last of them may be cut only if it is the first. */
function takeSample(text: string): string {
  if (text.length <= TEXT_LOOKED_AT) return text;
  const end = text.lastIndexOf('\n', TEXT_LOOKED_AT);
  return text.slice(0, end === -1 ? TEXT_LOOKED_AT : end);
}

function look(sample: string, delimiter: Delimiter): Look {
  const quote = findQuote(sample, delimiter);
  return measure(split(closeUpQuotes(sample, delimiter, quote), delimiter, quote), { delimiter, quote });
}

/** Runs of blanks as separators; null if they are none. R's write.table leaves its header line one cell short. */
function lookForBlanks(sample: string): Punctuation | null {
  const quote = sample.trimStart().startsWith("'") ? "'" : '"';
  const lines = split(tabBlanks(sample, quote), '\t', quote);
  const { width, numeric } = measure(lines, { delimiter: ' ', quote });
  const isRegular = lines.every(({ length }, r) => length === width || (r === 0 && length === width - 1));
  if (width < 2 || lines.length < 2 || !isRegular || numeric < MOSTLY_NUMBERS) return null;
  return { delimiter: ' ', quote };
}

function split(sample: string, delimiter: Delimiter, quoteChar: Quote): string[][] {
  const preview = LINES_LOOKED_AT;
  const options = { delimiter, newline: '\n', quoteChar, preview, skipEmptyLines: 'greedy' } as const;
  return Papa.parse<string[]>(sample, options).data;
}

function measure(lines: readonly (readonly string[])[], punctuation: Punctuation): Look {
  const width = findUsualWidth(lines);
  const usual = lines.filter((cells) => cells.length === width);
  const dissector = new Dissector();
  const cells = usual.flatMap((each) =>
    each.map((cell) => cell.trim()).filter((cell) => !MISSING.test(cell)),
  );
  const numbers = cells.filter((cell) => looksNumeric(cell) || dissector.dissect(cell) !== null);
  return {
    ...punctuation,
    regular: usual.length / Math.max(1, lines.length),
    numeric: numbers.length / Math.max(1, cells.length),
    width,
  };
}

function isBetter(a: Look, b: Look): boolean {
  if (a.regular !== b.regular) return a.regular > b.regular;
  return a.numeric === b.numeric ? a.width > b.width : a.numeric > b.numeric;
}

/** The width that most records have; the larger among equals. */
export function findUsualWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let [usual, most] = [1, 0];
  for (const [width, count] of counts) {
    if (count > most || (count === most && width > usual)) [usual, most] = [width, count];
  }
  return usual;
}
