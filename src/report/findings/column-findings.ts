import type { NumberColumn } from '../../data/dataset.ts';
import { joinWords } from '../../words/lists.ts';
import { percent } from '../../words/numbers.ts';
import { type Finding, makeFinding } from './finding.ts';
import { ignoreToo } from './mend.ts';
import type { Observed } from './observed.ts';

// Columns that are hardly features.

/** In fewer rows, whole numbers follow each other by chance. */
const FEWEST_ROWS = 20;

/** What is looked at for columns that count rows. */
export interface CountedData {
  readonly recipe: { readonly data: Pick<Observed['recipe']['data'], 'ignore'> };
  readonly dataset: Pick<Observed['dataset'], 'features' | 'rows' | 'sourceRows'>;
}

/** A feature counts the rows. */
export function findCountingColumns({ dataset, recipe }: CountedData): Finding | null {
  const { features, rows, sourceRows } = dataset;
  if (rows < FEWEST_ROWS) return null;
  const counting = features
    .filter((feature): feature is NumberColumn => feature.kind === 'number')
    .filter(({ values }) => stepsWithRows(values, sourceRows) || isPermuted(values))
    .map(({ name, values }) => ({
      name,
      from: values.reduce((low, value) => Math.min(low, value)),
      to: values.reduce((high, value) => Math.max(high, value)),
    }));
  if (counting.length === 0) return null;
  const said = joinWords(counting.map(({ name, from, to }) => `${name} (from ${from} to ${to})`));
  const isOne = counting.length === 1;
  const message =
    `${said} ${isOne ? 'counts' : 'count'} the rows: such a number says which row it is and nothing of what is in it, and where ` +
    `the file is sorted the network reads the order from it. Leave ${isOne ? 'it' : 'them'} out with data.ignore, unless ` +
    `${isOne ? 'it is a time or a rank' : 'they are times or ranks'} that new rows have too.`;
  const next = ignoreToo(
    recipe,
    features.map(({ name }) => name),
    counting.map(({ name }) => name),
  );
  return makeFinding('counting-column', [], { features: counting, rows }, message, next);
}

/** Whether whole numbers grow, or fall, by the same step from each row of the table to the next. */
function stepsWithRows(values: Float64Array, sourceRows: Int32Array): boolean {
  const step = (values[1] - values[0]) / (sourceRows[1] - sourceRows[0]);
  if (step === 0 || !Number.isInteger(step)) return false;
  return values.every(
    (value, row) =>
      Number.isSafeInteger(value) && value === values[0] + step * (sourceRows[row] - sourceRows[0]),
  );
}

/** Whether whole numbers are a run without gaps, in any order. */
function isPermuted(values: Float64Array): boolean {
  if (!values.every(Number.isSafeInteger)) return false;
  const lowest = values.reduce((low, value) => Math.min(low, value));
  const isSeen = new Uint8Array(values.length);
  for (const value of values) {
    if (value - lowest >= values.length || isSeen[value - lowest] === 1) return false;
    isSeen[value - lowest] = 1;
  }
  return true;
}

/** Fewer cells than this share are the rare categories that every column has. */
const UNSEEN_SHARE = 0.05;

/** Many validation cells of a feature hold a category that no training row has. */
export function findUnseenCategories({ dataset, recipe, unseen, pairs }: Observed): Finding | null {
  const ofCells = pairs.reduce((sum, { validation }) => sum + validation.length, 0);
  const counts = new Map<string, number>();
  for (const ofPair of unseen) {
    for (const [name, cells] of ofPair) counts.set(name, (counts.get(name) ?? 0) + cells);
  }
  const names = dataset.features.map(({ name }) => name);
  const features = names
    .map((name) => ({ name, cells: counts.get(name) ?? 0 }))
    .filter(({ cells }) => cells >= UNSEEN_SHARE * ofCells && cells > 0);
  if (features.length === 0) return null;
  const said = joinWords(features.map(({ name, cells }) => `${percent(cells / ofCells)} of ${name}`));
  const message =
    `Categories that no training row has, in validation rows: ${said}. A network takes such a cell for no category at all, so ` +
    'it can learn little from that column that helps with new rows: join rare categories into one, or leave the column ' +
    'out with data.ignore.';
  const evidence = { features, ofCells, threshold: UNSEEN_SHARE };
  const next = ignoreToo(
    recipe,
    names,
    features.map(({ name }) => name),
  );
  return makeFinding('unseen-categories', [], evidence, message, next);
}
