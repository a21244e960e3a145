import type { NumberColumn, TextColumn } from '../data/columns.ts';
import type { DecimalMark } from '../data/number-text.ts';
import { judgingColumn } from '../data/reading/judge-column.ts';
import { type JudgeOptions, PLAIN } from '../data/reading/reading.ts';
import type { Cell, RawCell } from '../data/table.ts';
import { describeValue, errorAt, type Way } from '../errors.ts';
import type { Sliced } from '../sliced.ts';
import type { Model, ModelFeature } from './model.ts';

/** The cells of the column that a feature is read from, and how they are read. */
export interface FeatureCells {
  readonly cells: readonly RawCell[];
  placeOf(row: number): string;
  readonly missing: Model['missing'];
  readonly missingMarkers: ReadonlySet<string>;
  /** What the caller stated. */
  readonly decimal: DecimalMark | undefined;
  readonly allowUnseen: boolean;
  readonly isCsv: boolean;
}

/**
 * Reads the numbers of a feature in the notation of the training data, and plain ones. Where training saw nothing but 0
 * and 1, true and false are 1 and 0.
 *
 * @throws AbsumError `invalid-data` for a value that is missing, unless the model fills it in, and for one that is no
 *   such number
 */
export function* readingNumbers(
  { name, notation = PLAIN, binary }: Pick<ModelFeature, 'name' | 'notation' | 'binary'>,
  given: FeatureCells,
): Sliced<NumberColumn> {
  const cells = given.cells.map(binary === true ? readTruth : keepTruth);
  const { decimal, missingMarkers } = given;
  const judged = yield* judgingColumn(name, cells, { decimal, missingMarkers, notation });
  const { fault } = judged;
  if (fault !== null) {
    const ways = given.isCsv
      ? yield* findingDecimals(name, cells, { decimal, missingMarkers, notation })
      : [];
    throw errorAt('invalid-data', given.placeOf(fault.rows[0] ?? 0), fault.message, ways);
  }
  refuseMissing(judged.values, given);
  const values = Float64Array.from(judged.values, (value) => (value === null ? Number.NaN : Number(value)));
  return { kind: 'number', name, values };
}

/** True and false in any case as 1 and 0. */
function readTruth(cell: RawCell): Cell {
  if (typeof cell === 'boolean') return Number(cell);
  if (typeof cell !== 'string' || cell.length > 'false'.length) return cell;
  const truth = cell.toLowerCase();
  return truth === 'true' ? 1 : truth === 'false' ? 0 : cell;
}

/** True and false as the texts that they are, which are no numbers. */
function keepTruth(cell: RawCell): Cell {
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/** The decimal marks that a caller may state so that a column can be read; all else is decided by the model. */
function* findingDecimals(name: string, cells: readonly Cell[], options: JudgeOptions): Sliced<Way[]> {
  const ways: Way[] = [];
  for (const decimal of ['.', ','] as const) {
    if (decimal === options.decimal) continue;
    const { fault } = yield* judgingColumn(name, cells, { ...options, decimal });
    if (fault === null) ways.push({ decimal });
  }
  return ways;
}

/**
 * Reads the categories of a feature.
 *
 * @throws AbsumError `invalid-data` for a value that is missing, unless the model fills it in, and for a column in which
 *   training saw none of the texts
 */
export function* readingTexts(
  { name, columns }: Pick<ModelFeature, 'name' | 'columns'>,
  given: FeatureCells,
): Sliced<TextColumn> {
  const categories = new Set(columns.map(({ category }) => category));
  const truths = new Truths(categories);
  const cells = given.cells.map((cell) => (typeof cell === 'boolean' ? truths.ofBoolean(cell) : cell));
  const texts = yield* readingAsWritten(name, cells, given);
  const values = texts.map((text) => (text === null || categories.has(text) ? text : truths.ofText(text)));
  if (!given.allowUnseen) refuseUnseen(values, categories, given);
  return { kind: 'text', name, values };
}

/** Reads texts as they are written, but for missing values. */
export function* readingAsWritten(
  name: string,
  cells: readonly Cell[],
  given: FeatureCells,
): Sliced<(string | null)[]> {
  const { missingMarkers } = given;
  const { values } = yield* judgingColumn(name, cells, { missingMarkers, isCategory: true });
  refuseMissing(values, given);
  return values.map((value) => (value === null ? null : String(value)));
}

/** Which categories stand for true and false, which each program writes in its own way. */
class Truths {
  readonly #categories: ReadonlySet<string | null>;
  /** The only category that says so in any case. */
  readonly #alike: ReadonlyMap<string, string | undefined>;

  constructor(categories: ReadonlySet<string | null>) {
    this.#categories = categories;
    this.#alike = new Map(
      ['true', 'false'].map((truth) => {
        const alike = [...categories].filter((category) => category?.toLowerCase() === truth);
        return [truth, alike.length === 1 ? (alike[0] ?? undefined) : undefined];
      }),
    );
  }

  /** The category of a text that is none itself; the same text if there is none. */
  ofText(text: string): string {
    return text.length > 'false'.length ? text : (this.#alike.get(text.toLowerCase()) ?? text);
  }

  /** That of JSON's true or false; among texts, training reads them as 1 and 0. */
  ofBoolean(truth: boolean): string {
    const [text, digit] = [String(truth), String(Number(truth))];
    return this.#alike.get(text) ?? (this.#categories.has(digit) ? digit : text);
  }
}

const SHOWN = 3;

/** A whole column that training never saw is one that means something else, or is written in another way. */
function refuseUnseen(
  values: readonly (string | null)[],
  categories: ReadonlySet<string | null>,
  { placeOf }: FeatureCells,
): void {
  const first = values.findIndex((value) => value !== null);
  if (first === -1 || values.some((value) => value !== null && categories.has(value))) return;
  const got = new Set<string>();
  for (const value of values) {
    if (value !== null) got.add(value);
    if (got.size > SHOWN) break;
  }
  const known = [...categories].slice(0, SHOWN).map(describeValue);
  const more = categories.size > SHOWN ? ` or one of ${categories.size - SHOWN} more` : '';
  const shown = [...got].slice(0, SHOWN).map(describeValue);
  const message = `expected texts that training saw (${known.join(', ')}${more}), got only ${shown.join(', ')}${got.size > SHOWN ? ' and others' : ''}`;
  throw errorAt('invalid-data', placeOf(first), message, [{ allowUnseen: true }]);
}

function refuseMissing(values: readonly Cell[], { missing, placeOf }: FeatureCells): void {
  const row = missing === 'mean' ? -1 : values.indexOf(null);
  if (row === -1) return;
  const message = `the value is missing: the model was trained with missing "${missing}", and fills in no values`;
  throw errorAt('invalid-data', placeOf(row), message);
}
