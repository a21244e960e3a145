import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import { checkPairCount, type ScoredPair } from '../scores.ts';
import type { Found, Labels } from './found.ts';
import { type Coded, codingLines, combining, combiningAll, rankLabels } from './table/labels.ts';

// Pairs, by what names them.

/** The pairs of some scores, in their order. */
export interface NumberedPairs {
  readonly pairs: readonly ScoredPair[];
  /** For each score its pair. */
  readonly pairOf: Int32Array;
  /** Whether folds, and only these, say which pairs there are in a repeat. */
  readonly hasFolds: boolean;
  readonly unit: 'pair' | 'seed';
  readonly notes: readonly string[];
}

/** Those parts of what was found that tell pairs apart; scores of other candidates left out. */
export type PairedScores = Pick<Found, 'keys' | 'candidate' | 'line'>;

/**
 * Numbers the pairs of scores: by repeat and fold, else by seed, else by name, else as counted.
 *
 * @throws AbsumError `invalid-data` for a line without a fold or seed, where others have one
 */
export function* numberingPairs(scores: PairedScores): Sliced<NumberedPairs> {
  const { keys } = scores;
  if (keys.name !== null) return yield* byOne(scores, [keys.name], (label) => label, 'pair');
  const { fold, repeat, seeds } = keys;
  if (fold !== null) return yield* byFolds(scores, fold);
  if (repeat !== null && seeds.length === 0)
    return yield* byOne(scores, [repeat], (label) => say('repeat', label), 'pair');
  if (repeat !== null) return yield* byRepeats(scores, repeat);
  if (seeds.length > 0) return yield* byOne(scores, seeds, (label) => say('seed', label), 'seed');
  return yield* counted(scores);
}

/** `fold 3`; a label that says so itself stays as it is: `fold_3`. */
function say(what: string, label: string): string {
  return label.toLowerCase().startsWith(what) || /\p{L}{2}/u.test(label) ? label : `${what} ${label}`;
}

function* counted({ keys, line }: PairedScores): Sliced<NumberedPairs> {
  const pairOf = line.map((each) => keys.ordinal[each]);
  return yield* finish(pairOf, (number) => ({ name: `pair ${number + 1}`, repeat: number, fold: 0 }), {
    unit: 'pair',
    hasFolds: false,
    notes: [],
  });
}

/** Pairs by one column, or by several seeds together. */
function* byOne(
  { line }: PairedScores,
  labels: readonly Labels[],
  name: (label: string) => string,
  unit: 'pair' | 'seed',
): Sliced<NumberedPairs> {
  const coded = yield* readAll(labels, line);
  const { code, labels: texts } = coded.length === 1 ? coded[0] : yield* joinLabels(coded, labels);
  const rank = rankLabels(texts);
  const byRank = invert(rank);
  const pairOf = code.map((each) => rank[each]);
  const nameOf = (number: number) => name(texts[byRank[number]]);
  return yield* finish(pairOf, (number) => ({ name: nameOf(number), repeat: number, fold: 0 }), {
    unit,
    hasFolds: false,
    notes: [],
  });
}

/** Several columns as one, whose labels say all: `seed 1, data_seed 2`. */
function* joinLabels(coded: readonly Coded[], labels: readonly Labels[]): Sliced<Coded> {
  const code = yield* combiningAll(
    coded.map((each) => each.code),
    coded[0].code.length,
  );
  const ranked = sortByRanks(coded, code);
  const texts = ranked.firsts.map((score) =>
    coded.map((each, i) => `${labels[i].name} ${each.labels[each.code[score]]}`).join(', '),
  );
  return { code: code.map((each) => ranked.rank[each]), labels: texts };
}

/** The labels of scores by several columns. */
function* readAll(labels: readonly Labels[], line: Int32Array): Sliced<Coded[]> {
  const coded: Coded[] = [];
  for (const each of labels) coded.push(yield* codingLines(each, line, 'pair'));
  return coded;
}

/** Combined labels in the order of their parts. */
function sortByRanks(coded: readonly Coded[], code: Int32Array) {
  const firsts: number[] = [];
  for (let score = 0; score < code.length; score++) if (code[score] === firsts.length) firsts.push(score);
  const ranks = coded.map((each) => ({ rank: rankLabels(each.labels), code: each.code }));
  const order = firsts.map((_, i) => i);
  order.sort((a, b) => {
    for (const each of ranks) {
      const difference = each.rank[each.code[firsts[a]]] - each.rank[each.code[firsts[b]]];
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const rank = new Int32Array(order.length);
  for (const [place, i] of order.entries()) rank[i] = place;
  return { rank, firsts: order.map((i) => firsts[i]) };
}

function* byRepeats(scores: PairedScores, repeat: Labels): Sliced<NumberedPairs> {
  const { seeds } = scores.keys;
  const [coded, ...joined] = yield* readAll([repeat, ...seeds], scores.line);
  const both = yield* joinLabels([coded, ...joined], [repeat, ...seeds]);
  // A seed for each repeat says nothing that the repeat does not.
  if (both.labels.length === coded.labels.length) {
    return yield* byOne(scores, [repeat], (label) => say('repeat', label), 'pair');
  }
  return yield* byOne(scores, [repeat, ...seeds], (label) => label, 'seed');
}

function* byFolds(scores: PairedScores, fold: Labels): Sliced<NumberedPairs> {
  const { keys, line } = scores;
  const folds = yield* codingLines(fold, line, 'pair');
  const rounds = yield* chooseRounds(scores, folds);
  const [foldRank, roundRank] = [rankLabels(folds.labels), rankLabels(rounds.coded.labels)];
  const width = folds.labels.length;
  // Beyond 32 bits, where there are many seeds and many folds.
  const key = Float64Array.from(
    line,
    (_, score) => roundRank[rounds.coded.code[score]] * width + foldRank[folds.code[score]],
  );
  yield line.length;
  const [foldAt, roundAt] = [invert(foldRank), invert(roundRank)];
  const isOne = rounds.coded.labels.length === 1;
  const nameOf = (round: number, each: number) => {
    const own = say('fold', folds.labels[foldAt[each]]);
    return isOne ? own : `${rounds.nameOf(rounds.coded.labels[roundAt[round]])}, ${own}`;
  };
  const notes = rounds.note === null ? [] : [rounds.note];
  if (keys.repeat !== null && keys.seeds.length > 0 && rounds.note === null) {
    notes.push('Seeds do not tell pairs apart, since repeats and folds do.');
  }
  return yield* finish(
    key,
    (number) => {
      const [repeat, each] = [Math.floor(number / width), number % width];
      return { name: nameOf(repeat, each), repeat, fold: each };
    },
    { unit: 'pair', hasFolds: true, notes },
  );
}

interface Rounds {
  readonly coded: Coded;
  readonly nameOf: (label: string) => string;
  readonly note: string | null;
}

/** What tells rounds of folds apart: repeats, else seeds, unless each candidate or each fold has seeds of its own. */
function* chooseRounds({ keys, line, candidate }: PairedScores, folds: Coded): Sliced<Rounds> {
  const one = { code: new Int32Array(line.length), labels: ['0'] };
  const { repeat, seeds } = keys;
  if (repeat !== null) {
    const coded = yield* codingLines(repeat, line, 'pair');
    return { coded, nameOf: (label) => say('repeat', label), note: null };
  }
  const none = { coded: one, nameOf: () => '', note: null };
  if (seeds.length === 0) return none;
  const read = yield* readAll(seeds, line);
  const coded = read.length === 1 ? read[0] : yield* joinLabels(read, seeds);
  if (coded.labels.length === 1) return none;
  const pair = yield* combining(coded.code, folds.code);
  if (pair.count === folds.labels.length) return none;
  if (!(yield* areShared(pair.code, candidate)) && (yield* areShared(folds.code, candidate))) {
    return {
      ...none,
      note: 'Each candidate has seeds of its own: pairs are told apart by their folds alone.',
    };
  }
  return {
    coded,
    nameOf: (label) => say('seed', label),
    note: 'Each seed is taken for a repeat of the folds.',
  };
}

/** Whether two candidates have one of them in common. */
function* areShared(code: Int32Array, candidate: Int32Array): Sliced<boolean> {
  const first = new Map<number, number>();
  for (let score = 0; score < code.length; score++) {
    const known = first.get(code[score]);
    if (score % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    if (known === undefined) first.set(code[score], candidate[score]);
    else if (known !== candidate[score]) return true;
  }
  return false;
}

function invert(rank: Int32Array): Int32Array {
  const order = new Int32Array(rank.length);
  for (let i = 0; i < rank.length; i++) order[rank[i]] = i;
  return order;
}

/** Numbers the keys that there are without gaps, in their order, and repeats and folds as well. */
function* finish(
  key: Int32Array | Float64Array,
  describe: (key: number) => ScoredPair,
  rest: Omit<NumberedPairs, 'pairs' | 'pairOf'>,
): Sliced<NumberedPairs> {
  const keys = Float64Array.from(new Set(key)).sort();
  yield key.length;
  checkPairCount(keys.length);
  const numbers = new Map<number, number>();
  for (let number = 0; number < keys.length; number++) numbers.set(keys[number], number);
  yield keys.length;
  const pairs = Array.from(keys, describe);
  yield keys.length;
  const pairOf = Int32Array.from(key, (each) => numbers.get(each) as number);
  return { pairs: closeGaps(pairs), pairOf, ...rest };
}

/** Repeats from 0 without gaps. */
function closeGaps(pairs: readonly ScoredPair[]): ScoredPair[] {
  const repeats = new Map<number, number>();
  return pairs.map((pair) => {
    const repeat = repeats.get(pair.repeat) ?? repeats.size;
    repeats.set(pair.repeat, repeat);
    return { ...pair, repeat };
  });
}
