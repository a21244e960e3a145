import { formatCount } from '../../words/amounts.ts';
import { joinWords, listFirst } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import type { ScoredCandidate, Scores } from '../scores.ts';
import { type JudgeFinding, makeJudgeFinding } from './finding.ts';
import type { Seen } from './seen.ts';

// What may be wrong with the pairs.

/** Fewer pairs in common than this are hardly any. */
const FEW_PAIRS = 5;
/** Pairs that a message names. */
const MOST_NAMED = 3;

/** The runs of a candidate are not those of the baseline: other seeds, or other folds. */
export function findUnpaired({ settled: { scores } }: Seen): JudgeFinding | null {
  const base = scores.candidates[scores.baseline];
  const unpaired = listUnpaired(scores);
  if (unpaired.length === 0) return findCountedOff(scores);
  const [{ name, met }] = unpaired;
  const list = (pairs: readonly number[]) =>
    listFirst(
      pairs.map((p) => scores.pairs[p].name),
      MOST_NAMED,
    );
  const common =
    met.both.length === 0
      ? 'have no pair in common'
      : `have only ${formatCount(met.both.length, 'pair')} in common`;
  const message =
    `${name} and ${base.name} ${common}: ${list(met.own)} beside ${list(met.other)}, so that their scores differ by the luck of ` +
    'splits and seeds too; run both with the same ones.';
  const evidence = {
    common: unpaired.map((each) => each.met.both.length),
    own: unpaired.map((each) => each.met.own.length),
    baseline: met.other.length,
  };
  return makeJudgeFinding(
    'unpaired',
    unpaired.map((each) => each.name),
    evidence,
    message,
  );
}

/** Runs that nothing pairs: whether they shared folds and seeds, nobody can tell. */
function findCountedOff({ facts, pairs }: Scores): JudgeFinding | null {
  if (!facts.isCountedOff) return null;
  const message =
    'No column of folds, repeats or seeds says which runs belong together, so they are paired as they stand, first with first: ' +
    'write fold and seed into each row, and run every candidate with the same ones, which sees more.';
  return { ...makeJudgeFinding('unpaired', [], { pairs: pairs.length }, message), severity: 'warning' };
}

/** The candidates that share hardly any pair with the baseline. */
export function listUnpaired({ candidates, baseline }: Pick<Scores, 'candidates' | 'baseline'>) {
  const base = candidates[baseline];
  return candidates.flatMap((candidate, i) => {
    if (i === baseline) return [];
    const { own, other, both } = countPairs(candidate, base);
    const fewer = Math.min(own, other);
    const isUnpaired = both < fewer && both < FEW_PAIRS && 2 * both <= fewer;
    return isUnpaired ? [{ name: candidate.name, met: meet(candidate, base) }] : [];
  });
}

/** In how many pairs each has a score, and in how many both. */
function countPairs({ values }: ScoredCandidate, base: ScoredCandidate) {
  let [own, other, both] = [0, 0, 0];
  for (const [pair, value] of values.entries()) {
    if (value !== null) own += 1;
    if (base.values[pair] !== null) other += 1;
    if (value !== null && base.values[pair] !== null) both += 1;
  }
  return { own, other, both };
}

/** The pairs in which each has a score, and those in which both have one. */
function meet(candidate: ScoredCandidate, base: ScoredCandidate) {
  const having = ({ values }: ScoredCandidate) =>
    values.flatMap((value, pair) => (value === null ? [] : [pair]));
  const own = having(candidate);
  return { own, other: having(base), both: own.filter((pair) => base.values[pair] !== null) };
}

/** A single score for each: nothing shows how large chance is. */
export function findOneRunEach({ settled: { scores }, candidates }: Seen): JudgeFinding | null {
  if (candidates.some(({ values }) => values.filter((value) => value !== null).length > 1)) return null;
  const rows =
    scores.rows === null
      ? ''
      : ' (the interval is that of the rows, for these trainings alone, and another seed may turn it round)';
  const message =
    `Each candidate has one score, and one run is a coin flip${rows}: run each with 5 seeds or folds or more, the same ` +
    'for all.';
  return makeJudgeFinding('one-run-each', [], { pairs: scores.pairs.length }, message);
}

/** Runs on the same rows that look like more evidence than they are. */
export function findFoldsUsedAgain({ settled: { scores } }: Seen): JudgeFinding | null {
  const { repeated, mostRepeated } = scores.facts;
  if (repeated > 0) {
    const message =
      `Up to ${mostRepeated} scores of one candidate have the same fold and seed: more runs on the same rows are no new ` +
      'evidence, so their mean was taken; if each had a split of its own, name the column that tells them apart (columns.repeat).';
    return makeJudgeFinding('folds-used-again', [], { repeated, mostRepeated }, message);
  }
  const same = findSameRepeats(scores);
  if (same.length === 0) return null;
  const unit = scores.split.folds === undefined ? scores.split.unit : 'repeat';
  const names = same.map(([first, again]) => `${again} and ${first}`);
  const message =
    `All candidates have the same scores in ${unit} ${joinWords(names)}: the same runs again count twice, and make chance ` +
    'look smaller; leave one of them out, or give each a split and a seed of its own.';
  return makeJudgeFinding('folds-used-again', [], { same }, message);
}

/** Repeats that are copies of an earlier one, for all candidates at once; by number from 0. */
function findSameRepeats({ pairs, candidates, split }: Scores): [first: number, again: number][] {
  // Two holdouts of few rows may well have the same scores; all folds of a repeat have not.
  const least = split.folds === undefined ? 3 : 1;
  const pairsOf = new Map<number, number[]>();
  for (const [p, { repeat }] of pairs.entries()) {
    const own = pairsOf.get(repeat) ?? [];
    pairsOf.set(repeat, own);
    own.push(p);
  }
  // Those that are the same have the same sum.
  const bySum = new Map<number, number[]>();
  const same: [number, number][] = [];
  for (const [repeat, own] of pairsOf) {
    let sum = 0;
    for (const p of own) for (const { values } of candidates) sum += values[p] ?? 0;
    const before = bySum.get(sum) ?? [];
    const first = before.find((other) => areSame(candidates, pairsOf.get(other) ?? [], own));
    if (first === undefined) bySum.set(sum, [...before.slice(0, MOST_ALIKE), repeat]);
    else same.push([first, repeat]);
  }
  return same.length >= least ? same : [];
}

/** Repeats of one sum that are looked at; more would be chance. */
const MOST_ALIKE = 20;

function areSame(
  candidates: readonly ScoredCandidate[],
  pairs: readonly number[],
  others: readonly number[],
): boolean {
  return (
    pairs.length === others.length &&
    candidates.every(({ values }) => pairs.every((p, i) => values[p] === values[others[i]]))
  );
}

/** Nobody says how many rows train and validate, on which the variance depends. */
export function findSizesUnknown({ settled: { scores, isAssumed }, test }: Seen): JudgeFinding | null {
  if (!isAssumed) return null;
  const share = test.testOverTrain / (1 + test.testOverTrain);
  const fixed =
    scores.split.unit === 'seed'
      ? ' If all seeds share one split, say split "fixed": that claims less, for these rows alone, and sees more.'
      : '';
  const message =
    `How many rows trained and validated is not known, so ${round(100 * share)} % is taken to validate, which decides how much ` +
    `the pairs share: say folds, or trainingRows and validationRows.${fixed}`;
  const evidence = { testOverTrain: test.testOverTrain, pairs: test.pairs };
  return makeJudgeFinding('sizes-unknown', [], evidence, message);
}
