import { errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import { checkScoreCount, type ScoredCandidate, type Scores } from '../scores.ts';
import { type Chosen, checkNames, chooseCandidates } from './candidates.ts';
import type { Found } from './found.ts';
import { type ValuedLosses, valuingLosses } from './losses.ts';
import { settleMetric } from './metric.ts';
import { type NumberedPairs, numberingPairs } from './pairs.ts';
import { settleSplit } from './split.ts';
import { type Valued, valuingPairs } from './values-of-pairs.ts';

/**
 * Makes of what a table has the scores that are judged: those of the candidates asked for, by pairs.
 *
 * @param place where the table stands in the request
 * @throws AbsumError for candidates, folds or a direction that cannot be
 */
export function* assemblingScores(found: Found, request: JudgeRequest, place: string): Sliced<Scores> {
  const chosen = chooseCandidates(found.candidates, request, place);
  checkNames(chosen.candidates, place);
  const settled = settleMetric(request, found.metric);
  const taken = takeScores(found, chosen, settled.isNegated);
  yield found.value.length;
  const numbered = yield* numberingPairs({ ...taken, keys: found.keys });
  checkScoreCount(chosen.candidates.length, numbered.pairs.length, place);
  yield found.value.length * 4;
  const valued = yield* valuing(found, request, taken, chosen, numbered);
  const losses = 'losses' in valued ? valued : null;
  const { pairs, split } = settleSplit(numbered, request, losses?.known ?? null);
  if (!valued.isKept.includes(true)) {
    const what = losses === null ? 'a pair with a score' : 'a row with a loss';
    const message = `expected ${what} of every candidate, got none: missing "count" keeps the others`;
    throw errorAt('invalid-data', place, message);
  }
  const keep = <Each>(list: readonly Each[]) => list.filter((_, pair) => valued.isKept[pair]);
  return {
    metric: settled.metric,
    candidates: chosen.candidates.map(
      (candidate, c): ScoredCandidate => ({
        ...candidate,
        values: keep(valued.values[c]),
        ...(losses !== null && { losses: keep(losses.losses[c]) }),
      }),
    ),
    baseline: chosen.baseline,
    pairs:
      losses === null ? closeGaps(keep(pairs)) : sizePairs(closeGaps(keep(pairs)), keep(losses.rows.ofPair)),
    split: split.folds === undefined ? { ...split, repeats: keep(pairs).length } : split,
    rows: losses === null ? null : { ...losses.rows, ofPair: keep(losses.rows.ofPair) },
    facts: {
      repeated: valued.repeated,
      mostRepeated: valued.mostRepeated,
      failed: valued.failed,
      dropped: valued.dropped,
      isCountedOff: found.isCountedOff,
    },
    reading: {
      form: found.form,
      ...(found.source !== undefined && { source: found.source }),
      columns: Object.fromEntries([...found.columns].map(([role, names]) => [role, [...names]])),
      notes: [
        ...found.notes,
        ...numbered.notes,
        ...chosen.notes,
        ...settled.notes,
        ...noteFacts(valued, losses !== null),
      ],
    },
  };
}

type Taken = Pick<Found, 'candidate' | 'line' | 'value' | 'placeOf'>;

/** The scores of those who are judged, by their places among them. */
function takeScores(found: Found, { placeOf, candidates }: Chosen, isNegated: boolean): Taken {
  const isAll = candidates.length === found.candidates.length;
  const sign = isNegated ? -1 : 1;
  const turn = (value: number) => (Number.isFinite(value) ? sign * value : value);
  if (isAll) return { ...found, value: isNegated ? found.value.map(turn) : found.value };
  const kept: number[] = [];
  for (let score = 0; score < found.value.length; score++) {
    if (placeOf[found.candidate[score]] !== -1) kept.push(score);
  }
  return {
    candidate: Int32Array.from(kept, (score) => placeOf[found.candidate[score]]),
    line: Int32Array.from(kept, (score) => found.line[score]),
    value: Float64Array.from(kept, (score) => turn(found.value[score])),
    placeOf: (score) => found.placeOf(kept[score]),
  };
}

function* valuing(
  { rows }: Found,
  request: JudgeRequest,
  taken: Taken,
  { candidates }: Chosen,
  { pairs, pairOf }: NumberedPairs,
): Sliced<Valued | ValuedLosses> {
  const isDropping = request.missing === 'drop';
  if (rows === null)
    return yield* valuingPairs({ ...taken, pairOf }, candidates.length, pairs.length, isDropping);
  return yield* valuingLosses({ ...taken, ...rows, pairOf, pairs, candidates, isDropping });
}

/** Repeats from 0 without gaps, where pairs were left out. */
function closeGaps(pairs: Scores['pairs']): Scores['pairs'] {
  const numbers = new Map<number, number>();
  return pairs.map((pair) => {
    const repeat = numbers.get(pair.repeat) ?? numbers.size;
    numbers.set(pair.repeat, repeat);
    return { ...pair, repeat };
  });
}

/** With how many rows each validates, where pairs differ in it. */
function sizePairs(pairs: Scores['pairs'], rows: readonly Int32Array[]): Scores['pairs'] {
  if (rows.every(({ length }) => length === rows[0].length)) return pairs;
  return pairs.map((pair, i) => ({ ...pair, validationRows: rows[i].length }));
}

function noteFacts({ repeated, mostRepeated, dropped }: Valued, isOfRows: boolean): string[] {
  const notes: string[] = [];
  if (repeated > 0) {
    notes.push(`Of several scores of one candidate in one pair, at most ${mostRepeated}, the mean is taken.`);
  }
  if (dropped > 0) {
    const what = isOfRows ? (dropped === 1 ? 'row' : 'rows') : dropped === 1 ? 'pair' : 'pairs';
    notes.push(
      `${dropped} ${what} ${dropped === 1 ? 'is' : 'are'} left out, since a candidate has no score there.`,
    );
  }
  return notes;
}
