import type { NumberColumn } from '../data/columns.ts';
import type { DateOrder, DatePart, DateSource } from '../data/reading/date-parts.ts';
import { takeParts } from '../data/reading/dates.ts';
import { readDates } from '../data/reading/take-dates.ts';
import { errorAt } from '../errors.ts';
import type { Sliced } from '../sliced.ts';
import { type FeatureCells, readingAsWritten } from './read-feature.ts';

/** Parts that a date without a day does not have. */
const OF_DAYS: readonly DatePart[] = ['weekday', 'days'];

/** The dates of one column. */
interface ReadColumn {
  /** How the rows write them. */
  readonly order: DateOrder;
  readonly days: Float64Array;
}

/** Reads features that were taken of dates; the dates of a column once, though several features are taken of them. */
export class DateReader {
  readonly #columns = new Map<string, ReadColumn>();

  /**
   * Reads one feature.
   *
   * @throws AbsumError `invalid-data` for a value that is missing, unless the model fills it in; for what are no dates, or
   *   are written in another order; for dates without a day, if those of training had one and the feature needs it
   */
  *reading(
    name: string,
    { column, part, order: trained }: DateSource,
    given: FeatureCells,
  ): Sliced<NumberColumn> {
    const { order, days } = this.#columns.get(column) ?? (yield* readingColumn(column, trained, given));
    this.#columns.set(column, { order, days });
    if (OF_DAYS.includes(part) && trained.includes('d') && !order.includes('d')) {
      const message = `expected dates with a day, as in training: the model takes the ${part} of them`;
      throw errorAt('invalid-data', given.placeOf(0), message);
    }
    const [values] = takeParts(days, [part]);
    return { kind: 'number', name, values };
  }
}

function* readingColumn(column: string, trained: DateOrder, given: FeatureCells): Sliced<ReadColumn> {
  const cells = given.cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell));
  const texts = yield* readingAsWritten(column, cells, given);
  yield 4 * texts.length;
  if (texts.every((text) => text === null)) {
    return { order: trained, days: new Float64Array(texts.length).fill(Number.NaN) };
  }
  return readDates(texts, given.placeOf, trained);
}
