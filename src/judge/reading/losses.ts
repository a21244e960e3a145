import { MAX_CELLS } from '../../data/table.ts';
import { describeValue, errorAt } from '../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import type { ScoredRows } from '../scores.ts';
import type { Found, FoundCandidate, Labels } from './found.ts';
import type { KnownRows } from './split.ts';
import { codingLines, labelOf, rankLabels } from './table/labels.ts';
import type { Valued } from './values-of-pairs.ts';

// Losses of rows as scores: in each pair the same rows in the same order for all candidates.

/** Losses of candidates, still by the pairs that there are before any is dropped. */
export interface ValuedLosses extends Valued {
  readonly losses: readonly (readonly (Float64Array | null)[])[];
  readonly rows: ScoredRows;
  readonly known: KnownRows;
}

/** Scores of those who are judged. */
export interface LossScores extends Pick<Found, 'candidate' | 'line' | 'value' | 'placeOf'> {
  readonly row: Labels;
  readonly group: Labels | null;
  readonly pairOf: Int32Array;
  readonly pairs: readonly { readonly name: string }[];
  readonly candidates: readonly FoundCandidate[];
  readonly isDropping: boolean;
}

/**
 * Puts losses in the order of rows.
 *
 * @throws AbsumError `invalid-data` for two losses of the same row, or a row in two groups; `limit-exceeded`
 */
export function* valuingLosses(scores: LossScores): Sliced<ValuedLosses> {
  const { candidates, pairs } = scores;
  const rows = yield* numberingRows(scores);
  const cells = listCells(scores, rows.of, rows.count);
  const most = candidates.length * cells.keys.length;
  if (most > MAX_CELLS) {
    const figure = `${candidates.length} candidates x ${cells.keys.length} rows of pairs`;
    throw errorAt('limit-exceeded', 'data', `expected at most ${MAX_CELLS} losses, got ${figure}`);
  }
  yield scores.line.length;
  const matrix = yield* filling(scores, cells);
  const isWhole = findWhole(matrix.losses, candidates.length, cells.keys.length);
  const kept: number[] = [];
  for (let i = 0; i < cells.keys.length; i++) if (!scores.isDropping || isWhole[i] === 1) kept.push(i);
  yield most;
  const ofPair = splitByPair(kept, cells.keys, rows.count, pairs.length);
  const values: (number | null)[][] = [];
  const losses: (Float64Array | null)[][] = [];
  for (let c = 0; c < candidates.length; c++) {
    const own = ofPair.map((list) => takeLosses(matrix.losses, c * cells.keys.length, list));
    losses.push(own);
    values.push(own.map((each) => (each === null ? null : meanOf(each))));
    yield cells.keys.length;
  }
  const clusters = ofPair.map((list) =>
    Int32Array.from(list, (i) => {
      const row = cells.keys[i] % rows.count;
      return rows.groupOf === null ? row : rows.groupOf[row];
    }),
  );
  return {
    values,
    losses,
    rows: { ...closeGaps(clusters), kind: rows.groupOf === null ? 'rows' : 'groups' },
    known: { perPair: kept.length / pairs.length, all: rows.count },
    isKept: ofPair.map(({ length }) => length > 0),
    repeated: 0,
    mostRepeated: 1,
    failed: matrix.failed,
    dropped: cells.keys.length - kept.length,
  };
}

interface NumberedRows {
  /** For each score its row. */
  readonly of: Int32Array;
  readonly count: number;
  /** For each row its group. */
  readonly groupOf: Int32Array | null;
}

function* numberingRows({ row, group, line, placeOf }: LossScores): Sliced<NumberedRows> {
  const coded = yield* codingLines(row, line, 'row');
  const rank = rankLabels(coded.labels);
  const of = coded.code.map((each) => rank[each]);
  const count = coded.labels.length;
  if (group === null) return { of, count, groupOf: null };
  const groups = yield* codingLines(group, line, 'group');
  const groupRank = rankLabels(groups.labels);
  const groupOf = new Int32Array(count).fill(-1);
  for (let score = 0; score < line.length; score++) {
    const number = groupRank[groups.code[score]];
    const known = groupOf[of[score]];
    if (known !== -1 && known !== number) {
      const message = `expected row ${describeValue(labelOf(row.cells[line[score]]))} in one group, got it in another`;
      throw errorAt('invalid-data', placeOf(score), message);
    }
    groupOf[of[score]] = number;
  }
  return { of, count, groupOf };
}

interface Cells {
  /** pair * rows + row of each row of each pair, in their order. */
  readonly keys: Float64Array;
  readonly numberOf: ReadonlyMap<number, number>;
  /** For each score its key. */
  readonly of: Float64Array;
}

function listCells({ pairOf }: LossScores, rowOf: Int32Array, rows: number): Cells {
  const of = new Float64Array(pairOf.length);
  for (let score = 0; score < of.length; score++) of[score] = pairOf[score] * rows + rowOf[score];
  const keys = Float64Array.from(new Set(of)).sort();
  const numberOf = new Map<number, number>();
  for (let i = 0; i < keys.length; i++) numberOf.set(keys[i], i);
  return { keys, numberOf, of };
}

function* filling(scores: LossScores, cells: Cells): Sliced<{ losses: Float64Array; failed: number }> {
  const width = cells.keys.length;
  const losses = new Float64Array(scores.candidates.length * width).fill(Number.NaN);
  const isSeen = new Uint8Array(losses.length);
  let failed = 0;
  for (let score = 0; score < scores.value.length; score++) {
    if (score % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    const at = scores.candidate[score] * width + (cells.numberOf.get(cells.of[score]) as number);
    if (isSeen[at] === 1) throw refuseTwice(scores, score);
    isSeen[at] = 1;
    const value = scores.value[score];
    if (Number.isFinite(value)) losses[at] = value;
    else if (!Number.isNaN(value)) failed += 1;
  }
  return { losses, failed };
}

function refuseTwice(
  { row, line, candidate, candidates, pairOf, pairs, placeOf }: LossScores,
  score: number,
) {
  const name = describeValue(labelOf(row.cells[line[score]]));
  const of = describeValue(candidates[candidate[score]].name);
  const message = `expected one loss of row ${name} for ${of} in ${pairs[pairOf[score]].name}, got another`;
  return errorAt('invalid-data', placeOf(score), message);
}

/** For each row of each pair whether all candidates have its loss. */
function findWhole(losses: Float64Array, candidates: number, width: number): Uint8Array {
  const isWhole = new Uint8Array(width).fill(1);
  for (let c = 0; c < candidates; c++) {
    for (let i = 0; i < width; i++) if (Number.isNaN(losses[c * width + i])) isWhole[i] = 0;
  }
  return isWhole;
}

function splitByPair(kept: readonly number[], keys: Float64Array, rows: number, pairs: number): number[][] {
  const ofPair: number[][] = Array.from({ length: pairs }, () => []);
  for (const i of kept) ofPair[Math.floor(keys[i] / rows)].push(i);
  return ofPair;
}

/** The losses of one candidate in one pair; null where one is missing. */
function takeLosses(losses: Float64Array, start: number, list: readonly number[]): Float64Array | null {
  const taken = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    taken[i] = losses[start + list[i]];
    if (Number.isNaN(taken[i])) return null;
  }
  return taken;
}

function meanOf(values: Float64Array): number | null {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  return Number.isFinite(mean) ? mean : null;
}

/** Rows, or groups, from 0 without gaps. */
function closeGaps(ofPair: readonly Int32Array[]): Pick<ScoredRows, 'ofPair' | 'count'> {
  let most = -1;
  for (const rows of ofPair) for (let i = 0; i < rows.length; i++) most = Math.max(most, rows[i]);
  const number = new Int32Array(most + 1);
  for (const rows of ofPair) for (let i = 0; i < rows.length; i++) number[rows[i]] = 1;
  let count = 0;
  for (let row = 0; row < number.length; row++) number[row] = number[row] === 1 ? count++ : -1;
  return { ofPair: ofPair.map((rows) => rows.map((row) => number[row])), count };
}
