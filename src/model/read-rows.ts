import type { Column } from '../data/columns.ts';
import { checkCellCount } from '../data/table.ts';
import { AbsumError, type Issue, MAX_ISSUES } from '../errors.ts';
import type { Sliced } from '../sliced.ts';
import { type CsvChoice, gatheringGiven, type RowsInput } from './gather-rows.ts';
import { matchColumns, sourceOf } from './match-columns.ts';
import type { Model } from './model.ts';
import { DateReader } from './read-dates.ts';
import { type FeatureCells, readingNumbers, readingTexts } from './read-feature.ts';

export type { RowsInput };

/** How rows are read. */
export interface ReadOptions extends CsvChoice {
  /** Takes a column of texts none of which training saw, as cells without a category; refused otherwise. */
  readonly allowUnseen?: boolean | undefined;
}

type Reading = Pick<Model, 'features' | 'target' | 'missing' | 'missingMarkers' | 'ignored'>;

/** What reading a column takes besides its cells and the markers of missing values, in items. */
const COLUMN = 50;

/**
 * Reads rows into one column for each feature of a model, as training read them: numbers in the notation that they had,
 * dates in their order, texts as categories, the same missing values. Columns of the target and those that training
 * ignored are ignored; others that the model does not know are refused, and so is a feature that is absent.
 *
 * @param checkRows is told how many rows there are before they are read, and may throw
 * @throws AbsumError `invalid-data` naming the first cell at fault of each column (`rows[3].age`, `x[3][0]`,
 *   `csv line 5, column "age"`)
 */
export function* readingRows(
  model: Reading,
  input: RowsInput,
  options: ReadOptions = {},
  checkRows: (rows: number) => void = () => {},
): Sliced<Column[]> {
  const given = yield* gatheringGiven(model, input, options);
  const { rows, columns: names, placeOf } = given;
  checkRows(rows.length);
  // Several features may be taken of one column of dates.
  checkCellCount(rows.length, model.features.length, given.place);
  const positions = matchColumns(model, given);
  yield model.features.length + names.length;
  const context = {
    missing: model.missing,
    missingMarkers: new Set(model.missingMarkers),
    decimal: options.decimal,
    allowUnseen: options.allowUnseen ?? false,
    isCsv: typeof input === 'string',
  };
  const dates = new DateReader();
  const columns: Column[] = [];
  const issues: Issue[] = [];
  for (const feature of model.features) {
    const position = positions.get(sourceOf(feature)) as number;
    const cells: FeatureCells = {
      ...context,
      // By position, since an array may have holes.
      cells: Array.from(rows, (row) => row[position] ?? null),
      placeOf: (row) => placeOf(row, position),
    };
    try {
      if (feature.date !== undefined) columns.push(yield* dates.reading(feature.name, feature.date, cells));
      else if (feature.kind === 'number') columns.push(yield* readingNumbers(feature, cells));
      else columns.push(yield* readingTexts(feature, cells));
    } catch (error) {
      if (!(error instanceof AbsumError)) throw error;
      issues.push(...error.issues.filter(({ place }) => !issues.some((told) => told.place === place)));
      if (issues.length >= MAX_ISSUES) break;
    }
    yield rows.length + COLUMN + context.missingMarkers.size;
  }
  if (issues.length > 0) throw new AbsumError('invalid-data', issues);
  return columns;
}
