import type { Sliced } from '../../sliced.ts';
import { MAX_CATEGORIES } from '../columns.ts';
import type { DecimalMark } from '../number-text.ts';
import type { Cell } from '../table.ts';
import { chooseAffixes, isCurrency, isSureAffix, writesThousandsByComma } from './affixes.ts';
import { findingLeadingZeros, keepingTexts, takeSamples } from './cells.ts';
import { type Conversion, converting } from './convert.ts';
import { parseDates } from './dates.ts';
import { areNearlyConstant, countingDistinct } from './distinct.ts';
import {
  type FaultyColumn,
  faultOfAffixes,
  faultOfCategories,
  faultOfHuge,
  faultOfIdentifier,
  faultOfInfinities,
  faultOfMarks,
  faultOfStrays,
} from './faults.ts';
import { Looker, listNumbers } from './look.ts';
import { judgeMarks, MarkClues } from './marks.ts';
import {
  type ColumnFault,
  type ColumnReading,
  type JudgedColumn,
  type JudgeOptions,
  MOST_COUNTED,
  type Notation,
  PLAIN,
} from './reading.ts';
import { type NumberGroup, type Survey, surveying } from './survey.ts';

/** Networks compute in float32. */
const MAX_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;
/** A column with at least so many values, and different texts in at least so many of them, identifies rows. */
const MIN_VALUES_TO_IDENTIFY = 20;
const NEARLY_UNIQUE = 0.9;

/**
 * Judges what the cells of one column hold, and converts them: by the whole column, never cell by cell.
 *
 * It is of numbers if at least half of its values are, in one notation; what else is in it is then a fault. A mark or
 * unit that can be read in two ways is a fault, too. The time is linear in the cells, and no text is looked into that
 * is too long to be a number.
 */
export function* judgingColumn(
  name: string,
  cells: readonly Cell[],
  options: JudgeOptions = {},
): Sliced<JudgedColumn> {
  const markers = options.missingMarkers ?? new Set<string>();
  const looker = new Looker(markers);
  const { decimal } = options;
  const survey = yield* surveying(cells, looker, { decimal, missingNumbers: listNumbers(markers) });
  const column: Judged = { name, cells, present: cells.length - survey.missing, survey, looker };
  const judged = yield* judge(column, options);
  return { ...judged, samples: takeSamples(cells, looker) };
}

/** One for all columns, of which there may be many. */
const NONE: readonly string[] = [];

interface Judged extends FaultyColumn {
  readonly survey: Survey;
  readonly looker: Looker;
}

type Outcome = Omit<JudgedColumn, 'samples'>;

function* judge(column: Judged, options: JudgeOptions): Sliced<Outcome> {
  const { survey, present } = column;
  if (present === 0) return describe(column, { reading: 'empty', values: survey.values });
  if (options.isCategory === true) return yield* readTexts(column, true);
  if (options.notation !== undefined) return yield* readByNotation(column, options.notation, options.decimal);
  const groups = chooseAffixes([...survey.groups.values()]);
  const numbers = groups.reduce((sum, { count }) => sum + count, 0);
  if (!isNumeric(survey, numbers, present)) return yield* readTexts(column, false);
  return yield* readNumbers(column, groups, options);
}

/** Whether a column is one of numbers, and what else is in it a fault. */
function isNumeric({ counts }: Survey, numbers: number, present: number): boolean {
  const measured = numbers + counts.infinite + (numbers > 0 ? counts.censored : 0);
  if (measured === 0) return false;
  return 2 * measured >= present || measured + counts.marker === present;
}

function* readNumbers(
  column: Judged,
  groups: readonly NumberGroup[],
  options: JudgeOptions,
): Sliced<Outcome> {
  const { prefix, suffix, clues } = groups[0] ?? { ...PLAIN, clues: new MarkClues() };
  const verdict = judgeMarks(clues, {
    decimal: options.decimal,
    separator: options.separator,
    currency: isCurrency(prefix) || isCurrency(suffix),
    currencyWithComma: writesThousandsByComma(prefix) || writesThousandsByComma(suffix),
  });
  const notation = { decimal: verdict.decimal, thousands: verdict.thousands, prefix, suffix };
  const stated = options.decimal !== undefined;
  const read = yield* converting(column.cells, column.survey, column.looker, {
    notation,
    alsoBare: false,
    stated,
  });
  const outcome = yield* describeNumbers(column, read, notation);
  if (groups.length > 1) return { ...outcome, fault: faultOfAffixes(column, takeExamples(groups)) };
  const fault = faultOfMarks(column, verdict, options.decimal) ?? findStrays(column, read);
  // Whoever takes it all the same, as classes, takes texts as they are written.
  if (read.texts > 0) return { ...outcome, values: yield* keepingTexts(column.cells, column.survey), fault };
  // Of one number, the meaning of a mark makes no difference.
  return { ...outcome, fault: outcome.reading.reading === 'constant' && read.texts === 0 ? null : fault };
}

/** The first number of each of the two most frequent kinds. */
function takeExamples(groups: readonly NumberGroup[]): number[] {
  return [...groups]
    .sort((a, b) => b.count - a.count)
    .slice(0, 2)
    .map(({ row }) => row);
}

/** Reads numbers as a model's training data were written; the decimal mark that a user states takes precedence. */
function* readByNotation(
  column: Judged,
  trained: Notation,
  stated: DecimalMark | undefined,
): Sliced<Outcome> {
  const notation = stated === undefined ? trained : restate(trained, stated);
  const read = yield* converting(column.cells, column.survey, column.looker, {
    notation,
    alsoBare: true,
    stated: stated !== undefined,
  });
  const outcome = yield* describeNumbers(column, read, notation);
  const verdict = {
    ...notation,
    ...(read.open !== -1 && { open: { mark: '.' as const, rows: [read.open] } }),
    ...(read.contrary.length > 0 && { contrary: read.contrary }),
  };
  return { ...outcome, fault: faultOfMarks(column, verdict, stated) ?? findStrays(column, read) };
}

/** The notation with another decimal mark; the mark that is not it may then stand between thousands. */
function restate({ thousands, ...notation }: Notation, decimal: DecimalMark): Notation {
  const blank = thousands === ' ' || thousands === "'";
  return { ...notation, decimal, thousands: blank ? thousands : decimal === ',' ? '.' : ',' };
}

function findStrays(column: Judged, read: Conversion): ColumnFault | null {
  if (read.texts > 0) return faultOfStrays(column, read);
  if (read.infinite.length > 0) return faultOfInfinities(column, read.infinite);
  const huge = read.values.findIndex((value) => typeof value === 'number' && Math.abs(value) > MAX_FLOAT32);
  return huge === -1 ? null : faultOfHuge(column, huge);
}

function* describeNumbers(column: Judged, read: Conversion, notation: Notation): Sliced<Outcome> {
  const { values, numbers, notated, texts, removed } = read;
  const distinct = yield* countingDistinct(values, MOST_COUNTED);
  const constant = texts === 0 && (distinct.count < 2 || areNearlyConstant(values));
  const { decimal, thousands, prefix, suffix } = notation;
  const isPlain = decimal === '.' && thousands === '' && prefix === '' && suffix === '';
  const zeros = yield* findingLeadingZeros(column.cells);
  return describe(column, {
    reading: constant && read.infinite.length === 0 ? 'constant' : 'number',
    values,
    numbers,
    notated,
    texts,
    distinct: distinct.count,
    removed,
    ...(!isPlain && { notation }),
    ...(zeros && { leadingZeros: true as const }),
  });
}

/** Reads every cell as the text that it is. */
function* readTexts(column: Judged, isCategory: boolean): Sliced<Outcome> {
  const { cells, survey, present } = column;
  const values = yield* keepingTexts(cells, survey);
  const distinct = yield* countingDistinct(values, MOST_COUNTED);
  const groups = [...survey.groups];
  const numbers = survey.groups.get('')?.count ?? 0;
  const notated = groups
    .filter(([, { prefix, suffix }]) => isSureAffix(prefix, suffix))
    .reduce((sum, [key, { count }]) => (key === '' ? sum : sum + count), 0);
  const facts = { values, numbers, notated, texts: present - numbers - notated, distinct: distinct.count };
  if (distinct.count < 2) return describe(column, { ...facts, reading: 'constant' });
  if (!isCategory) {
    if (numbers + notated === 0 && parseDates(values) !== null) {
      return describe(column, { ...facts, reading: 'date' });
    }
    if (present >= MIN_VALUES_TO_IDENTIFY && distinct.count >= NEARLY_UNIQUE * distinct.seen) {
      const count = distinct.count < MOST_COUNTED ? String(distinct.count) : `more than ${MAX_CATEGORIES}`;
      const fault = faultOfIdentifier(column, count);
      return { ...describe(column, { ...facts, reading: 'identifier' }), fault };
    }
  }
  const outcome = describe(column, { ...facts, reading: 'category' });
  if (distinct.count < MOST_COUNTED) return outcome;
  return { ...outcome, fault: faultOfCategories(column, MAX_CATEGORIES) };
}

function describe(
  { name, survey }: Judged,
  facts: Partial<ColumnReading> & Pick<ColumnReading, 'reading'> & { readonly values: Cell[] },
): Outcome {
  const { values, ...given } = facts;
  const { missing, missingAs } = survey;
  const none = { numbers: 0, notated: 0, texts: 0, distinct: 0, removed: NONE };
  const writings = missing === 0 ? NONE : [...missingAs];
  return { reading: { name, ...none, missing, missingAs: writings, ...given }, values, fault: null };
}
