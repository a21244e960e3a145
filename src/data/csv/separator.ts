import Papa from 'papaparse';
import { looksNumeric } from '../number-text.ts';
import { DELIMITERS, type Delimiter } from './delimiter.ts';
import type { Quote } from './quotes.ts';

const LINES_LOOKED_AT = 100;
/** So many characters hold them, unless the lines are very long. */
const TEXT_LOOKED_AT = 65_536;

/** What the first lines look like with one separator. */
interface Look {
  readonly delimiter: Delimiter;
  /** Share of the records that are as wide as most are. */
  readonly regular: number;
  /** Share of their cells that are numbers. */
  readonly numeric: number;
  readonly width: number;
}

/**
 * Finds what separates the cells: what makes the first lines equally wide, header line included; among equals, what
 * leaves more numbers, then more cells. A comma where nothing separates anything.
 *
 * @param hasDecimalComma whether numbers have decimal commas, so that a comma separates cells only if nothing else does
 */
export function findSeparator(text: string, quoteChar: Quote, hasDecimalComma: boolean): Delimiter {
  const sample = takeSample(text);
  const looks = DELIMITERS.map((delimiter) => look(sample, delimiter, quoteChar)).filter(
    ({ width }) => width > 1,
  );
  const others = looks.filter(({ delimiter }) => delimiter !== ',');
  const [first = null, ...more] = hasDecimalComma && others.length > 0 ? others : looks;
  if (first === null) return ',';
  return more.reduce((best, each) => (isBetter(each, best) ? each : best), first).delimiter;
}

/** The first lines; the last of them may be cut only if it is the first. */
function takeSample(text: string): string {
  if (text.length <= TEXT_LOOKED_AT) return text;
  const end = text.lastIndexOf('\n', TEXT_LOOKED_AT);
  return text.slice(0, end === -1 ? TEXT_LOOKED_AT : end);
}

function look(sample: string, delimiter: Delimiter, quoteChar: Quote): Look {
  const { data } = Papa.parse<string[]>(sample, {
    delimiter,
    newline: '\n',
    quoteChar,
    preview: LINES_LOOKED_AT,
    skipEmptyLines: 'greedy',
  });
  const width = findUsualWidth(data);
  const usual = data.filter((cells) => cells.length === width);
  const cells = usual.flat();
  return {
    delimiter,
    regular: usual.length / Math.max(1, data.length),
    numeric: cells.filter((cell) => looksNumeric(cell.trim())).length / Math.max(1, cells.length),
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
