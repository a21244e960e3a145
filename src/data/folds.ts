import { errorAt } from '../errors.ts';
import { type Random, shuffle } from '../random/random.ts';
import type { Dataset } from './dataset.ts';

/** The fold of a row that is in every training part. */
export const NEVER_VALIDATES = -1;

/** What names a group: the value that marks it, or its number. */
type Group = string | number;

/** The two ways to deal rows or groups at random: to k folds, or a share to one holdout. */
export interface Deal {
  readonly folds?: number | undefined;
  readonly holdout?: number | undefined;
  /** The field that asks for the number of folds; `split.folds` by default. */
  readonly place?: string | undefined;
}

/** Number of rows in a holdout of `rows` (at least 2): the rounded share, at least 1, at most all but one. */
export function countHoldout(rows: number, share: number): number {
  return Math.min(rows - 1, Math.max(1, Math.round(rows * share)));
}

/**
 * Gives each of the rows the fold in which it validates; others are in every training part.
 *
 * The shuffled rows are sorted by class (stably; not for a regression), then dealt in turn, so every fold
 * gets its share of each class to within one row. A holdout takes evenly spaced places on that list, from a
 * random start: systematic sampling, which gives a class of one row the same chance as any other.
 *
 * @param rows in random order
 * @returns by position in the data set
 */
export function assignRows(dataset: Dataset, rows: Int32Array, deal: Deal, random: Random): Int32Array {
  const n = rows.length;
  const listed = listByClass(dataset, rows);
  const foldOf = new Int32Array(dataset.rows).fill(NEVER_VALIDATES);
  if (deal.folds === undefined) {
    const taken = countHoldout(n, deal.holdout ?? 0);
    const start = random.nextBelow(n);
    for (let i = 0; i < n; i++) {
      const before = Math.floor(((start + i) * taken) / n);
      const after = Math.floor(((start + i + 1) * taken) / n);
      if (after > before) foldOf[listed[i]] = 0;
    }
    return foldOf;
  }
  if (deal.folds > n) {
    throw errorAt(
      'invalid-recipe',
      deal.place ?? 'split.folds',
      `expected at most one fold per row (${n}), got ${deal.folds}`,
    );
  }
  for (let i = 0; i < n; i++) foldOf[listed[i]] = i % deal.folds;
  return foldOf;
}

/**
 * Gives each of the rows the fold of its group; others are in every training part.
 *
 * The groups are shuffled and dealt one by one, each to the fold with the fewest rows so far. (Largest
 * first would balance better, but when sizes differ it makes every repeat the same split.) A holdout
 * takes shuffled groups until it has its share of rows, and leaves at least one group to train on.
 *
 * @param groups the group of each row of the data set
 * @returns by position in the data set
 */
export function assignGroups(
  groups: ArrayLike<Group>,
  rows: Int32Array,
  deal: Deal,
  random: Random,
): Int32Array {
  const sizes = new Map<Group, number>();
  // In the order of the data set, which the order of the rows does not change.
  for (const row of rows.toSorted()) sizes.set(groups[row], (sizes.get(groups[row]) ?? 0) + 1);
  const order = shuffle([...sizes.keys()], random);
  const needed = deal.folds ?? 2;
  if (order.length < needed) {
    const place = deal.folds === undefined ? 'split.groups' : (deal.place ?? 'split.folds');
    const message =
      deal.folds === undefined
        ? `expected at least 2 groups, got ${order.length}`
        : `expected at most one fold per group (${order.length}), got ${deal.folds}`;
    throw errorAt('invalid-recipe', place, message);
  }
  const foldOfGroup =
    deal.folds === undefined
      ? takeGroups(order, sizes, countHoldout(rows.length, deal.holdout ?? 0))
      : dealGroups(order, sizes, deal.folds);
  const foldOf = new Int32Array(groups.length).fill(NEVER_VALIDATES);
  for (const row of rows) foldOf[row] = foldOfGroup.get(groups[row]) ?? NEVER_VALIDATES;
  return foldOf;
}

function listByClass(dataset: Dataset, rows: Int32Array): Int32Array {
  if (dataset.target.task !== 'classification') return rows;
  const { labels } = dataset.target;
  return rows.toSorted((a, b) => labels[a] - labels[b]);
}

function dealGroups(
  order: readonly Group[],
  sizes: ReadonlyMap<Group, number>,
  folds: number,
): Map<Group, number> {
  const held = new Array<number>(folds).fill(0);
  const foldOfGroup = new Map<Group, number>();
  for (const group of order) {
    let smallest = 0;
    for (let fold = 1; fold < folds; fold++) if (held[fold] < held[smallest]) smallest = fold;
    held[smallest] += sizes.get(group) ?? 0;
    foldOfGroup.set(group, smallest);
  }
  return foldOfGroup;
}

function takeGroups(
  order: readonly Group[],
  sizes: ReadonlyMap<Group, number>,
  wanted: number,
): Map<Group, number> {
  const foldOfGroup = new Map<Group, number>();
  let taken = 0;
  for (const group of order.slice(0, -1)) {
    if (taken >= wanted) break;
    taken += sizes.get(group) ?? 0;
    foldOfGroup.set(group, 0);
  }
  return foldOfGroup;
}
