import { describeValue, errorAt } from '../errors.ts';
import { openStream, type Random, shuffle } from '../random/random.ts';
import { finish, type Sliced } from '../sliced.ts';
import { type Dataset, placeOfDatasetRow } from './dataset.ts';
import { assignGroups, assignRows, countHoldout, type Deal, NEVER_VALIDATES } from './folds.ts';
import { countUp } from './gather.ts';

/** Some rows to train on and others that validate. Positions count from 0. */
export interface Part {
  /** Identifies this part's random streams: repeat, fold and, within a training part, inner fold. */
  readonly path: readonly number[];
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** One split of all rows: every lambda trains and validates on these. */
export interface Pair extends Part {
  readonly repeat: number;
  readonly fold: number;
}

/** How to split; exactly one of `folds`, `holdout` and `column` is given. */
export interface SplitSpec {
  /** Number of folds, at least 2; with `order: "given"` the number of forward steps, at least 1. */
  readonly folds?: number | undefined;
  /** Share of the rows that validate, above 0 and below 1. */
  readonly holdout?: number | undefined;
  readonly repeats: number;
  readonly order: 'shuffled' | 'given';
  /** All repeats take the split of the first. */
  readonly fixed: boolean;
  /** Name of the marker column that says `train` or `validation` for each row. */
  readonly column?: string | undefined;
  /** Name of the marker column whose equal values stay together. */
  readonly groups?: string | undefined;
  /** Whether equal rows stay together too: then the data set comes with its rows `joined`. */
  readonly duplicates?: 'anywhere' | 'together' | undefined;
}

type Cut = Omit<Part, 'path'>;

const ROLES: ReadonlyMap<string, 'training' | 'validation'> = new Map([
  ['train', 'training'],
  ['training', 'training'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['test', 'validation'],
]);

/** Number of pairs that a split makes, repeats included. */
export function countPairs(spec: SplitSpec): number {
  return spec.repeats * (spec.column === undefined ? (spec.folds ?? 1) : 1);
}

/**
 * Splits the rows, once for each repeat and fold.
 *
 * `shuffled`: the rows are put in random order (stream `split`, path [repeat]; repeat 0 for all when fixed),
 * and training and validation rows both keep that order, never the file's. Classes are stratified: the share
 * of each differs between folds by at most one row. `given`: the rows keep their order; a holdout takes the
 * last rows; k folds cut them into k + 1 blocks, and fold i trains on blocks 0 to i and validates on block
 * i + 1. With `groups`, or rows joined, whole groups are dealt (see `folds.ts`). With `column`, the marks decide; `shuffled`
 * changes only the order of the rows.
 *
 * A holdout has max(1, round(rows * share)) rows, and leaves at least one to train on.
 *
 * @throws AbsumError `invalid-recipe` for a spec that contradicts itself or asks for more folds than
 *   there are rows or groups; `invalid-data` for markers that say neither train nor validation
 */
export function* makingPairs(dataset: Dataset, spec: SplitSpec, seed: number): Sliced<Pair[]> {
  checkSpec(spec);
  const pairs: Pair[] = [];
  for (let repeat = 0; repeat < spec.repeats; repeat++) {
    const random = openStream(seed, 'split', spec.fixed ? 0 : repeat);
    splitOnce(dataset, spec, random).forEach((part, fold) => {
      pairs.push({ repeat, fold, path: [repeat, fold], ...part });
    });
    yield dataset.rows * countPairs({ ...spec, repeats: 1 });
  }
  return pairs;
}

/** The same at once. */
export function makePairs(dataset: Dataset, spec: SplitSpec, seed: number): Pair[] {
  return finish(makingPairs(dataset, spec, seed));
}

/**
 * Splits the training rows of a pair into k folds, so that a choice can be made without looking at the rows
 * that validate the pair. They are dealt as `makePairs` deals all rows: shuffled, by class or by group.
 * Stream `split`, path [repeat, fold, 2].
 *
 * @throws AbsumError `invalid-recipe` for more folds than there are training rows or groups
 */
export function splitInner(
  dataset: Dataset,
  { training, path }: Pair,
  folds: number,
  { groups }: Pick<SplitSpec, 'groups'>,
  seed: number,
): Part[] {
  const random = openStream(seed, 'split', ...path, 2);
  const rows = shuffle(training.slice(), random);
  const deal = { folds, groups, place: 'compare.nested.folds' };
  const foldOf = dealRows(dataset, rows, deal, random);
  return cutFolds(rows, foldOf, folds).map((cut, inner) => ({ path: [...path, inner], ...cut }));
}

/**
 * Takes a tenth of the training rows (rounded, at least one, not all) for early stopping to watch.
 * Both parts keep the order of `training`. Stream `split`, path [...path, 1].
 *
 * @throws AbsumError `invalid-recipe` when there are fewer than 2 training rows
 */
export function takeWatchRows(
  training: Int32Array,
  seed: number,
  path: readonly number[],
): { fit: Int32Array; watch: Int32Array } {
  if (training.length < 2) {
    const message = `expected at least 2 training rows, so that one can be watched, got ${training.length}`;
    throw errorAt('invalid-recipe', 'training.patience', message);
  }
  const order = shuffle(countUp(training.length), openStream(seed, 'split', ...path, 1));
  const count = Math.max(1, Math.round(training.length / 10));
  const watched = new Uint8Array(training.length);
  for (const position of order.subarray(0, count)) watched[position] = 1;
  return {
    fit: training.filter((_, position) => watched[position] === 0),
    watch: training.filter((_, position) => watched[position] === 1),
  };
}

function checkSpec(spec: SplitSpec): void {
  const { folds, holdout, column, groups, order, duplicates } = spec;
  const given = [folds, holdout, column].filter((field) => field !== undefined).length;
  if (given !== 1) {
    throw errorAt(
      'invalid-recipe',
      'split',
      `expected one of folds, holdout and column, got ${given} of them`,
    );
  }
  const minimum = order === 'given' ? 1 : 2;
  if (folds !== undefined && !(Number.isInteger(folds) && folds >= minimum)) {
    throw errorAt(
      'invalid-recipe',
      'split.folds',
      `expected a whole number of at least ${minimum}, got ${folds}`,
    );
  }
  if (holdout !== undefined && !(holdout > 0 && holdout < 1)) {
    throw errorAt('invalid-recipe', 'split.holdout', `expected a share above 0 and below 1, got ${holdout}`);
  }
  if (column === undefined && order !== 'given') return;
  const other = column === undefined ? 'order "given"' : 'column';
  const field = groups !== undefined ? 'groups' : duplicates === 'together' ? 'duplicates' : null;
  if (field === null) return;
  const message = `${other} fixes the rows, so none can be kept together: leave out one of the two`;
  throw errorAt('invalid-recipe', `split.${field}`, message);
}

function splitOnce(dataset: Dataset, spec: SplitSpec, random: Random): Cut[] {
  const rows = countUp(dataset.rows);
  if (spec.order === 'shuffled') shuffle(rows, random);
  if (spec.column !== undefined) return cutFolds(rows, readRoles(dataset, spec.column), 1);
  if (spec.order === 'given') {
    return spec.folds === undefined ? [holdOutLast(rows, spec.holdout ?? 0)] : chainForward(rows, spec.folds);
  }
  return cutFolds(rows, dealRows(dataset, rows, spec, random), spec.folds ?? 1);
}

/** Gives each of the shuffled rows its fold, by class or by group. */
function dealRows(
  dataset: Dataset,
  rows: Int32Array,
  deal: Deal & Pick<SplitSpec, 'groups'>,
  random: Random,
): Int32Array {
  const groups = findGroups(dataset, deal.groups);
  return groups === null ? assignRows(dataset, rows, deal, random) : assignGroups(groups, rows, deal, random);
}

/** The group of each row, rows joined before all; null where each row is by itself. */
export function findGroups(
  dataset: Pick<Dataset, 'markers' | 'joined'>,
  name: string | undefined,
): ArrayLike<string | number> | null {
  return dataset.joined ?? (name === undefined ? null : readMarker(dataset, name, 'split.groups'));
}

/** Fold f validates on the rows that `foldOf` gives to f, and trains on all others. */
function cutFolds(rows: Int32Array, foldOf: Int32Array, folds: number): Cut[] {
  return Array.from({ length: folds }, (_, fold) => {
    let held = 0;
    for (let i = 0; i < rows.length; i++) if (foldOf[rows[i]] === fold) held += 1;
    const validation = new Int32Array(held);
    const training = new Int32Array(rows.length - held);
    let next = 0;
    for (let i = 0; i < rows.length; i++) {
      if (foldOf[rows[i]] === fold) validation[next++] = rows[i];
      else training[i - next] = rows[i];
    }
    return { training, validation };
  });
}

function holdOutLast(rows: Int32Array, share: number): Cut {
  const cut = rows.length - countHoldout(rows.length, share);
  return { training: rows.slice(0, cut), validation: rows.slice(cut) };
}

function chainForward(rows: Int32Array, folds: number): Cut[] {
  const blocks = folds + 1;
  if (blocks > rows.length) {
    const message = `expected fewer folds than rows with order "given" (${rows.length} rows), got ${folds}`;
    throw errorAt('invalid-recipe', 'split.folds', message);
  }
  const startOf = (block: number) => Math.floor((block * rows.length) / blocks);
  return Array.from({ length: folds }, (_, fold) => ({
    training: rows.slice(0, startOf(fold + 1)),
    validation: rows.slice(startOf(fold + 1), startOf(fold + 2)),
  }));
}

function readRoles(dataset: Dataset, column: string): Int32Array {
  const counts = { training: 0, validation: 0 };
  const foldOf = Int32Array.from(readMarker(dataset, column, 'split.column'), (text, row) => {
    const role = ROLES.get(text.trim().toLowerCase());
    if (role === undefined) {
      const place = `${placeOfDatasetRow(dataset, row)}, column ${describeValue(column)}`;
      throw errorAt('invalid-data', place, `expected "train" or "validation", got ${describeValue(text)}`);
    }
    counts[role]++;
    return role === 'validation' ? 0 : NEVER_VALIDATES;
  });
  for (const [role, count] of Object.entries(counts)) {
    if (count === 0)
      throw errorAt('invalid-data', 'split.column', `expected rows marked for ${role}, got none`);
  }
  return foldOf;
}

function readMarker({ markers }: Pick<Dataset, 'markers'>, name: string, place: string): readonly string[] {
  const values = markers.get(name);
  if (values !== undefined) return values;
  throw errorAt(
    'invalid-recipe',
    place,
    `expected a column kept aside for the split, got ${describeValue(name)}`,
  );
}
