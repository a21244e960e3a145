import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import type { ReadingFacts } from '../scores.ts';

// Scores by candidate and pair.

/** Scores as they are judged, before pairs are left out. */
export interface Valued extends Omit<ReadingFacts, 'isCountedOff'> {
  /** By candidate and pair. */
  readonly values: readonly (readonly (number | null)[])[];
  /** For each pair whether it stays. */
  readonly isKept: readonly boolean[];
}

interface PairScores {
  readonly candidate: Int32Array;
  readonly pairOf: Int32Array;
  readonly value: Float64Array;
}

/** Puts scores in their places: of several, their mean. */
export function* valuingPairs(
  { candidate, pairOf, value }: PairScores,
  candidates: number,
  pairs: number,
  isDropping: boolean,
): Sliced<Valued> {
  const cells = new Float64Array(candidates * pairs);
  const count = new Int32Array(candidates * pairs);
  const several = new Map<number, number[]>();
  let failed = 0;
  for (let score = 0; score < value.length; score++) {
    if (score % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    if (!Number.isFinite(value[score])) {
      if (!Number.isNaN(value[score])) failed += 1;
      continue;
    }
    const at = candidate[score] * pairs + pairOf[score];
    if (count[at] === 1) several.set(at, [cells[at]]);
    if (count[at] > 0) several.get(at)?.push(value[score]);
    cells[at] = value[score];
    count[at] += 1;
  }
  let [repeated, mostRepeated] = [0, 1];
  for (const [at, list] of several) {
    cells[at] = meanOf(list);
    repeated += list.length - 1;
    mostRepeated = Math.max(mostRepeated, list.length);
  }
  const values = Array.from({ length: candidates }, (_, c) =>
    Array.from({ length: pairs }, (__, p) => (count[c * pairs + p] > 0 ? cells[c * pairs + p] : null)),
  );
  yield candidates * pairs;
  const isKept = Array.from(
    { length: pairs },
    (_, p) => !isDropping || values.every((own) => own[p] !== null),
  );
  const dropped = isKept.filter((isOne) => !isOne).length;
  return { values, isKept, repeated, mostRepeated, failed, dropped };
}

/** In the order of the values, so that the order of the lines makes no difference. */
function meanOf(list: number[]): number {
  const sorted = Float64Array.from(list).sort();
  let mean = 0;
  // Divided one by one, since the sum of large ones may be infinite.
  for (let i = 0; i < sorted.length; i++) mean += sorted[i] / sorted.length;
  return mean;
}
